"""Now: several people report one thing within the hour, which proposes a major incident.

At each report the hour before it is looked at: how many different people (or rooms, where nobody is named) at that
school reported the same service, category, subcategory or room, or said the same. What is usual is the rate of that
hour of the week (`hours`) times the share that the thing has at the school; so many are too many when their
probability under a negative binomial is below `MOST` (the scan statistic's idea, watched forward in time: J. Naus,
JASA 60, 1965; M. Kulldorff, Prospective Time Periodic Geographical Disease Surveillance, JRSS A 164, 2001). A school
with ten reports a day is told something false about once a year. Nothing later than a report is used for what is
said at its time; me-too counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from problems.trends.chance import LEAST, at_least
from problems.trends.context import Context
from problems.trends.finder import detector
from problems.trends.finding import Finding
from problems.trends.history import NONE, History
from problems.trends.hours import HOUR, WEEK, Hours, fading, hour_of_week, hours_of
from problems.trends.words import tokens
from problems.trends.words.groups import Groups
from problems.trends.words.slots import LONG

MOST = 1e-4  # probability by chance, at most
FEWEST = 3  # people
LEAST_DAYS = 5  # with reports, before a desk's past says what an hour brings
COLUMNS = ("category", "subcategory", "service", "room")
BELIEF = 20.0  # reports' worth of belief that all things of a column are alike
A_WORDING = 0.02  # share of the reports that one wording has at most, where its category isn't known
WIDE = 1 << 32
LEAST_SPREAD, MOST_SPREAD = 0.1, 4.0
CUT = 3.0  # times the usual, beyond which an hour of the past was an outbreak
SHARED = 0.5  # of the reports of a burst that another explains


@dataclass(frozen=True)
class Burst:
    """Reports of one thing: positions in the history, by how many people, how many usual, how surely, told when."""

    column: str
    code: int
    school: int
    rows: np.ndarray
    people: int
    usual: float
    chance: float
    told_at: int


@detector("now")
def find(history: History, day: date, context: Context) -> list[Finding]:
    """The bursts of a day, as far as it has gone."""
    reports = history.rows(history.fault)
    today = np.flatnonzero(reports.day == day.toordinal())
    if len(today) < FEWEST or len(np.unique(reports.day)) <= LEAST_DAYS:
        return []
    begin = int(reports.opened[today[0]]) - HOUR
    recent = np.flatnonzero(reports.opened > begin)
    wording = np.full(len(reports), NONE, dtype=np.int64)
    wording[recent] = wordings(reports.rows(recent).words(), len(recent))
    found = bursts(reports, day.toordinal(), wording)
    return [_finding(reports, burst, day, context) for burst in found]


def wordings(texts, count: int) -> np.ndarray:
    """A number for each of some texts, the same for those that say the same about the same things; NONE for none."""
    groups, known = Groups(), {}
    numbers = np.full(count, NONE, dtype=np.int64)
    for place, text in texts:
        said, _ = tokens.read(text)
        if not said.words:
            continue
        groups.add(place, said, said)
        leader = groups.likeness.root(groups.wordings[groups.numbers[said.words]].leader)
        names = tuple(sorted(value.casefold() for value in said.values if not (value.isdigit() and len(value) >= LONG)))
        numbers[place] = known.setdefault((leader, names), len(known))
    return numbers


def bursts(history: History, last: int, wording: np.ndarray) -> list[Burst]:
    """The bursts of the ordinal `last`, each report's hour judged by what was known then; `wording`: see `wordings`."""
    today = np.flatnonzero(history.day == last)
    hours = hours_of(history, int(history.opened[today[0]]))
    before = history.rows(np.arange(today[0]))
    within = np.flatnonzero(history.opened > history.opened[today[0]] - HOUR)
    found = []
    for column in (*COLUMNS, "words"):
        codes = wording[within] if column == "words" else history.codes[column][within]
        shares = _Shares(before, "category" if column == "words" else column, hours, int(history.opened[today[0]]))
        for rows in _same(codes, history.codes["school"][within], within):
            code = int(wording[rows[0]] if column == "words" else history.codes[column][rows[0]])
            found += _of_thing(history, rows[rows >= 0], column, code, hours, shares, last)
    return _folded(found)


def _same(codes: np.ndarray, schools: np.ndarray, rows: np.ndarray) -> Iterator[np.ndarray]:
    """The rows that share a code at a school, where enough do."""
    named = codes != NONE
    both = schools[named].astype(np.int64) * (1 << 40) + codes[named]
    _, group, times = np.unique(both, return_inverse=True, return_counts=True)
    for number in np.flatnonzero(times >= FEWEST):
        yield rows[named][group == number]


