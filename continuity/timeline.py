"""Writing the story of a rehearsal."""

from continuity.models import RehearsalEntry
from servicedesk.timeline import EntryKind


def write(rehearsal, move, *, by, at, text="", **data):
    """Add one line to the story."""
    facts = {"move": move, "by": by, "at": at, "kind": EntryKind.EVENT, "text": text, "data": data}
    return RehearsalEntry.objects.create(rehearsal=rehearsal, **facts)
