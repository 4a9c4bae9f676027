"""After a change: more faults on what a change touched than before it.

What a change touched is its assets and rooms, or where none are named everything of its service. The faults since then
are set against those of the weeks before by the conditional test of two Poisson means (J. Przyborowski & H. Wilenski,
Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31, 1940), with the days of each side weighed
by the school year: a change made before half-term is not blamed for the first week after it. Each evening is another
look, so the probability asked for is a tenth of the usual (`MOST`), and of the changes raised in an evening at most
`FALSE` are expected to be chance (Y. Benjamini & Y. Hochberg, J. R. Stat. Soc. B 57, 1995).
"""

from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from django.db.models import Q
from scipy import stats

from changes.models import Change
from problems.detectors import detector
from problems.trends import counting
from problems.trends.context import Context
from problems.trends.finding import Finding
from problems.trends.history import NONE, History

MOST = 0.005
FALSE = 0.10
FEWEST = 3  # faults after it
TWICE = 2.0  # as many as before, at least
BEFORE, AFTER = 56, 28  # days looked at
DAY = 86400  # seconds


class Made(NamedTuple):
    """A change that was made: since when, and on which day of the school."""

    change: Change
    at: datetime
    on: date


class Tried(NamedTuple):
    """A change beside its faults: how many `before`, the rows `after`, how many were expected, and by what chance."""

    made: Made
    before: int
    after: np.ndarray
    expected: float
    chance: float


@detector("after_change")
def after_changes(history: History, day: date, context: Context) -> list[Finding]:
    """The changes of the last weeks after which more went wrong, as of a day."""
    known = history.without_duplicates()
    known = known.rows(known.fault & (known.day > day.toordinal() - BEFORE - AFTER - 1))
    tried = [found for made in _changes(day, known) if (found := _try(known, made, day, context))]
    if not tried:
        return []
    among_all = stats.false_discovery_control([each.chance for each in tried])
    return [
        _finding(known, each, day, float(adjusted))
        for each, adjusted in zip(tried, among_all, strict=True)
        if each.chance <= MOST and adjusted <= FALSE
    ]


def _changes(day: date, history: History) -> list[Made]:
    """The changes that took effect in the last weeks, at the schools that are looked at, with what they touched."""
    first, last = date.fromordinal(day.toordinal() - AFTER), day
    schools = [key for key in history.keys["school"] if key is not None]
    found = Change.objects.filter(Q(school__in=schools) | Q(school=None), made_on__gte=first, made_on__lte=last)
    found = found.select_related("school").prefetch_related("assets", "rooms").order_by("pk")
    return [Made(each, each.made_at, each.made_on) for each in found if each.made_at and each.made_on]


def _try(history: History, made: Made, day: date, context: Context) -> Tried | None:
    """What came of one change; None where there is nothing to say."""
    touched = _touched(history, made.change)
    since = history.opened > made.at.timestamp()
    after = touched & since
    before = touched & ~since & (history.day >= made.on.toordinal() - BEFORE)
    if after.sum() < FEWEST:
        return None
    share = _share(history, made, day, context)
    expected = (before.sum() + 0.5) * share / (1 - share)
    if after.sum() < TWICE * expected:
        return None
    total = int(after.sum() + before.sum())
    chance = float(stats.binom.sf(int(after.sum()) - 1, total, share))
    return Tried(made, int(before.sum()), np.flatnonzero(after), float(expected), chance)


def _touched(history: History, change: Change) -> np.ndarray:
    """Which rows are about what the change touched."""
    here = np.ones(len(history), dtype=bool)
    if change.school_id:
        here = history.codes["school"] == _code(history, "school", change.school_id)
    assets = [_code(history, "asset", asset.pk) for asset in change.assets.all()]
    rooms = [_code(history, "room", room.pk) for room in change.rooms.all()]
    if assets or rooms:
        known = [code for code in assets if code != NONE], [code for code in rooms if code != NONE]
        return here & (np.isin(history.codes["asset"], known[0]) | np.isin(history.codes["room"], known[1]))
    service = _code(history, "service", change.service_id)
    return here & (history.codes["service"] == service) & (service != NONE)


def _code(history: History, column: str, key) -> int:
    """The code of a key; NONE where nothing was ever logged about it."""
    return history.keys[column].index(key) if key in history.keys[column] else NONE


def _share(history: History, change: Made, day: date, context: Context) -> float:
    """The part of the faults of both sides that would fall after the change if nothing had come of it."""
    first, made, last = change.on.toordinal() - BEFORE, change.on.toordinal(), day.toordinal()
    days = context.school_days.of(change.change.school_id, first, last)
    inside = history.day >= first
    total = np.bincount(history.day[inside] - first, minlength=last - first + 1).astype(float)
    weight = counting.shape_of(total, days, np.zeros(len(total), dtype=bool))
    left = 1 - change.at.timestamp() % DAY / DAY  # of the day on which it was made
    after = weight[made - first + 1 :].sum() + left * weight[made - first]
    return float(np.clip(after / weight.sum(), 0.01, 0.99))


def _finding(history: History, tried: Tried, day: date, adjusted: float) -> Finding:
    change, made, weeks = tried.made.change, tried.made.on, BEFORE // 7
    return Finding(
        kind="after_change",
        key=f"change={change.reference}",
        label=f"After “{change.title}”",
        first=made,
        last=day,
        count=len(tried.after),
        expected=tried.expected,
        score=float(-np.log10(max(adjusted, 1e-300))),
        found_on=day,
        why=(
            f"{len(tried.after)} faults on what {change.reference} touched since {made.day} {made:%B %Y}. In the "
            f"{weeks} weeks before there were {tried.before}, so {tried.expected:.1f} would be usual."
        ),
        incidents=tuple(history.pk[tried.after].tolist()),
        school=change.school_id,
        evidence={"change": change.pk, "before": tried.before, "weeks_before": weeks},
    )
