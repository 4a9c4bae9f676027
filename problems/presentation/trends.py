"""A trend as people read it: how many of what, in what time, what is usual; and its shape over time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from problems.folding import fold
from problems.models import Kind, Trend
from problems.same_trends import records_of
from problems.trend_moves import ACCEPT_TREND, DISMISS_TREND
from servicedesk.drawing import Point

HOW_SURE = (
    "So many things are looked at each night that some would stand out by luck alone. Shown is only what luck would "
    "bring less than once in a hundred days for each thing looked at."
)
KINDS = {
    "recurrence": "again",
    "spike": "up",
    "similar": "copy",
    "after_change": "change",
    "drift": "chart",
    "now": "bell",
}
STATES = {
    Trend.State.PROPOSED: ("info", "new"),
    Trend.State.ACCEPTED: ("ok", "problem"),
    Trend.State.DISMISSED: ("plain", "cross"),
    Trend.State.PASSED: ("plain", "check"),
}
# What the figures of the detectors are called; those without a word are for programs.
FIGURES = {
    "weeks": "Weeks it came back in",
    "days": "Different days",
    "recent": "Of them lately",
    "people": "People who said so",
    "before": "Faults before the change",
    "weeks_before": "Weeks looked at before it",
    "change": "",
    "told_at": "",
    "from": "",
}
FEW_DAYS, MANY_WEEKS = 14, 18
WEEK = timedelta(days=7)
QUARTER = 13 * WEEK  # a drift is seen over a year and more, but what is counted is its last quarter
MOST_POINTS = 60  # of a chart; more are put together week by week


@dataclass(frozen=True)
class Card:
    """One trend as a card. `says`: “5 in 3 weeks, 0.6 expected.”; `also`: the same thing seen from other sides."""

    trend: Trend
    says: str
    sign: str
    state: tuple[str, str, str]
    points: list[Point]
    also: list[Trend]
    may_accept: bool
    may_dismiss: bool

    @property
    def values(self):
        """The shape over time, for a small line."""
        return [point.first for point in self.points]


def cards_of(trends, *, by):
    """The cards of a page, those that are one thing folded into the first of them."""
    records = records_of(trends)
    folded = fold(trends, {trend: known.keys() for trend, known in records.items()})
    return [card_of(trend, by=by, also=also, opened=records[trend].values()) for trend, also in folded]


def card_of(trend, *, by, also=(), opened=()):
    """One card. `opened`: the days of its records, for its shape where the evidence has none."""
    kind, sign = STATES[trend.state]
    return Card(
        trend=trend,
        says=f"{how_many(trend.count)} {span(counted_from(trend), trend.last)}, {usual(trend.expected)} expected.",
        sign=KINDS.get(trend.kind, "chart"),
        state=(kind, sign, trend.get_state_display()),
        points=points_of(trend.evidence) or (points_from(opened, trend) if opened else []),
        also=list(also),
        may_accept=ACCEPT_TREND.possible(trend, by),
        may_dismiss=DISMISS_TREND.possible(trend, by),
    )


def counted_from(trend):
    """The first of the days whose records are counted."""
    if trend.kind == Kind.DRIFT:
        return max(trend.first, trend.last - QUARTER + timedelta(days=1))
    return trend.first


def how_many(count):
    """“1 record”, “1,204 records”."""
    return f"{count:,} record{'' if count == 1 else 's'}"


def usual(expected):
    """What was expected: “0.6”, “12”, “almost none”."""
    if expected < 0.05:
        return "almost none"
    return f"{expected:.1f}" if expected < 10 else f"{expected:,.0f}"


def span(first, last):
    """“on 14 Sep 2026”, “in 5 days”, “in 3 weeks”, “in 14 months”."""
    days = (last - first).days + 1
    if days == 1:
        return f"on {first.day} {first:%b %Y}"
    if days < FEW_DAYS:
        return f"in {days} days"
    weeks = round(days / 7)
    return f"in {weeks} weeks" if weeks <= MANY_WEEKS else f"in {round(days / 30.44)} months"


def chance(score):
    """How likely so many are by luck: “less than 1 in 1,000”. `score` is -log10 of the probability."""
    power = int(score)
    if power < 1:
        return "more than 1 in 10"
    return f"less than 1 in {10**power:,}" if power <= 6 else "less than 1 in a million"


def points_of(evidence):
    """The counts over time that a detector gave: `days` (or beginnings of longer spans) and `counts`."""
    days, counts = evidence.get("days"), evidence.get("counts")
    if not (isinstance(days, list) and isinstance(counts, list)):  # some count the days instead of naming them
        return []
    if len(days) != len(counts) or not all(isinstance(count, int | float) for count in counts):
        return []
    return [Point(label=_day_in_words(day), first=count) for day, count in zip(days, counts, strict=True)]


def _day_in_words(day):
    """A day of the evidence as a chart writes it; what is no day stays as it is."""
    try:
        found = date.fromisoformat(str(day))
    except ValueError:
        return str(day)
    return f"{found.day} {found:%b}"


def points_from(opened, trend):
    """Counts by day or by week, from the days on which its records were opened; for when nothing else is known."""
    days = (trend.last - trend.first).days + 1
    step = 1 if days <= MOST_POINTS else 7
    counted = Counter((day - trend.first).days // step for day in opened if trend.first <= day <= trend.last)
    starts = [trend.first + timedelta(days=n * step) for n in range(-(-days // step))]
    return [Point(label=f"{day.day} {day:%b}", first=counted[n]) for n, day in enumerate(starts)]


def facts_of(evidence):
    """The plain figures among the evidence as (name, value), for a list of pairs."""
    plain = {name: value for name, value in evidence.items() if isinstance(value, str | int | float)}
    named = {FIGURES.get(name, name.replace("_", " ").capitalize()): value for name, value in plain.items()}
    return [(name, _said(value)) for name, value in named.items() if name]


def _said(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
