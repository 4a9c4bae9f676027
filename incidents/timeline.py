"""Writing the story of an incident."""

from incidents.models import IncidentEntry
from servicedesk.timeline import EntryKind
from sla.models import PauseReason

# What the person who asked may read: answers, calls, and the turns their record took.
PUBLIC_MOVES: tuple[str, ...] = ("log", "start", "wait", "resume", "resolve", "confirm", "close", "reopen", "cancel")
PUBLIC_MOVES += ("mark_duplicate", "join", "publish_update")


def write(incident, move, *, by, at, kind=EntryKind.EVENT, text="", **data):
    """Add one line to the story."""
    return IncidentEntry.objects.create(incident=incident, move=move, by=by, at=at, kind=kind, text=text, data=data)


def raised_by(judged):
    """What to keep of a judgement: the words for all that raised it above the table, if anything did."""
    return {"raised": list(judged.raised)} if judged.raised else {}


def for_desk(incident):
    """The whole story, oldest first."""
    return incident.entries.select_related("by")


def for_requester(incident):
    """The story without the technicians' notes."""
    public = incident.entries.filter(kind__in=[EntryKind.REPLY, EntryKind.CALL])
    turns = incident.entries.filter(kind=EntryKind.EVENT, move__in=PUBLIC_MOVES)
    return (public | turns).select_related("by")


def public_text(entry):
    """What the requester may read of a line; what a wait is for is the desk's note, unless it asks them something."""
    own = entry.move == "wait" and entry.data.get("reason") != PauseReason.REQUESTER
    return "" if own else entry.text
