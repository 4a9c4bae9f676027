"""The story of a change as it is read: who did what, when, and what they said."""

from dataclasses import dataclass
from datetime import datetime

from changes.models import ByWay, Kind, Link, Outcome, Risk, Step
from incidents.presentation import words


@dataclass(frozen=True)
class Told:
    """One line."""

    at: datetime
    when: str
    says: str
    text: str = ""
    minutes: int = 0


def story_of(entries, at):
    """Every line, the newest first: one looks for what happened last."""
    return [_told(entry, at) for entry in reversed(entries)]


def _told(entry, at):
    who = _who(entry)
    says = SAID[entry.move](entry.data, who) if entry.move in SAID else f"Noted by {who}"
    return Told(entry.at, words.when(entry.at, at), says, entry.text, entry.data.get("minutes") or 0)


def _who(entry):
    """Who did it; what a committee decided was said by those it names, whoever wrote it down."""
    if entry.data.get("way") == ByWay.MEETING:
        return f"The committee ({_listed(entry.data['names'])})"
    return entry.by.name if entry.by else "The desk itself"


def _raise(data, who):
    kind = data.get("kind_of_change")
    words_of = {Kind.EMERGENCY: " as an emergency", Kind.STANDARD: " as a standard change"}
    return f"{who} raised it{words_of.get(kind, '')}"


def _plan(data, who):
    risk = data.get("risk")
    return f"{who} planned it{f'; {Risk(risk).label.lower()} risk' if risk in Risk.values else ''}"


def _reschedule(data, who):
    return f"{who} moved it to {_moment(data.get('starts_at'))}"


def _moment(iso):
    try:
        moment = datetime.fromisoformat(iso)
    except (TypeError, ValueError):
        return "another time"
    return words.exactly(moment, moment).removeprefix("today ") + f" on {words.date_of(moment, moment)}"


def _implement(data, who):
    made_by = data.get("made_by", who)
    return f"{who} made it" if made_by == who else f"{made_by} made it, says {who}"


def _close(data, who):
    outcome = data.get("outcome")
    return f"{who} closed it{f': {Outcome(outcome).label.lower()}' if outcome in Outcome.values else ''}"


def _review(data, who):
    met = "it did what it was made for" if data.get("objectives_met") else "it did not do what it was made for"
    late = "in time" if data.get("on_time") else "not in time"
    return f"{who} looked back: {met}, {late}"


def _linked(data, who):
    why = " that it caused" if data.get("link") == Link.CAUSED else " that it was made for"
    return f"{who} linked {words.several(len(data.get('incidents', ())), 'incident')}{why}{_named(data)}"


def _unlinked(data, who):
    return f"{who} took away {words.several(len(data.get('incidents', ())), 'incident')}{_named(data)}"


def _named(data):
    """The numbers of a few; many are only counted."""
    numbers = data.get("incidents", ())
    return f": {', '.join(map(str, numbers))}" if 0 < len(numbers) <= 6 else ""


# What somebody is asked for, as the story says it.
STEPS = {
    Step.PROCEED: "whether to plan it",
    Step.PEER_REVIEW: "to look through the plan",
    Step.IMPLEMENT: "whether to make it",
    Step.AFTERWARDS: "whether it was right to make it",
}


def _listed(names):
    """Priya Shah, Tom Webb and Martin Hale."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _ask(data, who):
    names, what = data.get("names") or (), STEPS.get(data.get("step"), "for a yes")
    return (
        f"{_listed(names)} {'was' if len(names) == 1 else 'were'} asked {what}"
        if names
        else f"Nobody could be asked {what}"
    )


def _say_yes(data, who):
    left = data.get("left") or ()
    return f"{who} said yes; still waiting for {_listed(left)}" if left else f"{who} said yes"


SAID = {
    "ask": _ask,
    "say_yes": _say_yes,
    "send_back": lambda data, who: f"{who} sent the plan back",
    "remind": lambda data, who: "People were reminded of it",
    "raise": _raise,
    "plan": _plan,
    "reschedule": _reschedule,
    "implement": _implement,
    "close": _close,
    "review": _review,
    "link_incident": _linked,
    "unlink_incident": _unlinked,
    "describe": lambda data, who: f"{who} changed what it says",
    "approve_to_proceed": lambda data, who: f"{who} said yes to planning it",
    "peer_review": lambda data, who: f"{who} looked through the plan",
    "approve_to_implement": lambda data, who: f"{who} said yes to making it",
    "approve_afterwards": lambda data, who: f"{who} said yes to it afterwards",
    "reject_afterwards": lambda data, who: f"{who} said no to it afterwards",
    "reject": lambda data, who: f"{who} rejected it",
    "announce": lambda data, who: f"{who} announced it",
    "back_out": lambda data, who: f"{who} backed it out",
    "record_in_assets": lambda data, who: f"{who} looked after the register",
    "withdraw": lambda data, who: f"{who} withdrew it",
    "raise_again": lambda data, who: f"{who} asked for it again",
    "note": lambda data, who: f"Note by {who}",
}
