"""Random lives of clocks over a clock change and half-term, against a walk through their minutes.

The walk knows nothing of deadlines that are shifted or of tables: it looks at every minute, whether it was open and
whether the clock stood still. Targets are in minutes here; school days have their properties beside `working_time`.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla import clocks, explanation
from sla.clock_rules import read
from sla.models import Calendar, CalendarVersion, ClockEvent
from sla.working_time import between
from tests.sla.naive_walk import DAY, MINUTE, Walk

pytestmark = pytest.mark.pure

BEGIN = datetime(2025, 10, 24, tzinfo=UTC)  # a Friday: the clocks change on Sunday, and half-term follows
HORIZON = 24 * 1440
HALF_TERM = [date(2025, 10, 27) + n * DAY for n in range(5)]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# (its weekly intervals as in a document, does it close over half-term)
CALENDARS = [
    ({day: [["08:00", "16:00"]] for day in WEEK[:5]}, True),
    ({day: [["08:30", "12:00"], ["13:00", "16:30"]] for day in WEEK[:6]}, False),
    ({day: [["00:00", "24:00"]] for day in WEEK}, False),
    ({day: [["22:00", "06:00"]] for day in WEEK}, True),
]
LIVES = settings(max_examples=250, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def version_of(number, week, closes):
    """A calendar as the desk keeps it."""
    document = {"zone": "Europe/London", "hours": {"term": week}}
    if closes:
        span = {"first": HALF_TERM[0].isoformat(), "last": HALF_TERM[-1].isoformat()}
        document["ranges"] = [{"type": "holiday", "name": "half-term"} | span]
    calendar = Calendar(pk=-1 - number, name=f"Calendar {number}")
    return CalendarVersion(pk=-1 - number, calendar=calendar, number=1, document=document, made_at=BEGIN)


def minutes_of(week, closes):
    """Of each minute from the beginning: is it open?"""
    weekly = {
        number: [tuple(int(clock[:2]) * 60 + int(clock[3:]) for clock in interval) for interval in week.get(day, [])]
        for number, day in enumerate(WEEK)
    }
    walk = Walk("Europe/London", weekly, closed=HALF_TERM if closes else ())
    return np.array([walk.is_open(BEGIN + n * MINUTE) for n in range(HORIZON)])


VERSIONS = [version_of(number, *calendar) for number, calendar in enumerate(CALENDARS)]
OPEN = [minutes_of(*calendar) for calendar in CALENDARS]
NEXT = {
    "running": ("pause", "pause", "stop", "target", "calendar", "move", "cancel"),
    "paused": ("resume", "resume", "pause", "stop", "target", "calendar", "move"),
    "stopped": ("reopen", "reopen", "calendar", "move"),
    "cancelled": (),
}
BECOMES = {"pause": "paused", "resume": "running", "stop": "stopped", "reopen": "running", "cancel": "cancelled"}


@st.composite
def lives(draw):
    """(kind, minute, target or calendar or None), the first one a start; then a moment at which somebody looks."""
    minute, state = draw(st.integers(0, 3 * 1440)), "running"
    target = st.sampled_from([0, 30, 60, 240, 480, 1440, 2880])
    calendar = st.integers(0, len(CALENDARS) - 1)
    life = [("start", minute, (draw(target), draw(calendar)))]
    for _ in range(draw(st.integers(0, 8))):
        if not NEXT[state]:
            break
        kind = draw(st.sampled_from(NEXT[state]))
        minute += draw(st.one_of(st.just(0), st.integers(1, 300), st.integers(300, 2000)))
        what = {"target": target, "calendar": calendar, "move": calendar}.get(kind, st.none())
        life.append((kind, minute, draw(what)))
        state = BECOMES.get(kind, state)
    return life, minute + draw(st.integers(0, 1500))


class Naive:
    """A clock as a row of minutes: on whose calendar each lies, and whether it stood still."""

    def __init__(self, life):
        _, self.start, (self.target, calendar) = life[0]
        self.stretches, self.still = [[self.start, calendar]], np.zeros(HORIZON, dtype=bool)
        self.state, self.since, self.missed = "running", None, None
        for kind, minute, what in life[1:]:
            self.take(kind, minute, what)

    def take(self, kind, minute, what):
        self._stand_still(minute)
        if self.state == "running" and self.missed is None and (due := self.due()) is not None and due < minute:
            self.missed = due
        if kind in ("resume", "reopen"):
            self.since = None
        elif kind in ("pause", "stop", "cancel"):
            self.since = minute if self.since is None else self.since
        elif kind == "target":
            self.target = what
        elif kind == "calendar":
            self.stretches[-1][1] = what
        elif kind == "move":
            self.stretches.append([minute, what])
        self.state = BECOMES.get(kind, self.state)
        if kind in ("target", "calendar", "move") and self.missed is None and self._is_late_now(minute):
            self.missed = minute

    def _stand_still(self, minute):
        if self.since is not None:
            self.still[self.since : minute] = True

    def _is_late_now(self, minute):
        """Does a change leave less than was spent?"""
        if self.state == "running":
            due = self.due()
            return due is not None and due < minute
        return self.state == "paused" and self.counted(minute) > self.target

    def counted(self, until):
        """The minutes that counted before `until`."""
        ends = [since for since, _ in self.stretches[1:]] + [until]
        idle = self.still.copy()
        if self.since is not None:
            idle[self.since :] = True
        spans = zip(self.stretches, ends, strict=True)
        return int(sum((OPEN[calendar] & ~idle)[since : min(end, until)].sum() for (since, calendar), end in spans))

    def due(self):
        """Minute by minute on the last calendar: what is left of the target, with every pause given back."""
        since, calendar = self.stretches[-1]
        left = self.target - self.counted(since) + int((OPEN[calendar] & self.still)[since:].sum())
        if left < 0:
            return since
        for minute in range(since, HORIZON):
            if OPEN[calendar][minute]:
                if left == 0:
                    return minute
                left -= 1
                if left == 0:
                    return minute + 1
        return None


def moment(minute):
    return None if minute is None else BEGIN + minute * MINUTE


def kept(life):
    """The same life as the desk keeps it, in events."""
    for kind, minute, what in life:
        amount, calendar = what if kind == "start" else (what, what)
        facts = {"amount": amount, "unit": "minutes"} if kind in ("start", "target") else {}
        if kind in ("start", "calendar", "move"):
            facts["calendar_version"] = VERSIONS[calendar]
        yield ClockEvent(kind=kind, at=moment(minute), reason="part" if kind == "pause" else "", **facts)


def replayed(life):
    return read(map(clocks.as_rule, kept(life)))


@LIVES
@given(lives())
def test_what_is_spent_is_every_open_minute_that_it_did_not_stand_still(story):
    life, now = story
    naive, reading = Naive(life), replayed(life)

    spent = reading.spent
    if reading.counting_since:
        spent += between(reading.hours, reading.counting_since, moment(now))

    assert reading.state == naive.state
    assert spent == naive.counted(now) * MINUTE


@LIVES
@given(lives())
def test_the_deadline_and_the_moment_of_a_miss_are_those_of_the_walk(story):
    life, _ = story
    naive, reading = Naive(life), replayed(life)

    assert reading.breached_at == moment(naive.missed)
    if reading.state == "running" and naive.due() is not None:
        assert reading.due == moment(naive.due())


@LIVES
@given(lives())
def test_what_is_late_is_what_was_spent_beyond_the_target(story):
    life, now = story
    naive, reading = Naive(life), replayed(life)
    beyond = naive.counted(now) - naive.target

    if reading.state == "running" and len(reading.stretches) == 1 and reading.due and reading.due < moment(now):
        assert between(reading.hours, reading.due, moment(now)) == beyond * MINUTE


@LIVES
@given(lives())
def test_an_explanation_leaves_out_no_minute_and_adds_up(story):
    life, now = story
    naive, reading = Naive(life), replayed(life)

    events = SimpleNamespace(select_related=lambda *_: kept(life))

    told = explanation.explain(SimpleNamespace(events=events, breached_at=None), at=moment(now))

    spans = told.spans
    assert all(one.until == following.first for one, following in pairwise(spans))
    assert not spans or spans[0].first == moment(naive.start)
    assert told.spent == naive.counted(now) * MINUTE
    assert all(naive_counted(naive, span) * MINUTE == span.counted for span in spans if not span.is_ahead)
    if (reading.state == "running" and told.due) or naive.counted(now) > naive.target:
        assert sum((span.counted for span in spans if not span.is_late), timedelta(0)) == told.target


def naive_counted(naive, span):
    first, until = ((at - BEGIN) // MINUTE for at in (span.first, span.until))
    return naive.counted(until) - naive.counted(first)
