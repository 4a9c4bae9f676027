"""The story of a problem as it is read: who did what, when, and what they said."""

from dataclasses import dataclass
from datetime import date, datetime

from incidents.presentation import words
from problems.models import Source, WhenTimeRunsOut


@dataclass(frozen=True)
class Told:
    """One line."""

    at: datetime
    when: str
    says: str
    text: str = ""
    minutes: int = 0


def story_of(entries, at):
    """Every line, the newest first: on a problem one looks for what happened last."""
    return [_told(entry, at) for entry in reversed(entries)]


def _told(entry, at):
    who = entry.by.name if entry.by else "The desk itself"
    says = SAID[entry.move](entry.data, who) if entry.move in SAID else f"Noted by {who}"
    text = "" if entry.move in QUIET else entry.text
    return Told(entry.at, words.when(entry.at, at), says, text, entry.data.get("minutes") or 0)


def _day(iso):
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _raise(data, who):
    found = len(data.get("incidents", ()))
    told = f", with {words.several(found, 'incident')}" if found else ""
    known = data.get("source") in Source.values and (found or data["source"] != Source.INCIDENTS)
    source = Source(data["source"]).label if known else ""
    return f"{who} raised it{f' {source[:1].lower()}{source[1:]}' if source else ''}{told}"


def _describe(data, who):
    moved = f", and set it from P{data['before']} to P{data['after']}" if "before" in data else ""
    return f"{who} changed what it says{moved}"


def _allow(data, who):
    time = f"{data['allowed']} min" if data.get("allowed") else ""
    day = f"until {_day(data['decide_by'])}" if data.get("decide_by") else ""
    given = " ".join(filter(None, (time, day)))
    then = WhenTimeRunsOut(data["then"]).label if data.get("then") in WhenTimeRunsOut.values else ""
    return f"{who} allowed {given}; then: {then.lower()}" if given else f"{who} set no limit of time"


def _ran_out(data, who):
    return f"The time allowed was used up: {data.get('spent', 0)} min were spent"


def _linked(data, who):
    return f"{who} linked {words.several(len(data.get('incidents', ())), 'incident')}{_named(data)}"


def _unlinked(data, who):
    return f"{who} took away {words.several(len(data.get('incidents', ())), 'incident')}{_named(data)}"


def _named(data):
    """The numbers of a few; many are only counted."""
    numbers = data.get("incidents", ())
    return f": {', '.join(map(str, numbers))}" if 0 < len(numbers) <= 6 else ""


def _resolve(data, who):
    found = len(data.get("incidents", ()))
    told = f"; {words.several(found, 'incident was', 'incidents were')} resolved with it" if found else ""
    return f"{who} removed the cause{told}"


QUIET = ("review",)  # the page shows it where it belongs
SAID = {
    "raise": _raise,
    "describe": _describe,
    "allow_time": _allow,
    "run_out": _ran_out,
    "link": _linked,
    "unlink": _unlinked,
    "resolve": _resolve,
    "assign": lambda data, who: f"Given to {data.get('name', 'somebody')} by {who}",
    "take": lambda data, who: f"{who} took it",
    "release": lambda data, who: f"Given back by {who}",
    "investigate": lambda data, who: f"{who} began to look for the cause",
    "analyse": lambda data, who: f"{who} wrote the analysis",
    "note": lambda data, who: f"Note by {who}",
    "record_workaround": lambda data, who: f"{who} wrote a workaround",
    "declare_known_error": lambda data, who: f"{who} declared a known error",
    "propose_fix": lambda data, who: f"{who} proposed a fix",
    "close": lambda data, who: f"{who} closed it",
    "reopen": lambda data, who: f"{who} opened it again",
    "withdraw": lambda data, who: f"{who} withdrew it",
    "review": lambda data, who: f"{who} reviewed it",
}
