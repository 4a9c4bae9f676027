"""Drift: slowly more, or less, over terms, with the seasons of the school year taken out.

Each series is counted by weeks (Monday to Sunday) and fitted by a log-linear quasi-Poisson model (P. McCullagh & J.
Nelder, Generalized Linear Models, 2nd ed. 1989, ch. 6) with the days worked that week as exposure and one slope over
time. What comes back every year is taken out in one of two ways: with two school years or more of records by waves of a
year and half a year (R. Serfling, Methods for Current Statistical Analysis of Excess Pneumonia-Influenza Deaths, Public
Health Reports 78, 1963); with less, nobody can tell a season from a slope, so the series is compared with the rest of
the desk, which has the same seasons. The slope's error allows for weeks that resemble their neighbours
(W. Newey & K. West, A Simple, Positive Semi-definite, Heteroskedasticity and Autocorrelation Consistent Covariance
Matrix, Econometrica 55, 1987). Of the drifts raised at a desk at most `FALSE` are expected to be chance (Benjamini and
Hochberg, 1995), and only a change of a quarter or more over the time looked at, which goes on from third to third of
it, is worth a word.
"""

import warnings
from dataclasses import dataclass
from datetime import date

import numpy as np
import statsmodels.api as sm
from scipy import stats

from problems.detectors import detector
from problems.trends import counting
from problems.trends.context import Context
from problems.trends.finding import Finding
from problems.trends.history import NONE, History
from problems.trends.school_days import Days
from problems.trends.series import Series, rows_of, series_of, words_of

FALSE = 0.05  # share of the drifts raised that may be chance
WORTH_A_WORD = np.log(1.25)
FEWEST_WEEKS = 26  # with work: two terms
FEWEST = 40  # records, so that a slope means something
TWO_YEARS = 2 * 52 - 10  # weeks: two school years, without the summer after the second
WAVES = 2  # smooth seasons; first weeks and holidays are in the exposure already
A_YEAR = 365.25 / 7  # weeks
ALIKE = 6  # weeks over which one week resembles the next
PERHAPS = 0.2  # a first, cheap look: what is less likely than this by chance is looked at properly
LEAST_EXPOSURE = 0.5  # ordinary days; a week of the holidays says nothing
MOST_GROWTH = 10  # times as many in the last third as in the first: more is something that began
QUARTER = 13  # weeks compared in words
LOOK_BACK = 3 * 52 * 7  # days


@dataclass(frozen=True)
class Slope:
    """Change a week in logs, and the probability of one so steep by chance."""

    a_week: float
    chance: float


@detector("drift")
def drift(history: History, day: date, context: Context) -> list[Finding]:
    """The drifts as of the last whole week before or on a day; the same from Sunday to Saturday."""
    sunday = day.toordinal() - day.isoweekday() % 7
    known = history.without_duplicates()
    known = known.rows((known.day <= sunday) & (known.day > sunday - LOOK_BACK))
    if not len(known):
        return []
    wanted = ("drift", sunday, len(known), int(known.pk[-1]))
    found = context.once(
        wanted, lambda: [f for s in series_of(known, last=sunday) for f in _of_desk(known, s, context)]
    )
    return [Finding(**{**vars(finding), "found_on": day}) for finding in found]


def _of_desk(history: History, series: Series, context: Context) -> list[Finding]:
    skipped = (8 - date.fromordinal(series.first).isoweekday()) % 7  # to the first Monday
    counts = series.counts[:, skipped:]
    weeks = counts.shape[1] // 7
    if weeks < FEWEST_WEEKS:
        return []
    days = context.school_days.of(
        context.names.key("school", series.school), series.first, series.first + series.counts.shape[1] - 1
    )
    exposure = _exposure(series, days)[skipped:].reshape(weeks, 7).sum(1)
    weekly = counts.reshape(len(counts), weeks, 7).sum(2)
    used = exposure >= LEAST_EXPOSURE
    if used.sum() < FEWEST_WEEKS:
        return []
    enough = np.flatnonzero(weekly[:, used].sum(1) >= FEWEST)
    told = ((place, _slope(weekly, place, exposure, used)) for place in enough.tolist())
    slopes = {place: slope for place, slope in told if slope}
    if not slopes:
        return []
    among_all = stats.false_discovery_control([slope.chance for slope in slopes.values()])
    return [
        _finding(history, series, place, weekly, exposure, used, slope, float(chance), context)
        for (place, slope), chance in zip(slopes.items(), among_all, strict=True)
        if chance <= FALSE
        and abs(slope.a_week) * used.sum() >= WORTH_A_WORD
        and _is_slow(weekly[place][used], exposure[used], slope)
    ]


def _exposure(series: Series, days: Days) -> np.ndarray:
    """How many ordinary days' work each day is worth; none where nothing was written down."""
    missing = counting.not_recorded(series.total, days)
    return counting.shape_of(series.total, days, missing) * ~missing


