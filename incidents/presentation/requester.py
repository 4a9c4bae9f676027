"""A record as the person who asked reads it: one plain line, no codes, no system words."""

from dataclasses import dataclass, replace

from incidents import moves
from incidents.models import OPEN, Incident, Status
from incidents.models.incident import NEVER
from incidents.presentation import words
from incidents.timeline import public_text
from servicedesk.timeline import EntryKind
from sla.models import PauseReason

NEAR = 20  # a place in the line is told up to here; further back it says nothing worth knowing

WAITS = {
    PauseReason.SUPPLIER: "We are waiting for a supplier",
    PauseReason.PART: "We are waiting for a part",
    PauseReason.ACCESS: "We need to get into the room",
}
TURNS = {
    "log": "reported it",
    "start": "began work on it",
    "wait": "let it wait",
    "resume": "went on with it",
    "resolve": "fixed it",
    "confirm": "said it works",
    "close": "closed it",
    "reopen": "said it is still broken",
    "cancel": "cancelled it",
    "mark_duplicate": "kept it with an earlier report",
    "join": "found that others have it too",
    "publish_update": "told everyone",
}


@dataclass(frozen=True)
class Line:
    """What a person is told about one record, and what they are asked."""

    incident: Incident
    kind: str  # of its status, with sign and word
    sign: str
    word: str
    says: str
    asks: str = ""  # answer, works, again, or empty
    is_open: bool = False


def line_of(incident, at):
    """One record in a line. A record kept with an earlier one says what becomes of that one."""
    if incident.duplicate_of_id:
        return _follows(incident, at)
    line = LINES[incident.status](incident, at)
    return replace(line, says=f"{_part_of(incident)} {line.says}") if _is_part(incident) else line


def _is_part(incident):
    return incident.parent_id is not None and incident.status in OPEN and incident.status != Status.WAITING


def _part_of(incident):
    """What a record is part of, by the title that everyone reads."""
    return f"Others have it too: {incident.parent.major.title}."


def _new(incident, at):
    return Line(incident, "plain", "new", "New", f"Nobody has taken it yet. {aim(incident, at)}".strip(), is_open=True)


def _assigned(incident, at):
    return Line(
        incident, "plain", "assign", "Taken", f"{_who(incident)} has it. {aim(incident, at)}".strip(), is_open=True
    )


def _in_hand(incident, at):
    return Line(incident, "plain", "work", "In hand", f"{_who(incident)} is on it.", is_open=True)


def _waiting(incident, at):
    if incident.wait_reason == PauseReason.REQUESTER:
        return Line(incident, "warn", "pause", "Waiting for you", incident.wait_note, "answer", is_open=True)
    day = (
        incident.follow_up_on
        and f" We look again on {incident.follow_up_on:%A} {incident.follow_up_on.day} {incident.follow_up_on:%B}."
    )
    says = f"{WAITS.get(incident.wait_reason, 'It is waiting')}.{day or ''}"
    return Line(incident, "paused", "pause", "Waiting", says, is_open=True)


def _resolved(incident, at):
    done = f"{_by(incident)}: {incident.resolution}" if incident.resolution else ""
    return Line(incident, "ok", "check", "Fixed", done, "works", is_open=True)


def _closed(incident, at):
    return Line(incident, "plain", "check", "Done", incident.resolution)


def _cancelled(incident, at):
    return Line(incident, "plain", "cross", "Cancelled", "")


LINES = {
    Status.NEW: _new,
    Status.ASSIGNED: _assigned,
    Status.IN_PROGRESS: _in_hand,
    Status.WAITING: _waiting,
    Status.RESOLVED: _resolved,
    Status.CLOSED: _closed,
    Status.CANCELLED: _cancelled,
}


def _follows(incident, at):
    first = incident.duplicate_of
    told = f"Kept with {first.reference}, which was reported first. "
    if first.status in OPEN:
        on_it = f"{_who(first)} has it." if first.assignee else "Nobody has taken it yet."
        return Line(incident, "info", "link", "We know about it", told + on_it, is_open=True)
    if first.status in (Status.RESOLVED, Status.CLOSED):
        is_open = first.status == Status.RESOLVED
        return Line(incident, "ok", "check", "Fixed", f"{told}{first.resolution}", "again", is_open=is_open)
    return Line(incident, "plain", "cross", "Cancelled", told)


def aim(incident, at):
    """What we promised that is still to come: the answer first, then the fix; nothing once it is late."""
    answer, fix = incident.response_clock, incident.resolution_clock
    if answer and answer.due and answer.due >= at and incident.first_response_at is None:
        return f"We aim to answer by {said(answer.due, at)} (school hours)."
    if fix and fix.due and fix.due >= at:
        return f"We aim to have it fixed by {said(fix.due, at)} (school hours)."
    return ""


def said(moment, at):
    """A moment to come, as short as it can be said: 10:15, tomorrow 09:00, Thu 10:40."""
    return words.exactly(moment, at).removeprefix("today ")


def place_in_line(incident):
    """The 1 of “you are 1st”: open records of the school due before this one, and one; None if not worth saying."""
    if incident.next_due == NEVER or incident.status not in OPEN:
        return None
    before = Incident.objects.unresolved().filter(school=incident.school_id, next_due__lt=incident.next_due)
    ahead = len(before.order_by("next_due", "id").values_list("pk")[:NEAR])
    return None if ahead == NEAR else ahead + 1


@dataclass(frozen=True)
class Said:
    """One thing of the story: a message of somebody, or a turn the record took."""

    at: str
    who: str
    text: str
    is_message: bool
    is_mine: bool


def story_of(entries, reader, at):
    """What was said and what happened, without notes; `entries` are those of `timeline.for_requester`."""
    return [_said(entry, reader, at) for entry in entries]


def _said(entry, reader, at):
    who = "You" if entry.by_id == reader.pk else entry.by.name if entry.by else "The ICT team"
    is_message = entry.kind in (EntryKind.REPLY, EntryKind.CALL)
    if not is_message:
        asked = entry.move == "wait" and entry.data.get("reason") == PauseReason.REQUESTER
        who = f"{who} {'asked' if asked else TURNS.get(entry.move, '')}".strip()
    return Said(words.when(entry.at, at), who, public_text(entry), is_message, entry.by_id == reader.pk)


def may(incident, reader):
    """The moves a page offers the person who asked."""
    offered = (moves.REPLY, moves.CONFIRM, moves.REOPEN, moves.CANCEL)
    return {move.name: move.possible(incident, reader) for move in offered}


def _who(incident):
    return incident.assignee.name if incident.assignee else "The ICT team"


def _by(incident):
    return incident.resolved_by.name if incident.resolved_by else "The ICT team"
