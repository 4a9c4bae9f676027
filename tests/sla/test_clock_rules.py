"""Clocks as arithmetic: the worked examples, pauses, changes midway and reopening."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla.clock_rules import Event, read
from sla.working_time import Hours

pytestmark = pytest.mark.pure

LONDON = ZoneInfo("Europe/London")
WEEK = {day: [("08:00", "16:00")] for day in range(5)}


def ranges(*pairs):
    return [tuple(datetime.fromisoformat(day).date() for day in pair) for pair in pairs]


T = Hours(
    "Europe/London",
    WEEK,
    closed=ranges(
        ("2025-10-27", "2025-10-31"),
        ("2025-12-22", "2026-01-02"),
        ("2026-02-16", "2026-02-20"),
        ("2026-03-30", "2026-04-10"),
        ("2026-05-04", "2026-05-04"),
        ("2026-05-25", "2026-05-29"),
        ("2026-07-21", "2026-08-31"),
    ),
)
NEVER_OPEN = Hours("Europe/London", {})
OTHER = Hours("Europe/London", {day: [("09:00", "17:00")] for day in range(5)})
HOUR = timedelta(hours=1)


def t(words):
    """A local moment of October 2025: "Mon 6 09:00" is written "6 09:00"."""
    day, clock = words.split()
    hour, minute = map(int, clock.split(":"))
    return datetime(2025, 10, int(day), hour, minute, tzinfo=LONDON)


def start(at, minutes=480, *, hours=T, unit="minutes"):
    return Event("start", t(at), amount=minutes, unit=unit, hours=hours)


def pause(at, why="requester"):
    return Event("pause", t(at), reason=why)


def resume(at):
    return Event("resume", t(at))


def stop(at):
    return Event("stop", t(at))


def reopen(at):
    return Event("reopen", t(at))


def target(at, amount, unit="minutes"):
    return Event("target", t(at), amount=amount, unit=unit)


WORKED_EXAMPLES = [
    ("plain", [start("6 09:00", 240)], "6 13:00"),
    ("after closing", [start("6 17:30", 240)], "7 12:00"),
    ("fills the day", [start("6 08:00")], "6 16:00"),
    ("starts at closing", [start("6 16:00", 60)], "7 09:00"),
    ("paused inside the day", [start("6 09:00"), pause("6 10:00"), resume("6 12:00")], "7 11:00"),
    ("paused over the weekend", [start("10 09:00"), pause("10 15:00"), resume("13 09:00")], "13 11:00"),
    ("reopened a day later", [start("6 09:00"), stop("6 11:00"), reopen("7 14:00")], "8 12:00"),
    ("tightened", [start("6 09:00", 960), target("6 13:00", 240)], "6 13:00"),
    ("two school days", [start("6 09:00", 2, unit="school_days")], "8 16:00"),
    ("a school day from after closing", [start("6 17:30", 1, unit="school_days")], "8 16:00"),
    ("school days paused", [start("6 09:00", 1, unit="school_days"), pause("6 10:00"), resume("6 11:00")], "8 09:00"),
    ("paused outside hours", [start("6 09:00"), pause("6 17:00"), resume("7 07:00")], "7 09:00"),
    ("paused across closing", [start("6 09:00"), pause("6 15:00"), resume("7 09:00")], "7 11:00"),
    ("zero length pause", [start("6 09:00"), pause("6 10:00"), resume("6 10:00")], "7 09:00"),
    ("pause on pause", [start("6 09:00"), pause("6 10:00"), pause("6 11:00", "part"), resume("6 12:00")], "7 11:00"),
    ("resume without a pause", [start("6 09:00"), resume("6 10:00")], "7 09:00"),
    (
        "two pauses",
        [start("6 09:00"), pause("6 10:00"), resume("6 11:00"), pause("6 12:00"), resume("6 13:00")],
        "7 11:00",
    ),
    (
        "priority change keeps the pause",
        [start("6 09:00"), pause("6 10:00"), resume("6 12:00"), target("6 13:00", 240)],
        "6 15:00",
    ),
    (
        "priority change before the pause",
        [start("6 09:00"), target("6 09:30", 240), pause("6 10:00"), resume("6 12:00")],
        "6 15:00",
    ),
    ("target 0 outside hours", [start("6 17:00", 0)], "7 08:00"),
    ("target 0 inside hours", [start("6 09:00", 0)], "6 09:00"),
    (
        "loosened before the pause",
        [start("6 09:00", 60), target("6 09:30", 240), pause("6 10:00"), resume("6 12:00")],
        "6 15:00",
    ),
    (
        "loosened after the pause",
        [start("6 09:00", 60), pause("6 09:30"), resume("6 11:30"), target("6 11:45", 240)],
        "6 15:00",
    ),
    ("loosened, then tightened back", [start("6 09:00", 60), target("6 09:10", 480), target("6 09:20", 60)], "6 10:00"),
    ("from minutes to school days", [start("6 09:00", 60), target("6 09:30", 1, "school_days")], "7 16:00"),
    ("paused at closing", [start("6 09:00"), pause("6 16:00"), resume("7 08:00")], "7 09:00"),
    (
        "done while it waited, then reopened",
        [start("6 09:00"), pause("6 10:00"), stop("6 12:00"), reopen("6 14:00")],
        "7 13:00",
    ),
    (
        "reopened twice",
        [start("6 09:00"), stop("6 10:00"), reopen("6 11:00"), stop("6 12:00"), reopen("6 13:00")],
        "7 11:00",
    ),
    (
        "done twice in a history from elsewhere",
        [start("6 09:00"), stop("6 10:00"), stop("6 11:00"), reopen("6 12:00")],
        "7 11:00",
    ),
]


@pytest.mark.parametrize(("story", "events", "due"), WORKED_EXAMPLES, ids=[row[0] for row in WORKED_EXAMPLES])
def test_a_deadline_is_the_start_plus_the_target_plus_what_was_paused(story, events, due):
    assert read(events).due == t(due)


def test_the_longest_pause_reaches_over_half_term():
    events = [start("24 15:00", 120), pause("24 15:30"), Event("resume", datetime(2025, 11, 3, 8, 30, tzinfo=LONDON))]

    reading = read(events)

    assert reading.due == datetime(2025, 11, 3, 10, 0, tzinfo=LONDON)
    assert reading.spent == HOUR / 2


def test_a_calendar_that_never_opens_gives_no_deadline():
    reading = read([start("6 09:00", hours=NEVER_OPEN)])

    assert reading.due is None
    assert reading.breached_at is None


MISSES = [
    ("stopped in time", [start("6 09:00", 60), stop("6 09:59")], None),
    ("stopped at the second it runs out", [start("6 09:00", 60), stop("6 10:00")], None),
    ("stopped late", [start("6 09:00", 60), stop("6 10:01")], "6 10:00"),
    (
        "paused at the second it runs out",
        [start("6 09:00", 60), pause("6 10:00"), resume("6 12:00"), stop("6 12:00")],
        None,
    ),
    ("late when paused", [start("6 09:00", 60), pause("6 11:00"), resume("6 12:00"), stop("6 12:00")], "6 10:00"),
    ("tightened below what is spent", [start("6 09:00", 480), target("6 13:00", 60)], "6 13:00"),
    ("tightened to what is spent", [start("6 09:00", 480), target("6 13:00", 240), stop("6 13:00")], None),
    ("tightened while paused", [start("6 09:00", 480), pause("6 11:00"), target("6 13:00", 60)], "6 13:00"),
    (
        "tightened while paused, to what is spent",
        [start("6 09:00", 480), pause("6 11:00"), target("6 13:00", 120)],
        None,
    ),
    ("loosened after a miss", [start("6 09:00", 60), target("6 13:00", 480), stop("6 13:30")], "6 10:00"),
    ("reopened after a miss", [start("6 09:00", 60), stop("6 11:00"), reopen("6 12:00"), stop("6 12:10")], "6 10:00"),
    ("reopened, then late", [start("6 09:00", 60), stop("6 09:30"), reopen("6 12:00"), stop("6 12:31")], "6 12:30"),
    (
        "paused in time, never resumed, closed long after",
        [start("6 09:00", 60), pause("6 09:30"), stop("20 09:00")],
        None,
    ),
    ("paused late, closed while it waits", [start("6 09:00", 60), pause("6 10:30"), stop("20 09:00")], "6 10:00"),
    (
        "late after a wait that ended",
        [start("6 09:00", 60), pause("6 09:30"), resume("6 11:00"), stop("6 12:00")],
        "6 11:30",
    ),
    (
        "paused in the last half hour, resumed the next morning",
        [start("6 15:00", 60), pause("6 15:30"), resume("7 08:00"), stop("7 08:30")],
        None,
    ),
    (
        "moved to a school with the same hours",
        [start("6 09:00", 480), Event("move", t("6 10:00"), hours=T)],
        None,
    ),
    ("cancelled late", [start("6 09:00", 60), Event("cancel", t("6 11:00"))], "6 10:00"),
    ("cancelled in time", [start("6 09:00", 60), Event("cancel", t("6 09:30"))], None),
]


@pytest.mark.parametrize(("story", "events", "missed"), MISSES, ids=[row[0] for row in MISSES])
def test_a_miss_has_the_moment_it_happened_and_is_never_in_the_past_of_a_change(story, events, missed):
    assert read(events).breached_at == (t(missed) if missed else None)


def test_a_miss_on_record_survives_whatever_is_replayed():
    assert read([start("6 09:00"), stop("6 10:00")], breached_at=t("6 09:30")).breached_at == t("6 09:30")


def test_a_clock_that_is_never_resumed_stands_still_for_ever():
    reading = read([start("6 09:00", 60), pause("6 09:30"), stop("20 09:00")])

    assert (reading.state, reading.spent) == ("stopped", HOUR / 2)


def test_overdue_freezes_while_paused():
    reading = read([start("6 09:00", 60), pause("6 11:00")])

    assert reading.spent == 2 * HOUR
    assert reading.due is None


def test_moved_to_another_school_keeps_what_was_spent_and_runs_on_the_new_calendar():
    events = [start("6 09:00"), Event("move", t("6 15:00"), hours=OTHER)]

    reading = read(events)

    assert reading.due == t("6 17:00")
    assert reading.spent == 6 * HOUR


def test_moved_while_paused_goes_on_waiting_at_the_new_school():
    events = [start("6 09:00"), pause("6 10:00"), Event("move", t("6 12:00"), hours=OTHER), resume("6 14:00")]

    assert read(events).due == t("7 13:00")


def test_a_calendar_corrected_afterwards_counts_anew_and_makes_no_miss_in_the_past():
    longer = Hours("Europe/London", {day: [("06:00", "18:00")] for day in range(5)})
    events = [start("6 15:00", 120), Event("calendar", t("7 08:30"), hours=longer)]

    reading = read(events)

    assert reading.due == t("6 17:00")
    assert reading.breached_at == t("7 08:30")


def test_a_closure_announced_this_morning_moves_the_deadline():
    snow = Hours("Europe/London", WEEK, closed=[t("7 00:00").date()])
    events = [start("6 15:00", 120), Event("calendar", t("7 07:00"), hours=snow)]

    assert read(events).due == t("8 09:00")


def test_escalation_moments_fall_in_open_hours():
    reading = read([start("6 13:00", 480)])

    assert [reading.moment_of(share) for share in (50, 75, 100, 150)] == [
        t("7 09:00"),
        t("7 11:00"),
        t("7 13:00"),
        t("8 09:00"),
    ]


def test_a_paused_clock_has_no_escalation_moment():
    assert read([start("6 13:00"), pause("6 14:00")]).moment_of(75) is None


@pytest.mark.parametrize("events", [[], [stop("6 10:00")]], ids=["nothing", "no start"])
def test_a_story_without_a_start_is_no_clock(events):
    with pytest.raises(ValueError):
        read(events)


def test_answers_are_in_utc():
    assert read([start("6 09:00")]).due.tzinfo == UTC
