"""The story of a record as a conversation: what people said, with the events between folded into one line."""

from dataclasses import dataclass, field
from datetime import date, datetime

from incidents.models import Channel
from incidents.presentation import escalations as escalation_words
from incidents.presentation import words
from incidents.priority import Impact, Urgency
from servicedesk.timeline import EntryKind
from sla.models import ClockKind, PauseReason

SPOKEN = {EntryKind.REPLY, EntryKind.NOTE, EntryKind.CALL}
# Turns of a record that carry words from one side to the other are read as messages.
SAID = {"resolve": "fixed it", "reopen": "says it is not fixed", "cancel": "called it off"}


@dataclass(frozen=True)
class Message:
    """Something a person said. `side`: theirs, ours, note or call."""

    side: str
    who: str
    at: datetime
    when: str
    how: str
    text: str
    minutes: int = 0


@dataclass(frozen=True)
class Change:
    """A field that another desk changed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One thing that happened, in a few words, in a sentence, and with the fields that another desk changed."""

    at: datetime
    when: str
    short: str
    words: str
    text: str = ""
    changes: tuple = ()


@dataclass(frozen=True)
class Fold:
    """Events in a row between two messages."""

    events: list = field(default_factory=list)

    @property
    def summary(self):
        """How many, and the first few in short."""
        shorts = list(dict.fromkeys(event.short for event in self.events))
        more = "" if len(shorts) <= 4 else ", …"
        return f"{words.several(len(self.events), 'event')}: {', '.join(shorts[:4])}{more}"


def story_of(incident, entries, *, at):
    """The conversation, oldest first: messages, and folds of the events between them."""
    told = [_first(incident, at), *(_told(incident, entry, at) for entry in entries)]
    story: list[Message | Fold] = []
    for item in told:
        if isinstance(item, Message):
            story.append(item)
        elif story and isinstance(story[-1], Fold):
            story[-1].events.append(item)
        else:
            story.append(Fold([item]))
    return story


def wrote_since(incident, seen, *, by):
    """What others said to each other after the entry `seen`, oldest first."""
    found = incident.entries.filter(pk__gt=seen, kind__in=[EntryKind.REPLY, EntryKind.CALL]).exclude(by=by)
    return [_message(incident, entry, entry.at) for entry in found.select_related("by")]


def _first(incident, at):
    """What the requester said in the first place."""
    who = incident.requester.name if incident.requester else "Somebody"
    how = Channel(incident.channel).label
    if incident.logged_by_id and incident.logged_by_id != incident.requester_id:
        how = f"{how}, logged by {incident.logged_by.name}"
    return Message(
        "theirs",
        who,
        incident.opened_at,
        words.when(incident.opened_at, at),
        how,
        incident.description or incident.summary,
    )


def is_said(entry):
    """Was something written to the other side, or kept beside it? A question that the record waits on is."""
    asked = entry.move == "wait" and entry.data.get("reason") == PauseReason.REQUESTER and entry.text
    return bool(entry.kind in SPOKEN or asked or (entry.move in SAID and entry.text))


def _told(incident, entry, at):
    if is_said(entry):
        return _message(incident, entry, at)
    return _event(entry, at)


def _message(incident, entry, at):
    theirs = entry.by_id is not None and entry.by_id in (incident.requester_id,)
    side = {EntryKind.NOTE: "note", EntryKind.CALL: "call"}.get(entry.kind, "theirs" if theirs else "ours")
    who = entry.by.name if entry.by else "The desk"
    other = incident.requester.first_name if incident.requester else "the requester"
    how = SAID.get(entry.move) or (
        "asked, and waits for an answer" if entry.move == "wait" else "" if theirs else f"to {other}"
    )
    return Message(side, who, entry.at, words.when(entry.at, at), how, entry.text, entry.data.get("minutes") or 0)


def _event(entry, at):
    who = entry.by.name if entry.by else "the desk itself"
    changes = changes_of(entry.data) if entry.kind == EntryKind.IMPORTED else ()
    if changes:
        short, said = words.several(len(changes), "field changed", "fields changed"), "Changed at the other desk"
    else:
        short, said = EVENTS.get(entry.move, _plain)(entry.data, who)
    moment = f"{words.when(entry.at, at)}"
    return Event(entry.at, moment, short, said, entry.text, changes)


def changes_of(data):
    """The fields another desk changed, readable: a pair is before and after, anything else is what it became."""
    fields = data.get("fields") if isinstance(data.get("fields"), dict) else data
    return tuple(
        Change(plain_name(name), _plain_value(value[0]), _plain_value(value[1]))
        if isinstance(value, list) and len(value) == 2
        else Change(plain_name(name), "", _plain_value(value))
        for name, value in fields.items()
    )


