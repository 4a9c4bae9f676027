"""Writing the story of a claim."""

from evidence.models import ClaimEntry
from servicedesk.timeline import EntryKind


def write(claim, move, *, by, at, text="", **data):
    """Add one line to the story."""
    return ClaimEntry.objects.create(claim=claim, move=move, by=by, at=at, kind=EntryKind.EVENT, text=text, data=data)
