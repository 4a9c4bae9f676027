"""Writing the story of a change."""

from changes.models import ChangeEntry
from servicedesk.timeline import EntryKind


def write(change, move, *, by, at, kind=EntryKind.EVENT, text="", **data):
    """Add one line to the story."""
    return ChangeEntry.objects.create(change=change, move=move, by=by, at=at, kind=kind, text=text, data=data)


def story(change):
    """The whole of it, oldest first."""
    return change.entries.select_related("by")