def plain_name(name):
    """The name of a foreign field without its underscores."""
    plain = str(name).removeprefix("u_").replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def _plain_value(value):
    if value in (None, ""):
        return "nothing"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


# What each move is called when it is folded away: (a few words, a sentence).
def _log(data, who):
    priority = f"P{data.get('priority')}{_raised(data)}"
    return f"logged as P{data.get('priority')}", f"Logged by {who} as {priority}; its clocks started"


def _raised(data):
    """What raised a priority above the table, in brackets."""
    return f" (raised: {', '.join(data['raised'])})" if data.get("raised") else ""


def raised_by(entries):
    """What raised the priority that a record has now, as kept with its last judgement."""
    judged = next((entry for entry in reversed(entries) if entry.move in ("log", "prioritise")), None)
    return ", ".join(judged.data.get("raised", ())) if judged else ""


def _assign(data, who):
    return f"given to {str(data.get('name', '')).split(' ')[0]}", f"Given to {data.get('name', 'somebody')} by {who}"


def _wait(data, who):
    reason = PauseReason(data["reason"]).label if data.get("reason") in PauseReason.values else "something"
    day = date.fromisoformat(data["follow_up_on"]) if data.get("follow_up_on") else None
    again = f", to be looked at again on {day.day} {day:%b}" if day else ""
    return "waits", f"{who} lets it wait for {reason}{again}"


def _prioritise(data, who):
    impact = Impact(data["impact"]).label if data.get("impact") in Impact.values else ""
    urgency = Urgency(data["urgency"]).label if data.get("urgency") in Urgency.values else ""
    answers = "; ".join(filter(None, (impact, urgency))) or ("judged by other rules" if data.get("rules") else "")
    moved = f"from P{data.get('before')} to P{data.get('after')}{_raised(data)}"
    return f"set to P{data.get('after')}", f"{who} set it {moved}{f': {answers}' if answers else ''}"


def _confirm(data, who):
    happy = {True: ", and is happy with how it went", False: ", but is not happy with how it went"}.get(
        data.get("satisfied"), ""
    )
    return "confirmed", f"{who} says it works{happy}"


def _escalate(data, who):
    return escalation_words.in_short(data), f"{escalation_words.done(data)} because {escalation_words.reason(data)}"


def _excuse(data, who):
    clock = "the late answer" if data.get("clock") == ClockKind.RESPONSE else "the late fix"
    return "excused", f"{who} excused {clock}; it stays on record as late"


def _outage(data, who):
    service = "an outage of its service" if data.get("is_outage") else "no outage"
    return ("outage" if data.get("is_outage") else "no outage"), f"{who} said that this is {service}"


def _plain(data, who):
    return "something happened", f"Noted by {who}"


EVENTS = {
    "log": _log,
    "assign": _assign,
    "wait": _wait,
    "prioritise": _prioritise,
    "confirm": _confirm,
    "take": lambda data, who: (f"taken by {who.split(' ')[0]}", f"{who} took it"),
    "release": lambda data, who: ("given back", f"{who} gave it back"),
    "start": lambda data, who: ("started", f"{who} started on it"),
    "resume": lambda data, who: ("went on", f"{who} went on with it; its clock counts again"),
    "resolve": lambda data, who: ("fixed", f"{who} fixed it"),
    "reopen": lambda data, who: ("reopened", f"{who} opened it again"),
    "cancel": lambda data, who: ("cancelled", f"{who} called it off"),
    "escalate": _escalate,
    "excuse": _excuse,
    "mark_outage": _outage,
    "close": lambda data, who: (
        "closed",
        "Closed by itself: nobody objected" if who == "the desk itself" else f"Closed by {who}",
    ),
    "mark_duplicate": lambda data, who: ("a duplicate", f"{who} found it to be the same as {data.get('original')}"),
    "got_duplicate": lambda data, who: ("reported again", f"{data.get('duplicate')} turned out to be the same"),
    "declare_major": lambda data, who: ("major incident", f"{who} declared a major incident: {data.get('title')}"),
    "hand_lead": lambda data, who: ("new lead", f"{who} gave the lead to {data.get('name')}"),
    "publish_update": lambda data, who: ("news", f"{who} published news"),
    "review_major": lambda data, who: ("review", f"{who} looked back on it and signed the review"),
    "join": lambda data, who: ("part of another", f"{who} made it part of {data.get('parent')}"),
    "leave": lambda data, who: ("on its own", f"{who} took it out of {data.get('parent')}"),
    "got_part": lambda data, who: ("one more", f"{who} made {data.get('part')} part of it"),
    "lost_part": lambda data, who: ("one less", f"{who} took {data.get('part')} out of it"),
    "followed": lambda data, who: ("went on elsewhere", f"Reported again after closing, as {data.get('new')}"),
}
