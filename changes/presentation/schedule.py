"""The schedule of changes: the days of a month or a week with what kind of day each is, and the changes on them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta

from changes.models import Approval, Change
from changes.presentation.standing import standing_of
from changes.windows import Days, Ground, Window, at_wall, in_words
from incidents.presentation.queue import Standing
from sla.school_year import DAY, SATURDAY, DayType, SchoolYear

MONTH, WEEK, LIST, DAY_LIST = "month", "week", "list", "day"
VIEWS = {MONTH: "Month", WEEK: "Week", LIST: "List"}
FEW = {MONTH: 4, WEEK: 12}  # changes on a day of these views; the others are on the list of that day
YEARS = 5  # around today; a schedule reaches no further
LAST = timedelta(microseconds=1)
MIDNIGHT = time.min


@dataclass(frozen=True)
class Span:
    """What a page shows: its first and last day, what they are called, and where one goes from here."""

    first: date
    last: date
    words: str
    before: date
    after: date


@dataclass(frozen=True)
class Run:
    """Days on which the same is on."""

    first: date
    last: date
    words: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A change on the schedule, or on one day of it."""

    change: Change
    standing: Standing
    clock: str  # on this day
    when: str  # in full
    approval: str


@dataclass(frozen=True)
class Day:
    """One day: the class that paints it, what is on in words, its first changes, and how many more it has."""

    date: date
    kind: str
    inside: bool
    is_today: bool
    words: tuple[str, ...]
    freezes: tuple[Days, ...]
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def is_quiet(self):
        """Is there nothing to say of it?"""
        return not (self.words or self.freezes or self.lines)


def span_of(view, day):
    """The month or the week in which a day lies, or the day alone; the list shows a month."""
    if view == DAY_LIST:
        return Span(day, day, f"{day:%A} {day.day} {day:%B %Y}", day - DAY, day + DAY)
    if view == WEEK:
        first = day - day.weekday() * DAY
        last = first + 6 * DAY
        return Span(first, last, f"{first.day} {first:%B} to {last.day} {last:%B %Y}", first - 7 * DAY, last + DAY)
    first = day.replace(day=1)
    after = (first + 31 * DAY).replace(day=1)
    return Span(first, after - DAY, f"{first:%B %Y}", (first - DAY).replace(day=1), after)


def weeks_of(span):
    """The days of whole weeks around a span, Monday first."""
    first, last = span.first - span.first.weekday() * DAY, span.last + (6 - span.last.weekday()) * DAY
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def window_of(first, last, zone):
    """From the beginning of the first day to the end of the last, at the school."""
    return Window(at_wall(first, MIDNIGHT, zone), at_wall(last + DAY, MIDNIGHT, zone))


def asked_day(text, today):
    """The day that an address names, as far as a schedule reaches; else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day.year - today.year) <= YEARS else today


def days_of(weeks, span, changes, grounds, *, today, zone, few):
    """Weeks of days with what is on, and the first `few` of their changes; where it would be one more, that too."""
    on = defaultdict(list)
    for change in changes:
        for day in _days(change, weeks, zone):
            on[day].append(change)
    shown = {day: found[: few if len(found) > few + 1 else few + 1] for day, found in on.items()}
    lines = {day: [_line(change, zone, day) for change in found] for day, found in shown.items()}
    more = {day: len(found) - len(shown[day]) for day, found in on.items()}
    return [[_day(day, span, lines.get(day, ()), more.get(day, 0), grounds, today) for day in week] for week in weeks]


def notable_of(weeks):
    """What is on in the days shown, a line for a run of days with the same."""
    runs: list[Run] = []
    for day in (day for week in weeks for day in week if day.inside):
        told = (*(f"No changes: {freeze.name}" for freeze in day.freezes), *day.words)
        if not told:
            continue
        # From a Friday on it goes on on Monday.
        if runs and runs[-1].words == told and day.date - runs[-1].last <= (3 if day.date.weekday() == 0 else 1) * DAY:
            runs[-1] = Run(runs[-1].first, day.date, told)
        else:
            runs.append(Run(day.date, day.date, told))
    return runs


def lines_of(changes, zone):
    """The changes as the list prints them."""
    return [_line(change, zone) for change in changes]


def _day(day, span, lines, more, grounds, today):
    kinds = {_kind(ground, day) for ground in grounds}
    words = [(ground, text) for ground in grounds for text in _words(ground, day)]
    texts = [text for _, text in words]
    several = len(grounds) > 1
    shared = [text for text in dict.fromkeys(texts) if texts.count(text) == len(grounds)]
    own = [f"{_names(ground)}: {text}" for ground, text in words if text not in shared]
    return Day(
        date=day,
        kind=kinds.pop() if len(kinds) == 1 else "term",
        inside=span.first <= day <= span.last,
        is_today=day == today,
        words=tuple([*shared, *own] if several else texts),
        freezes=tuple(dict.fromkeys(f for ground in grounds for f in ground.freezes if f.covers(day))),
        lines=tuple(lines),
        more=more,
    )


def _kind(ground: Ground, day):
    kind = ground.type_of(day)
    if kind in (None, DayType.TERM, DayType.INSET, DayType.HOLIDAY) and day.weekday() >= SATURDAY:
        return "weekend"
    if ground.exams_on(day):
        return "exams"
    return (kind or DayType.TERM).replace("_", "-")


def _words(ground: Ground, day):
    """What is on, for people who plan: nothing of an ordinary day."""
    if ground.year:
        yield from _words_of_year(ground.year, day)
    if day.weekday() < SATURDAY and (exams := ground.exams_on(day)):
        yield _begun_large(exams.words)
    yield from (event.name for event in ground.events if event.covers(day))


def _words_of_year(year: SchoolYear, day):
    kind, weekend = year.day_type(day), day.weekday() >= SATURDAY
    if kind is not DayType.TERM and not (weekend and kind in (DayType.HOLIDAY, DayType.INSET)):
        yield _begun_large(year.name_of(day))
    if edge := _term_edge(year, day):
        yield edge


def _begun_large(words):
    return words[:1].upper() + words[1:]


def _term_edge(year, day):
    """The first and the last day of a term: what most people plan by."""
    for span in year.spans:
        if span.type is DayType.TERM and day in (span.first, span.last):
            edge = "begins" if day == span.first else "ends"
            return f"{span.name or 'Term'} {edge}"
    return ""


def _names(ground):
    return ground.names[0] if len(ground.names) == 1 else f"{ground.names[0]} and {len(ground.names) - 1} more"


def _days(change, weeks, zone):
    """The days shown on which it lies."""
    first, last = weeks[0][0], weeks[-1][-1]
    begins = max(change.starts_at.astimezone(zone).date(), first)
    ends = min((change.ends_at - LAST).astimezone(zone).date(), last)
    return [begins + number * DAY for number in range((ends - begins).days + 1)]


def _line(change, zone, day=None):
    window = Window(change.starts_at, change.ends_at)
    return Line(change, standing_of(change), _clock(window, zone, day), in_words(window, zone), _approval(change))


def _clock(window, zone, day):
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    begins = f"{start:%H:%M}" if day in (None, start.date()) else ""
    ends = f"{end:%H:%M}" if day in (None, (end - LAST).date()) else ""
    if begins and ends:
        return f"{begins}–{ends}"
    return f"from {begins}" if begins else f"until {ends}" if ends else "all day"


def _approval(change):
    """Who is asked now; else its state says it."""
    asked: list[Approval] = getattr(change, "waiting", [])
    return f"Waits for {' and '.join(each.approver.name for each in asked[:3])}" if asked else ""
