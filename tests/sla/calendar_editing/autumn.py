"""An autumn term, and the clocks that run in it."""

from datetime import UTC, date, datetime

from sla import calendar_edits, clocks
from sla.agreements import promise_for
from sla.models import Clock
from tests.factories import OPEN_8_TO_4

TERM = {"type": "term", "first": "2026-09-01", "last": "2026-12-18", "name": "Autumn term"}
HALF_TERM = {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "half-term"}
YEAR = OPEN_8_TO_4 | {"known_until": "2026-12-18", "ranges": [TERM, HALF_TERM]}
NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)  # a Monday


def begin(school, *, at=NOW, priority=3):
    return clocks.start("resolution", school=school, promise=promise_for(school), priority=priority, at=at)


def due(clock):
    return Clock.objects.get(pk=clock.pk).due


def with_range(document, kind, first, last=None, name=""):
    entry = calendar_edits.entry_of(kind, date.fromisoformat(first), date.fromisoformat(last or first), name)
    return calendar_edits.add(document, entry)
