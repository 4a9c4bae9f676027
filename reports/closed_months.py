"""Closed months as one reader may see them: what is kept, and where counting again gave another figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Max

from reports.catalogue.asking import written
from reports.closing import COUNTED
from reports.models import Correction, KeptFigure
from servicedesk.models import School
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Line:
    """A figure that was kept, and what counting again gave."""

    correction: Correction

    @property
    def heading(self) -> str:
        """The measure in words."""
        return self._measure.heading if self._measure else self.correction.name

    @property
    def kept(self) -> str:
        """What people read until then."""
        return self._words(self.correction.kept)

    @property
    def found(self) -> str:
        """What it would be, or is by now."""
        return self._words(self.correction.found)

    @property
    def _measure(self):
        return COUNTED.get(self.correction.name)

    def _words(self, value):
        return written(value, self._measure.unit if self._measure else "")


@dataclass(frozen=True)
class Waiting:
    """What differs in one month at one school (None: what names no school); `may_take_over`: may the reader?"""

    month: date
    school: School | None
    lines: tuple[Line, ...]
    may_take_over: bool


def kept_months(person) -> list[tuple[date, datetime]]:
    """Each closed month that a reader may see, the latest first, and when its figures were last written."""
    kept = KeptFigure.objects.reportable_to(person).order_by().values("month").annotate(at=Max("kept_at"))
    return sorted(kept.values_list("month", "at"), reverse=True)


def waiting(person) -> Iterator[Waiting]:
    """What counting again gave and nobody has taken over, by month and school."""
    found = Correction.objects.reportable_to(person).filter(taken_over_at=None).select_related("school")
    for (month, school), rows in groupby(found, key=lambda each: (each.month, each.school)):
        may = person.may(Permission.EDIT_AGREEMENTS, school)
        yield Waiting(month, school, tuple(Line(row) for row in rows), may)


def taken_over(person, latest: int) -> list[Line]:
    """The latest figures that were changed after they were kept, with whose word and why."""
    found = Correction.objects.reportable_to(person).filter(taken_over_at__isnull=False)
    found = found.select_related("school", "taken_over_by").order_by("-taken_over_at", "-pk")
    return [Line(row) for row in found[:latest]]
