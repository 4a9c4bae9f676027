"""Closing months: keeping what measures came to, counting again, and taking over what was found.

Kept figures are changed by one move only, `count_anew`, in somebody's name and with a reason.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Min

from incidents.models import Incident
from reports.catalogue import MEASURES
from reports.catalogue.breakdowns import PLACE
from reports.catalogue.cells import Cell
from reports.catalogue.kept import CLOSES_AFTER, Places, cell_of, packed
from reports.catalogue.measure import Measure, Question, Share, Standing
from reports.models import Correction, KeptFigure, MonthCounted
from reports.periods import DAY, Period, month_of
from reports.shift.ground import Ground
from servicedesk.errors import NotYours, Refused
from servicedesk.models import School
from servicedesk.roles import Permission

MONTHS_A_NIGHT = 12
BATCH = 500
IN_TIME = timedelta(days=3)  # so soon after a month's end the register still says what it said then
COUNTED_AGAIN = timedelta(days=400)  # months of a year and a bit have their turn, night by night
TINY = 1e-6


def _only_now(measure):
    return isinstance(measure, Standing) and measure.only_now


def _kept_as() -> dict[str, Measure]:
    """What is kept, under the name it is kept as."""
    found: dict[str, Measure] = {}
    for measure in MEASURES.values():
        if not isinstance(measure, Share):
            found.setdefault(measure.kept_as, measure)
    return found


COUNTED = _kept_as()
OF_RECORDS = {name: each for name, each in COUNTED.items() if not _only_now(each)}
OF_TODAY = {name: each for name, each in COUNTED.items() if _only_now(each)}


def keep(*, at: datetime) -> int:
    """Keep the figures of closed months that lack some, the newest first; how many were added.

    Safe to repeat, to miss and to run twice at once: what another run has written meanwhile is left as it is.
    """
    before = KeptFigure.objects.count()
    ground = _everywhere(at)
    for first in _lacking(ground):
        _keep(_counted(ground, Period(first, month_of(first).last), OF_RECORDS.values()), ground, first)
    ended = month_of(ground.today.replace(day=1) - DAY)
    if ground.today - ended.last <= IN_TIME:
        _keep(_counted(ground, Period(ended.first, ground.today), OF_TODAY.values()), ground, ended.first)
    return KeptFigure.objects.count() - before


def count_again(*, at: datetime) -> int:
    """Count the closed month whose turn it is again and note what came out differently; how many notes there are."""
    since = (at - COUNTED_AGAIN).date()
    kept = KeptFigure.objects.filter(month__gte=since, name__in=OF_RECORDS)
    months = set(kept.order_by().values_list("month", flat=True).distinct())
    if not months:
        return 0
    counted = dict(MonthCounted.objects.values_list("month", "at"))
    first = min(months, key=lambda month: (month in counted, counted.get(month, at), month))
    with transaction.atomic():
        _note(_everywhere(at), first)
        MonthCounted.objects.update_or_create(month=first, defaults={"at": at})
    return Correction.objects.filter(month=first, taken_over_at=None).count()


def count_anew(school: School | None, month: date, *, by, at: datetime, reason: str) -> int:
    """Take over what counting a closed month of a school again gives; school None: what names no school.

    Every figure that differs stays on record with what was kept. Returns how many did. Raises NotYours, Refused where
    nothing of the month is kept, and ValidationError without a reason.
    """
    if not by.may(Permission.EDIT_AGREEMENTS, school):
        raise NotYours("Your role does not allow you to count a closed month anew.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why: it stands beside the figures from now on."})
    with transaction.atomic():
        kept = KeptFigure.objects.select_for_update().filter(school=school, month=month, name__in=OF_RECORDS)
        rows = {row.name: row for row in kept}
        if not rows:
            raise Refused(f"No figures of {month:%B %Y} are kept there yet, so there is nothing to count anew.")
        ground = Ground.of([school] if school else [], at=at, whole_trust=school is None)
        found = _note(ground, month)
        waiting = Correction.objects.filter(school=school, month=month, taken_over_at=None)
        changed = waiting.update(taken_over_at=at, taken_over_by=by, reason=reason.strip())
        for name, row in rows.items():
            _write(row, found[name].get(school.pk if school else None, Cell()), at)
        KeptFigure.objects.bulk_update(rows.values(), ["part", "whole", "rows", "times", "kept_at"], batch_size=BATCH)
    return changed


def _everywhere(at):
    return Ground.of(School.objects.all(), at=at, whole_trust=True)


def _places(ground) -> tuple[int | None, ...]:
    return (*ground.pks, *([None] if ground.whole_trust else []))


def _lacking(ground) -> list[date]:
    """Closed months since the first record for which a place lacks figures, newest first, as many as a night has."""
    oldest = Incident.objects.aggregate(first=Min("opened_on"))["first"]
    closed = ground.today - CLOSES_AFTER
    if oldest is None or oldest > closed:
        return []
    wanted = len(_places(ground)) * len(OF_RECORDS)
    counted = KeptFigure.objects.filter(name__in=OF_RECORDS).order_by().values("month").annotate(n=Count("pk"))
    there = dict(counted.values_list("month", "n"))
    firsts = [first for first, _ in Period(oldest, closed).by_month() if month_of(first).last < closed]
    return [first for first in reversed(firsts) if there.get(first, 0) < wanted][:MONTHS_A_NIGHT]


def _counted(ground, period: Period, measures: Iterable[Measure]) -> Iterator[tuple[str, Places]]:
    """Each measure of a period, by place."""
    for measure in measures:
        yield measure.kept_as, measure.cells(Question(ground, period, by=PLACE)) or {}  # type: ignore[misc]


def _keep(counted: Iterable[tuple[str, Places]], ground, first: date) -> None:
    rows = []
    for name, places in counted:
        for place in _places(ground):
            row = KeptFigure(school_id=place, month=first, name=name)
            _write(row, places.get(place, Cell()), ground.at)
            rows.append(row)
    KeptFigure.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _write(row, cell, at) -> None:
    row.part, row.whole, row.rows, row.times, row.kept_at = cell.part, cell.whole, cell.rows, packed(cell.times), at


def _note(ground, first: date) -> dict[str, Places]:
    """Write down where counting again differs from what is kept, strike what no longer does; what was counted."""
    kept = {(row.school_id, row.name): row for row in KeptFigure.objects.at(ground).filter(month=first)}
    waiting = Correction.objects.at(ground).filter(month=first, taken_over_at=None)
    struck = {(each.school_id, each.name): each.pk for each in waiting}
    found = dict(_counted(ground, month_of(first), OF_RECORDS.values()))
    for (place, name), row in kept.items():
        if name not in found:
            continue
        was, now = (COUNTED[name].value(cell) for cell in (cell_of(row), found[name].get(place, Cell())))
        if differs(was, now):
            struck.pop((place, name), None)
            which = {"school_id": place, "month": first, "name": name, "taken_over_at": None}
            said = {"kept": was, "found": now, "found_at": ground.at}
            Correction.objects.update_or_create(**which, defaults=said)
    Correction.objects.filter(pk__in=struck.values()).delete()
    return found


def differs(one: float | None, other: float | None) -> bool:
    """Would people read another figure?"""
    if one is None or other is None:
        return one is not other
    return abs(one - other) > TINY
