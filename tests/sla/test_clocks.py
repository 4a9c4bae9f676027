"""Clocks in the database: what is kept beside them, breaches as facts, excuses, and explanations that add up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sla import clocks
from sla.agreements import promise_for
from sla.calendars import calendar_of, make_version
from sla.explanation import explain
from sla.models import Clock, ClockKind, ClockState, Excuse
from tests.factories import OPEN_8_TO_4, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def utc(day, hour, minute=0, *, month=10, year=2025):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


# Until 26 October 2025 the school's 08:00 to 16:00 is 07:00 to 15:00 UTC.
START = utc(6, 8)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


def begin(school, *, kind=ClockKind.RESOLUTION, priority=3, at=START):
    return clocks.start(kind, school=school, promise=promise_for(school), priority=priority, at=at)


def test_a_clock_keeps_what_was_promised(school):
    clock = begin(school)

    assert (clock.amount, clock.unit, clock.priority) == (480, "minutes", 3)
    assert (clock.due, clock.spent, clock.counting_since) == (utc(7, 8), timedelta(0), START)


def test_nothing_promised_is_no_clock(school):
    promise_for(school).version.targets.filter(priority=5).delete()

    assert begin(school, priority=5) is None


def test_a_schools_own_agreement_comes_before_the_trusts(school):
    trust_wide = make_promise()
    trust_wide.targets.update(amount=1)

    assert begin(school).amount == 480
    assert begin(make_school("Mill Lane")).amount == 1


def test_a_pause_empties_the_deadline_and_a_resume_gives_it_back_later(school):
    clock = clocks.pause(begin(school), at=utc(6, 9), reason="requester")
    assert (clock.state, clock.due, clock.spent) == (ClockState.PAUSED, None, HOUR)

    clock = clocks.resume(clock, at=utc(6, 11))
    assert (clock.state, clock.due, clock.pause_reason) == (ClockState.RUNNING, utc(7, 10), "")


REFUSED = [
    ("response never pauses", ClockKind.RESPONSE, lambda c: clocks.pause(c, at=utc(6, 9), reason="part")),
    ("pause needs a reason", ClockKind.RESOLUTION, lambda c: clocks.pause(c, at=utc(6, 9), reason="")),
    ("resume what runs", ClockKind.RESOLUTION, lambda c: clocks.resume(c, at=utc(6, 9))),
    ("reopen what runs", ClockKind.RESOLUTION, lambda c: clocks.reopen(c, at=utc(6, 9))),
    ("before its start", ClockKind.RESOLUTION, lambda c: clocks.stop(c, at=utc(6, 7))),
    ("excuse no miss", ClockKind.RESOLUTION, lambda c: clocks.excuse(c, at=utc(6, 9), by=None, reason="Snow")),
]


@pytest.mark.parametrize(("story", "kind", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_does_not_fit_is_refused_and_changes_nothing(school, story, kind, act):
    clock = begin(school, kind=kind)

    with pytest.raises(clocks.ClockRefused):
        act(clock)
    assert clock.events.count() == 1
    assert Clock.objects.get(pk=clock.pk).state == ClockState.RUNNING


def test_a_breach_is_written_once_at_the_moment_it_happened(school):
    clock = begin(school)

    assert clocks.mark_breaches(at=utc(7, 8)) == 0
    assert clocks.mark_breaches(at=utc(9, 8)) == 1
    assert clocks.mark_breaches(at=utc(9, 8)) == 0
    assert Clock.objects.get(pk=clock.pk).breached_at == utc(7, 8)


def test_the_sweep_takes_more_than_one_batch(school, monkeypatch):
    monkeypatch.setattr(clocks, "BATCH", 2)
    for _ in range(5):
        begin(school)

    assert clocks.mark_breaches(at=utc(9, 8)) == 5


def test_a_miss_survives_stop_reopen_and_a_looser_target(school):
    clock = begin(school)
    clocks.mark_breaches(at=utc(9, 8))
    clock = clocks.stop(clock, at=utc(9, 9))
    clock = clocks.reopen(clock, at=utc(9, 10))
    clock = clocks.retarget(clock, at=utc(9, 11), priority=5, promise=promise_for(school))
    clock = clocks.stop(clock, at=utc(9, 12))

    assert clock.breached_at == utc(7, 8)
    assert clock.is_met is False


def test_a_paused_clock_is_never_marked(school):
    clocks.pause(begin(school), at=utc(6, 9), reason="part")

    assert clocks.mark_breaches(at=utc(30, 8)) == 0


def test_excusing_leaves_the_miss_on_record(school):
    clock, manager = begin(school), make_person("service_level_manager", school)
    clocks.mark_breaches(at=utc(9, 8))

    clock = clocks.excuse(clock, at=utc(9, 9), by=manager, reason="Power cut")

    assert clock.breached_at == utc(7, 8)
    assert clock.excuse.by == manager
    with pytest.raises(clocks.ClockRefused):
        clocks.excuse(clock, at=utc(9, 9), by=manager, reason="Again")


def test_a_closure_announced_this_morning_moves_what_is_open(school):
    clock = begin(school, at=utc(6, 14))
    snow = OPEN_8_TO_4 | {"ranges": [{"type": "closure", "first": "2025-10-07", "last": "2025-10-07", "name": "snow"}]}
    version = make_version(calendar_of(school), snow, by=None, at=utc(7, 6), reason="Snow")

    clock = clocks.recalendar(clock, at=utc(7, 6), calendar_version=version)

    assert clock.due == utc(8, 14)
    assert clock.calendar_version == version


def test_a_deadline_after_the_last_known_day_is_provisional(school):
    document = OPEN_8_TO_4 | {"known_until": "2025-10-06"}
    make_version(calendar_of(school), document, by=None, at=utc(6, 6))

    assert begin(school).is_provisional
    assert not begin(school, priority=2).is_provisional


def test_moving_keeps_the_time_spent_and_runs_on_the_other_schools_calendar(school):
    other = make_school("Mill Lane")
    make_promise(other, document={"zone": "Europe/London", "hours": {"term": {"tue": [["12:00", "20:00"]]}}})

    clock = clocks.move(
        begin(school), at=utc(6, 11), school=other, calendar_version=promise_for(other).calendar_version
    )

    assert clock.due == utc(7, 16)
    assert clock.school == other


def test_an_escalation_step_comes_due_once(school):
    version = promise_for(school).version
    step = version.steps.create(kind="resolution", percent=75)
    clock = begin(school)
    assert clock.next_step_at == utc(6, 14)

    assert clocks.take_steps(clock, at=utc(6, 13)) == []
    assert clocks.take_steps(clock, at=utc(6, 14)) == [(step, utc(6, 14))]
    assert clocks.take_steps(clock, at=utc(6, 14)) == []
    assert Clock.objects.get(pk=clock.pk).next_step_at is None


def test_a_pause_calls_the_escalation_off_and_a_resume_restores_it(school):
    promise_for(school).version.steps.create(kind="resolution", percent=75)
    clock = clocks.pause(begin(school), at=utc(6, 9), reason="part")
    assert clock.next_step_at is None

    assert clocks.resume(clock, at=utc(6, 10)).next_step_at == utc(6, 15)


BROKEN = [
    {"state": "running", "counting_since": None},
    {"state": "paused", "counting_since": None, "pause_reason": ""},
    {"state": "stopped", "counting_since": None, "stopped_at": None},
    {"kind": "response", "state": "paused", "counting_since": None, "pause_reason": "part"},
]


@pytest.mark.parametrize("facts", BROKEN, ids=["counts nothing", "no reason", "no end", "response paused"])
def test_the_database_refuses_a_clock_that_cannot_be(school, facts):
    clock = begin(school)

    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**facts)


def test_the_database_refuses_an_excuse_without_a_reason(school):
    with pytest.raises(IntegrityError), transaction.atomic():
        Excuse.objects.create(clock=begin(school), by=make_person("technician", school), at=START, reason="")


def words(explanation):
    return [(span.words, span.counted) for span in explanation.spans]


def test_an_explanation_tells_half_term_and_adds_up(school):
    half_term = OPEN_8_TO_4 | {
        "ranges": [{"type": "holiday", "first": "2025-10-27", "last": "2025-10-31", "name": "half-term"}]
    }
    make_version(calendar_of(school), half_term, by=None, at=START)
    clock = begin(school, priority=2, at=utc(24, 13))

    told = explain(clock, at=utc(24, 13))

    assert words(told) == [
        ("counted", 2 * HOUR),
        ("weekend and half-term", timedelta(0)),
        ("counted", 2 * HOUR),
    ]
    assert told.total == told.target == 4 * HOUR
    assert told.due == utc(3, 10, month=11)
    assert [span.is_ahead for span in told.spans] == [True, True, True]


def test_an_explanation_tells_nights_waits_and_what_is_ahead(school):
    clock = begin(school)
    clock = clocks.pause(clock, at=utc(6, 9), reason="supplier")
    clock = clocks.resume(clock, at=utc(6, 11))

    told = explain(clock, at=utc(6, 12))

    assert words(told) == [
        ("counted", HOUR),
        ("waiting for a supplier", timedelta(0)),
        ("counted", HOUR),
        ("counted", 3 * HOUR),
        ("outside support hours", timedelta(0)),
        ("counted", 3 * HOUR),
    ]
    assert told.spent == 2 * HOUR
    assert told.total == told.target


def test_an_explanation_of_a_late_clock_goes_on_past_the_deadline(school):
    told = explain(begin(school, priority=2), at=utc(6, 13, 30))

    assert [(span.counted, span.is_late) for span in told.spans] == [(4 * HOUR, False), (90 * MINUTE, True)]
    assert told.spent == 5 * HOUR + 30 * MINUTE


def test_an_explanation_of_a_reopened_clock_leaves_out_the_time_in_between(school):
    clock = clocks.reopen(clocks.stop(begin(school), at=utc(6, 10)), at=utc(7, 13))
    clock = clocks.stop(clock, at=utc(7, 14))

    told = explain(clock, at=utc(9, 9))

    assert words(told) == [("counted", 2 * HOUR), ("fixed, until it was reopened", timedelta(0)), ("counted", HOUR)]
    assert told.spent == clock.spent == 3 * HOUR
