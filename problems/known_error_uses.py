"""How often the register was tried, and what came of it: in all, and month by month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

HELPED, SAVED = Q(helped=True), Q(lesson_saved=True)
MONTHS = 12  # shown


@dataclass(frozen=True)
class Tally:
    """Tries, how many of them helped, and lessons that went on because of it; `month` is its first day, if any."""

    tried: int
    helped: int
    lessons: int
    month: date | None = None


def tally(uses):
    """Of `uses` (a queryset of KnownErrorUse) in all."""
    return Tally(**uses.aggregate(**_counts()))


def by_month(uses):
    """The last months in which anything was tried, the newest first."""
    months = uses.order_by().annotate(month=TruncMonth("on")).values("month").annotate(**_counts())
    return [Tally(**each) for each in months.order_by("-month")[:MONTHS]]


def _counts():
    return {"tried": Count("pk"), "helped": Count("pk", filter=HELPED), "lessons": Count("pk", filter=SAVED)}
