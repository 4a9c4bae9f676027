"""A calendar or an agreement changes: foretold, applied in batches, resumed when killed, and just what was foretold."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents.intake import log_incident
from incidents.models import Incident
from sla import clocks, reevaluations
from sla.agreements import promise_for
from sla.calendars import calendar_of, hours_of, make_version
from sla.models import Clock, Reevaluation
from sla.reevaluations import AgreementChange, CalendarChange
from tests.factories import OPEN_8_TO_4, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SNOW = OPEN_8_TO_4 | {"ranges": [{"type": "closure", "first": "2025-10-07", "last": "2025-10-07", "name": "snow"}]}


def utc(day, hour, minute=0):
    return datetime(2025, 10, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


def begin(school, *, priority=3, at):
    return clocks.start("resolution", school=school, promise=promise_for(school), priority=priority, at=at)


def snow(school):
    version = make_version(calendar_of(school), SNOW, by=None, at=utc(7, 6), reason="Snow")
    return CalendarChange(version.calendar, hours_of(version), version)


def due(clock):
    return Clock.objects.get(pk=clock.pk).due


def test_a_closure_is_foretold_and_then_happens_just_so(school):
    moves, stays, other = begin(school, at=utc(6, 14)), begin(school, at=utc(6, 7)), begin_elsewhere()
    change = snow(school)

    effect = reevaluations.foresee(change, at=utc(7, 6))
    assert (effect.looked_at, effect.moved, effect.later, effect.late) == (2, 1, 1, 0)
    assert str(effect) == "1 open clock moves, none would be late."
    assert due(moves) == utc(7, 14)

    act = reevaluations.ask(change, by=None, at=utc(7, 6), reason="Snow")
    assert reevaluations.work(at=utc(7, 6, 1)) == 2
    act.refresh_from_db()
    assert (act.total, act.done, act.moved, act.late) == (2, 2, 1, 0)
    assert act.finished_at is not None
    assert (due(moves), due(stays), due(other)) == (utc(8, 14), utc(6, 15), utc(7, 14))


def begin_elsewhere():
    other = make_school("Mill Lane")
    make_promise(other)
    return begin(other, at=utc(6, 14))


def test_what_a_change_makes_late_is_missed_at_the_moment_of_the_change(school):
    clock = begin(school, at=utc(6, 14))
    longer = OPEN_8_TO_4 | {"hours": {"term": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed")}}}
    version = make_version(calendar_of(school), longer, by=None, at=utc(7, 6))
    change = CalendarChange(version.calendar, hours_of(version), version)

    assert reevaluations.foresee(change, at=utc(7, 6)).late == 1
    reevaluations.ask(change, by=None, at=utc(7, 6), reason="Open at night")
    reevaluations.work(at=utc(7, 6, 5))

    assert Clock.objects.get(pk=clock.pk).breached_at == utc(7, 6)


def test_what_was_late_before_is_not_blamed_on_the_change(school):
    begin(school, at=utc(1, 8))

    assert reevaluations.foresee(snow(school), at=utc(7, 6)).late == 0


def test_a_worker_killed_in_the_middle_goes_on_where_the_last_batch_ended(school, monkeypatch):
    monkeypatch.setattr(reevaluations, "BATCH", 2)
    begun = [begin(school, at=utc(6, 14)) for _ in range(5)]
    reevaluations.ask(snow(school), by=None, at=utc(7, 6), reason="Snow")

    assert reevaluations.work(at=utc(7, 6), most=2) == 2
    assert [due(clock) for clock in begun].count(utc(8, 14)) == 2
    assert reevaluations.work(at=utc(7, 6)) == 3
    assert reevaluations.work(at=utc(7, 6)) == 0
    assert all(clock.events.count() == 2 for clock in begun)
    assert Reevaluation.objects.get().moved == 5


def test_a_new_wording_gives_open_clocks_its_targets_from_their_start(school):
    clock = begin(school, at=utc(6, 8))
    agreement = clock.agreement_version.agreement
    draft = agreement.versions.create(number=2)
    draft.targets.create(kind="resolution", priority=3, amount=120)
    change = AgreementChange(draft)

    assert reevaluations.foresee(change, at=utc(6, 9)).sooner == 1
    reevaluations.ask(change, by=None, at=utc(6, 9), reason="Tighter")
    reevaluations.work(at=utc(6, 9))

    clock.refresh_from_db()
    assert (clock.due, clock.amount, clock.agreement_version) == (utc(6, 10), 120, draft)


def test_a_wording_that_promises_nothing_for_a_priority_leaves_its_clocks_alone(school):
    clock = begin(school, at=utc(6, 8))
    draft = clock.agreement_version.agreement.versions.create(number=2)

    assert reevaluations.foresee(AgreementChange(draft), at=utc(6, 9)).looked_at == 0
    reevaluations.ask(AgreementChange(draft), by=None, at=utc(6, 9), reason="Nothing")
    reevaluations.work(at=utc(6, 9))
    assert due(clock) == utc(7, 8)


def test_a_waiting_clock_goes_on_by_the_new_calendar_when_it_resumes(school):
    clock = clocks.pause(begin(school, at=utc(6, 14)), at=utc(6, 14, 30), reason="part")
    reevaluations.ask(snow(school), by=None, at=utc(7, 6), reason="Snow")
    reevaluations.work(at=utc(7, 6))

    assert clocks.resume(clock, at=utc(8, 8)).due == utc(8, 15) + timedelta(hours=16, minutes=30)


def test_the_queue_keeps_its_order(school):
    teacher = make_person("requester", school)
    incident = log_incident(school=school, requester=teacher, by=teacher, at=utc(6, 14), summary="No picture")
    assert incident.next_due == utc(7, 8)

    reevaluations.ask(snow(school), by=None, at=utc(7, 6), reason="Snow")
    reevaluations.work(at=utc(7, 6))

    assert Incident.objects.get().next_due == utc(8, 8)


def test_a_clock_whose_story_makes_no_sense_holds_up_no_other(school):
    broken, moves = begin(school, at=utc(6, 14)), begin(school, at=utc(6, 14))
    broken.events.update(kind="stop")

    act = reevaluations.ask(snow(school), by=None, at=utc(7, 6), reason="Snow")
    reevaluations.work(at=utc(7, 6))

    act.refresh_from_db()
    assert act.finished_at is not None
    assert (due(broken), due(moves)) == (utc(7, 14), utc(8, 14))
