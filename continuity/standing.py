"""How well a school is prepared: when each service was last rehearsed and its back-up tested, and when it is due again.

`last_rehearsal`, `last_backup_test` and `plan_of` are for other apps too: the health check asks them.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from continuity import needs
from continuity.models import BackupTest, Interval, RecoveryLine, Rehearsal, RehearsedService, Result, Status
from continuity.models.line import MONTHS

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """When something was last done well, and by when it is due again; `due_on` None: nobody asked for it."""

    last_on: date | None
    due_on: date | None
    today: date

    @property
    def is_late(self):
        """Is the day past?"""
        return self.due_on is not None and self.due_on < self.today

    @property
    def is_soon(self):
        """Does it come within two weeks?"""
        return self.due_on is not None and not self.is_late and self.due_on <= self.today + SOON


@dataclass
class Standing:
    """One line of the order as a page shows it: its needs, what stands wrongly before what, what is due."""

    line: RecoveryLine
    rehearsed: Due
    backed_up: Due
    needs: list[Any] = field(default_factory=list)
    deeper: int = 0
    too_early: list[tuple[Any, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """The order in force at a school; `is_own` tells its own from the trust's."""

    school: Any
    lines: list[Standing]
    is_own: bool

    @property
    def warnings(self):
        """How many lines stand before something they need."""
        return sum(bool(each.too_early) for each in self.lines)

    @property
    def late(self):
        """How many lines have something overdue."""
        return sum(each.rehearsed.is_late or each.backed_up.is_late for each in self.lines)


def last_rehearsal(school, *, until=None):
    """The last rehearsal held at a school (until a day, if one is given), or None."""
    held = Rehearsal.objects.filter(school=school, status=Status.HELD)
    held = held.filter(held_on__lte=until) if until else held
    return held.order_by("-held_on", "-pk").first()


def last_backup_test(school, *, until=None):
    """The last back-up test logged at a school (until a day, if one is given), or None."""
    tests = BackupTest.objects.filter(school=school)
    return (tests.filter(tested_on__lte=until) if until else tests).order_by("-tested_on", "-pk").first()


def lines_of(school) -> list[RecoveryLine]:
    """The lines in force at a school in order (None: those of the trust)."""
    lines = RecoveryLine.objects.in_force_at(school) if school else RecoveryLine.objects.filter(school=None)
    return list(lines.select_related("service", "owner", "deputy", "school"))


def plan_of(school, *, today) -> Plan:
    """The order in force at a school with everything a page says of it; a constant number of questions."""
    lines = lines_of(school)
    services = [line.service_id for line in lines]
    rehearsed, tested = _last_rehearsed(school, services), _last_tested(school, services)
    standings = [
        Standing(
            line,
            _due(line.rehearse_every, rehearsed.get(line.service_id), line, today),
            _due(line.test_backups_every, tested.get(line.service_id), line, today),
        )
        for line in lines
    ]
    _look_down(school, standings)
    return Plan(school, standings, bool(lines) and lines[0].school_id is not None)


def trust_plan(*, today) -> Plan:
    """The trust's order: nothing is tried or needed there, each school has its own things."""
    lines = lines_of(None)
    nothing = Due(None, None, today)
    return Plan(None, [Standing(line, nothing, nothing) for line in lines], False)


def due_on(every, last_on, since):
    """The day by which something is to be done: its interval after it was last done, or after it was agreed."""
    if not every:
        return None
    start = last_on or since
    years, month = divmod(start.month - 1 + MONTHS[Interval(every)], 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _due(every, last_on, line, today):
    return Due(last_on, due_on(every, last_on, line.made_on), today)


def _last_rehearsed(school, services):
    """Service id → when it was last rehearsed; one that failed has to be tried again, so it doesn't count."""
    held = RehearsedService.objects.filter(rehearsal__school=school, rehearsal__status=Status.HELD)
    rows = held.filter(service__in=services).exclude(rehearsal__result=Result.FAILED)
    return dict(rows.order_by("rehearsal__held_on").values_list("service", "rehearsal__held_on"))


def _last_tested(school, services):
    """Service id → when its back-up last came back whole or in part."""
    rows = BackupTest.objects.filter(school=school, service__in=services).exclude(result=Result.FAILED)
    return dict(rows.order_by("tested_on").values_list("service", "tested_on"))


def _look_down(school, standings):
    services = [each.line.service_id for each in standings]
    found = needs.needs_at(school, services)
    wrong = needs.too_early(services, found)
    numbers = {pk for each in found.values() for pk in each.direct}
    things = needs.named(numbers | {thing for pairs in wrong.values() for _, thing in pairs})
    by_service = {each.line.service_id: each.line for each in standings}
    for each in standings:
        mine = found[each.line.service_id]
        each.needs = sorted((things[pk] for pk in mine.direct if pk in things), key=lambda thing: thing.tag)
        each.deeper = len(mine.deep - mine.direct)
        pairs = wrong.get(each.line.service_id, [])
        each.too_early = [(by_service[service].service, things[thing]) for service, thing in pairs if thing in things]