def _slope(weekly: np.ndarray, place: int, exposure: np.ndarray, used: np.ndarray) -> Slope | None:
    """The slope of one series; None where it can't be told. The desk itself has no rest to be compared with."""
    counts, weeks = weekly[place][used], np.flatnonzero(used)
    years = len(used) >= TWO_YEARS
    if not years and place == 0:
        return None
    offset = exposure[used] if years else np.maximum(weekly[0][used] - counts, 0.5)
    time = (weeks - weeks.mean()) / 52
    columns = [time, np.ones(len(time)), *(_seasons(weeks) if years else ())]
    design = np.column_stack(columns)
    glance = _glance(counts, design, offset)
    return glance if glance is None or glance.chance > PERHAPS else _fit(counts, design, offset)


def _is_slow(counts: np.ndarray, exposure: np.ndarray, slope: Slope) -> bool:
    """Does it go on, third by third? What begins or ends from one day to the next is a change, not a drift."""
    rates = [
        part.sum() / weight.sum()
        for part, weight in zip(*(np.array_split(c, 3) for c in (counts, exposure)), strict=True)
    ]
    up = rates if slope.a_week > 0 else rates[::-1]
    return 0 < up[0] <= up[1] <= up[2] <= up[0] * MOST_GROWTH


def _seasons(weeks: np.ndarray) -> list[np.ndarray]:
    """Columns for what comes back every year: `WAVES` waves and their halves, thirds, … as pairs of sine and cosine."""
    year = 2 * np.pi * weeks / A_YEAR
    return [wave(n * year) for n in range(1, WAVES + 1) for wave in (np.sin, np.cos)]


def _glance(counts: np.ndarray, design: np.ndarray, offset: np.ndarray) -> Slope | None:
    """One weighted least squares on logs: good enough to see that there is nothing."""
    fitted = sm.WLS(np.log((counts + 0.5) / offset), design, weights=counts + 0.5).fit()
    return _read(fitted.params[0], fitted.bse[0], len(counts) - design.shape[1])


def _fit(counts: np.ndarray, design: np.ndarray, offset: np.ndarray) -> Slope | None:
    """The quasi-Poisson fit. Of its own error and the one that allows for neighbouring weeks the larger counts: the
    second is too small by itself where weeks are few."""
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=np.log(offset))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            plain = model.fit(scale="X2")
            robust = model.fit(scale="X2", cov_type="HAC", cov_kwds={"maxlags": ALIKE, "use_correction": True})
    except (Warning, ValueError, np.linalg.LinAlgError):
        return None  # a series that the model can't follow is no evidence of anything
    return _read(plain.params[0], max(plain.bse[0], robust.bse[0]), len(counts) - design.shape[1])


def _read(slope: float, error: float, free: int) -> Slope | None:
    """The slope, which is a year's, and how likely one so steep is by chance."""
    if not np.isfinite(error) or error <= 0:
        return None
    return Slope(float(slope) / 52, float(2 * stats.t.sf(abs(slope / error), max(free, 1))))


def _finding(history, series, place, weekly, exposure, used, slope, chance, context) -> Finding:
    key, label = words_of(series, series.things[place], context.names)
    monday = series.first + (8 - date.fromordinal(series.first).isoweekday()) % 7
    last = monday + 7 * weekly.shape[1] - 1
    recent = slice(max(weekly.shape[1] - QUARTER, 0), None)
    count = int(weekly[place][recent].sum())
    whole = slope.a_week * used.sum()
    expected = count / np.exp(slope.a_week * (weekly.shape[1] - QUARTER))
    rows = rows_of(history, series, series.things[place], last - 7 * QUARTER + 1, last)
    change = f"{abs(np.exp(whole) - 1):.0%} {'more' if whole > 0 else 'fewer'}"
    against = "the time of year taken out" if len(used) >= TWO_YEARS else "compared with everything else here"
    return Finding(
        kind="drift",
        key=f"{key} {'up' if whole > 0 else 'down'}",
        label=f"{label}, {'more and more' if whole > 0 else 'fewer and fewer'}",
        first=date.fromordinal(monday),
        last=date.fromordinal(last),
        count=count,
        expected=float(expected),
        score=float(-np.log10(max(chance, 1e-300))),
        found_on=date.fromordinal(last),
        why=(
            f"{change} over {weekly.shape[1]} weeks, {against}. {count} in the last {QUARTER} weeks; at the level of "
            f"the beginning it would be {expected:.0f}."
        ),
        incidents=tuple(history.pk[rows].tolist()),
        school=context.names.key("school", series.school) if series.school != NONE else None,
        evidence={"weekly": weekly[place].astype(int).tolist(), "from": date.fromordinal(monday).isoformat()},
    )
