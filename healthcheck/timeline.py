"""Writing the story of a check; what becomes of its actions is part of it."""

from healthcheck.models import HealthCheckEntry
from servicedesk.timeline import EntryKind


def write(check, move, *, by, at, text="", **data):
    """Add one line to the story."""
    facts = {"move": move, "by": by, "at": at, "text": text, "data": data}
    return HealthCheckEntry.objects.create(health_check=check, kind=EntryKind.EVENT, **facts)
