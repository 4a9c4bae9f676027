"""A preview that reckons in arrays says of each clock exactly what counting it anew, event by event, will say.

Random clocks over a clock change and half-term: waiting, missed, reopened, moved to another school; targets of nothing,
of minutes and of school days; a calendar that changes, a new wording, and promises that end.
"""

from collections import defaultdict
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla import clock_rules, clock_stories, clocks, forecasts
from sla.calendars import hours_of
from sla.clock_changes import OPEN, AgreementChange, CalendarChange
from sla.effects import Effect
from tests.sla.test_clock_properties import VERSIONS, kept, lives, moment

pytestmark = pytest.mark.pure
KINDS = ("response", "resolution")
SHELF = clock_stories.Shelf(calendars={version.pk: version for version in VERSIONS})
amounts = st.one_of(
    st.tuples(st.sampled_from([0, 1, 30, 240, 480, 960, 2880]), st.just("minutes")),
    st.tuples(st.sampled_from([0, 1, 2, 5]), st.just("school_days")),
)


class Ending:
    """Nothing is promised any more for every second clock."""

    def event(self, clock, *, at):
        return (None, None) if clock.pk % 2 else (clock_rules.Event("cancel", at), {"kind": "cancel"})


@st.composite
def changes(draw):
    """A calendar that says something else, a wording that promises something else to some, or an end."""
    which = draw(st.sampled_from(["calendar", "calendar", "agreement", "agreement", "end"]))
    if which == "end":
        return Ending()
    if which == "calendar":
        version = draw(st.sampled_from(VERSIONS))
        return CalendarChange(version.calendar, hours_of(version), version)
    promised = draw(st.dictionaries(st.tuples(st.sampled_from(KINDS), st.sampled_from([1, 2])), amounts))
    facts = [dict(zip(("kind", "priority", "amount", "unit"), (*key, *promised[key]), strict=True)) for key in promised]
    return AgreementChange(None, targets=[SimpleNamespace(**each) for each in facts])


@st.composite
def ordinary(draw):
    """The life of a clock that runs, and only ever waited."""
    minute = draw(st.integers(0, 3 * 1440))
    life = [("start", minute, (0, draw(st.integers(0, len(VERSIONS) - 1))))]
    for kind in ("pause", "resume") * draw(st.integers(0, 3)):
        minute += draw(st.integers(0, 1500))
        life.append((kind, minute, None))
    return life, minute


@st.composite
def told(draw):
    """What happened to a clock, in events; some of its targets in school days."""
    life, _ = draw(st.one_of(ordinary(), lives()))
    events = list(kept(life))
    for event in events:
        if event.amount is not None:
            event.amount, event.unit = draw(amounts)
    return events, draw(st.sampled_from(KINDS)), draw(st.sampled_from([1, 2])), draw(st.booleans())


def row_of(pk, events, kind, priority, stamped, at):
    """The clock as its events left it, and as a sweep stamped it, if one came."""
    reading = clock_rules.read(map(clocks.as_rule, events))
    missed = reading.due if stamped and reading.state == "running" and reading.due and reading.due < at else None
    facts = {name: getattr(reading, name) for name in ("state", "started_at", "amount", "unit", "due")}
    calendar = [event.calendar_version for event in events if event.calendar_version][-1].pk
    facts |= {"calendar_version": calendar, "breached_at": reading.breached_at or missed}
    return SimpleNamespace(pk=pk, kind=kind, priority=priority, **facts)


def turns_of(events, at):
    return [[event.kind, event.at] for event in events if event.kind not in forecasts.QUIET or event.at > at]


@settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(told(), min_size=5, max_size=5), changes(), st.integers(0, 15 * 1440))
def test_the_preview_of_many_is_what_each_of_them_becomes(stories, change, minute):
    at = moment(minute)
    rows = [row_of(pk, *story, at) for pk, story in enumerate(stories)]
    rows = [row for row in rows if row.state in OPEN]
    rules = {pk: [clocks.as_rule(event) for event in events] for pk, (events, *_) in enumerate(stories)}
    turns = defaultdict(list, {pk: turns_of(events, at) for pk, (events, *_) in enumerate(stories)})
    foreseen, counted = Effect(), Effect()

    with (
        patch.object(forecasts, "_turns", lambda found, at: turns),
        patch.object(clock_stories, "told", lambda keys, shelf: {key: rules[key] for key in keys}),
    ):
        forecasts._look(change, None, rows, foreseen, SHELF, at=at)
    for row in rows:
        forecasts.count(change, row, rules[row.pk], counted, at=at)

    assert foreseen == counted
