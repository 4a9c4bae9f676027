"""Spike: far more of something in a day than its own past and this point of the school year let one expect.

Each evening every series of a desk (the desk, its services, categories, subcategories) is compared with the negative
binomial of `counting.outlook`. A day is raised when so many had a probability below `MOST` — made stricter by as much
as the past had more surprises than the model said — and when it stands among all series of that desk that day by
Benjamini and Hochberg's rule (J. R. Stat. Soc. B 57, 1995): of the spikes raised in a day, at most `FALSE` are expected
to be chance. So on quiet days of a series fewer than one in `1 / MOST` is raised.
The idea of judging a count by its own past and season is that of outbreak detection: A. Noufaily et al., An improved
algorithm for outbreak detection in multiple surveillance systems, Statistics in Medicine 32, 2013.
"""

from datetime import date

import numpy as np
from scipy import stats

from problems.detectors import detector
from problems.trends import counting
from problems.trends.context import Context
from problems.trends.finding import Finding
from problems.trends.history import History
from problems.trends.school_days import Days
from problems.trends.series import Series, rows_of, series_of, words_of

MOST = 0.006  # probability of a day's count by chance, at most
FALSE = 0.20  # share of a day's spikes that may be chance
FEWEST = 4  # records in a day below which nobody would speak of a spike
ABOVE = 3.0  # records more than expected, at least
LEAST_DAYS = 20  # with records, before a desk's past says anything
LOOK_BACK = 420  # days: every half-term's first week of a year and a bit
SHOWN = 28  # days of the past kept as evidence


@detector("spike")
def spikes(history: History, day: date, context: Context) -> list[Finding]:
    """The spikes of one day."""
    last = day.toordinal()
    recent = history.without_duplicates()
    recent = recent.rows(recent.day > last - LOOK_BACK)
    if not len(recent) or recent.day[-1] != last:
        return []
    return [finding for series in series_of(recent, last=last) for finding in _of_desk(recent, series, day, context)]


def _of_desk(history: History, series: Series, day: date, context: Context) -> list[Finding]:
    today = series.counts[:, -1]
    if np.count_nonzero(series.total[:-1]) < LEAST_DAYS or not (today >= FEWEST).any():
        return []
    school = context.names.key("school", series.school)
    days = context.school_days.of(school, series.first, day.toordinal())
    missing = counting.not_recorded(series.total, days)
    shape = counting.own_shape(series.counts, counting.shape_of(series.total, days, missing), days, missing)
    outlook = counting.outlook(series.counts, shape, missing)
    chance = np.minimum(outlook.probability(today) * outlook.inflation, 1.0)
    among_all = stats.false_discovery_control(chance)
    raised = (chance <= MOST) & (among_all <= FALSE) & (today >= FEWEST) & (today >= outlook.mean + ABOVE)
    before = _day_before(series, days, missing)
    return [
        _finding(history, series, int(place), day, before, float(outlook.mean[place]), float(among_all[place]), context)
        for place in np.flatnonzero(raised)
    ]


def _day_before(series: Series, days: Days, missing: np.ndarray) -> date:
    """The working day before on which the desk wrote something down: of a Monday the Friday."""
    earlier = np.flatnonzero(((series.total > 0) & ~missing & days.is_working_day)[:-1])
    return date.fromordinal(series.first + int(earlier[-1] if len(earlier) else 0))


def _finding(
    history: History,
    series: Series,
    place: int,
    day: date,
    before: date,
    expected: float,
    chance: float,
    context: Context,
) -> Finding:
    key, label = words_of(series, series.things[place], context.names)
    rows = rows_of(history, series, series.things[place], day.toordinal(), day.toordinal())
    counts = series.counts[place].astype(int)
    shown = range(max(len(counts) - SHOWN, 0), len(counts))
    return Finding(
        kind="spike",
        key=key,
        label=label,
        first=day,
        last=day,
        count=int(counts[-1]),
        expected=expected,
        score=float(-np.log10(max(chance, 1e-300))),
        found_on=day,
        why=_why(counts, expected, day),
        incidents=tuple(history.pk[rows].tolist()),
        school=context.names.key("school", series.school),
        evidence={
            "days": [date.fromordinal(series.first + place).isoformat() for place in shown],
            "counts": counts[shown.start :].tolist(),
        },
        day_before=before,
    )


def _why(counts: np.ndarray, expected: float, day: date) -> str:
    usual = f"{expected:.1f} are" if expected >= 0.1 else "almost none is"
    most = int(counts[-365:-1].max())
    return (
        f"{counts[-1]} on {day:%A} {day.day} {day:%B %Y}. On such a day of the school year {usual} usual; "
        f"the most on any one day of the year before was {most}."
    )
