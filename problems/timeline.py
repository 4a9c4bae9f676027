"""Writing the story of a problem."""

from problems.models import ProblemEntry
from servicedesk.timeline import EntryKind


def write(problem, move, *, by, at, kind=EntryKind.EVENT, text="", **data):
    """Add one line to the story."""
    return ProblemEntry.objects.create(problem=problem, move=move, by=by, at=at, kind=kind, text=text, data=data)


def story(problem):
    """The whole of it, oldest first."""
    return problem.entries.select_related("by")
