"""Writing the story of a round."""

from maintenance.models import RoundEntry
from servicedesk.timeline import EntryKind


def write(round, move, *, by, at, text="", **data):
    """Add one line to the story."""
    return RoundEntry.objects.create(round=round, move=move, by=by, at=at, kind=EntryKind.EVENT, text=text, data=data)