class _Shares:
    """How often the reports of a school are about a thing, in the past: all alike until known better; and how much
    more than chance the hours of such things varied (`spread`: variance = mean + spread · mean²)."""

    def __init__(self, before: History, column: str, hours: Hours, until: int):
        codes, schools = before.codes[column].astype(np.int64), before.codes["school"].astype(np.int64)
        self.things = max(len(np.unique(codes[codes != NONE])), 5)
        weights = fading(before.opened, until)
        pairs, place = np.unique(schools * WIDE + codes, return_inverse=True)
        self.counts = dict(zip(pairs.tolist(), np.bincount(place, weights, len(pairs)).tolist(), strict=True))
        self.whole = np.bincount(schools, weights, len(hours.rate))
        self.spread = self._spread(before.opened // HOUR, pairs, place, codes != NONE, hours)

    def of(self, school: int, code: int) -> float:
        """Between 0 and 1."""
        return (self._count(school, code) + BELIEF / self.things) / (self.whole[school] + BELIEF)

    def doubt(self, school: int, code: int) -> float:
        """Variance of that share, relative to its square."""
        return 1 / (1 + self._count(school, code))

    def _count(self, school: int, code: int) -> float:
        return self.counts.get(school * WIDE + code, 0) if code != NONE else 0

    def _spread(self, hour, pairs, place, named, hours: Hours) -> float:
        """Moment estimate over the hours of the past; what was an outbreak then is cut off."""
        if not named.any():
            return LEAST_SPREAD
        cells, times = np.unique(place[named] * WIDE + hour[named], return_counts=True)
        school, share = (pairs // WIDE).astype(np.int64), np.array([self.of(*divmod(int(p), WIDE)) for p in pairs])
        thing = cells // WIDE
        mean = share[thing] * hours.rate[school[thing], hour_of_week(cells % WIDE * HOUR)]
        times = np.minimum(times, CUT * (1 + mean))
        real = pairs % WIDE != NONE % WIDE
        squares = (hours.rate**2).sum(axis=1)[school] * share**2 * max((hour[-1] - hour[0]) / WEEK, 1.0)
        expected = float(squares[real].sum())
        return float(np.clip((times * (times - 1)).sum() / max(expected, 1e-9) - 1, LEAST_SPREAD, MOST_SPREAD))


def _of_thing(history: History, rows, column: str, code: int, hours: Hours, shares: _Shares, last: int) -> list[Burst]:
    """The hours in which too many reported one thing, as one burst."""
    school = int(history.codes["school"][rows[0]])
    share = _share(history, rows, column, school, shares)
    opened, known = history.opened[rows], column != "words"
    hot, least, told_at, most, usual = np.zeros(len(rows), dtype=bool), 1.0, 0, 0, 0.0
    for end in range(FEWEST - 1, len(rows)):
        if history.day[rows[end]] != last:
            continue
        inside = (opened > opened[end] - HOUR) & (np.arange(len(rows)) <= end)
        people = _people(history, rows[inside])
        expected = hours.around(school, int(opened[end])) * share
        spread = shares.spread + hours.doubt(school, int(opened[end])) + shares.doubt(school, code if known else NONE)
        chance = float(at_least(np.array(people), 1 / spread, expected))
        if people < FEWEST or chance > MOST:
            continue
        hot |= inside
        told_at = told_at or int(opened[end])
        if chance < least:
            least, most, usual = chance, people, expected
    return [Burst(column, code, school, rows[hot], most, usual, max(least, LEAST), told_at)] if hot.any() else []


def _share(history: History, rows, column: str, school: int, shares: _Shares) -> float:
    if column != "words":
        return shares.of(school, int(history.codes[column][rows[0]]))
    categories = np.unique(history.codes["category"][rows])
    return max(A_WORDING, min(shares.of(school, int(code)) for code in categories))


def _people(history: History, rows: np.ndarray) -> int:
    """How many different people; where nobody is named, rooms; where no room is, reports."""
    requester, room = history.codes["requester"][rows], history.codes["room"][rows]
    named, placed = requester != NONE, room != NONE
    anonymous = int((~named & ~placed).sum())
    return len(np.unique(requester[named])) + len(np.unique(room[~named & placed])) + anonymous


def _folded(found: list[Burst]) -> list[Burst]:
    """Each burst once: the surest view of it."""
    kept: list[Burst] = []
    for burst in sorted(found, key=lambda burst: (burst.chance, (*COLUMNS, "words").index(burst.column), burst.code)):
        explained = np.concatenate([burst.rows[:0], *(other.rows for other in kept)])
        if np.isin(burst.rows, explained).mean() <= SHARED:
            kept.append(burst)
    return kept


def _finding(history: History, burst: Burst, day: date, context: Context) -> Finding:
    names = context.names
    rows = np.sort(burst.rows)
    school = names.key("school", burst.school)
    thing = _thing(history, burst, context)
    told_at = datetime.fromtimestamp(burst.told_at, UTC)
    return Finding(
        kind="now",
        key=f"{burst.column}={thing} @ {names.school_code(burst.school)}",
        label=f"{thing} at {names.of('school', burst.school)}",
        first=date.fromordinal(int(history.day[rows[0]])),
        last=day,
        count=len(rows),
        expected=burst.usual,
        score=float(-np.log10(burst.chance)),
        found_on=day,
        why=f"{burst.people} people within an hour; {max(burst.usual, 0.01):.2f} are usual at that time of the week.",
        incidents=tuple(history.pk[rows].tolist()),
        school=school,
        evidence={"told_at": told_at.isoformat(), "people": burst.people},
    )


def _thing(history: History, burst: Burst, context: Context) -> str:
    if burst.column != "words":
        return context.names.of(burst.column, burst.code)
    text = next(iter(history.rows(burst.rows[:1]).words()))[1]
    groups = Groups()
    groups.add(0, *tokens.read(text))
    groups.settle()
    return groups.label(next(iter(groups.members)))
