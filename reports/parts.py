"""The lines of a report's tables, and where each of their numbers leads."""

from dataclasses import dataclass
from urllib.parse import urlencode

from incidents.priority import Priority, label
from reports import words
from reports.measures import NO_CATEGORY, Group, Measure
from reports.periods import Period, month_words

SHOWN_CATEGORIES = 12


@dataclass(frozen=True)
class Part:
    """One line: its name, its figures, and the query that finds its records."""

    name: str
    measure: Measure
    query: str
    priority: int | None = None
    goal: int | None = None
    response_goal: int | None = None

    @property
    def share(self):
        """The part met, from 0 to 1, for drawing."""
        return None if self.measure.met_percent is None else self.measure.met_percent / 100

    @property
    def aim(self):
        """The agreed part, from 0 to 1."""
        return None if self.goal is None else self.goal / 100

    @property
    def verdict(self):
        """Whether what was agreed was reached, as (kind, sign, word) of a status; None where that can’t be said."""
        return verdict(self.measure.met_percent, self.goal)

    @property
    def response_verdict(self):
        """The same of the first answers."""
        return verdict(self.measure.response_percent, self.response_goal)


def verdict(share: float | None, goal: int | None) -> tuple[str, str, str] | None:
    """(kind, sign, word) of a status: was what was agreed reached?"""
    if goal is None or share is None:
        return None
    return ("ok", "check", "Met") if share >= goal else ("danger", "late", "Missed")


def whole(measure: Measure, asked: dict, goal: int | None = None, response_goal: int | None = None) -> Part:
    """Everything that was asked for, with the shares agreed for all of it."""
    return Part("All", measure, urlencode(asked), None, goal, response_goal)


def by_month(groups: list[Group], asked: dict, period: Period) -> list[Part]:
    """A line a month; a month cut by the period leads to the days inside it."""
    found = []
    for group in groups:
        cut = period.month(group.keys["month"])
        query = asked | {"from": cut.first.isoformat(), "to": cut.last.isoformat()}
        found.append(Part(month_words(cut.first), group.measure, urlencode(query)))
    return found


def by_priority(groups: list[Group], asked: dict, goals: dict[int, int], response_goals: dict[int, int]) -> list[Part]:
    """A line a priority, with the shares that were agreed."""
    numbers = {label(priority): priority.value for priority in Priority}
    found = []
    for group in groups:
        number = numbers[group.keys["priority"]]
        query = urlencode(asked | {"priority": number})
        agreed = goals.get(number), response_goals.get(number)
        found.append(Part(Priority(number).label, group.measure, query, number, *agreed))
    return found


def by_category(groups: list[Group], asked: dict) -> list[Part]:
    """A line a category, the most frequent first."""
    order = sorted(groups, key=lambda group: -group.measure.incidents)
    names = [group.keys["category"] for group in order]
    queries = [urlencode(asked | {"category": NO_CATEGORY if name is None else name}) for name in names]
    return [Part(n or "No category", g.measure, q) for n, g, q in zip(names, order, queries, strict=True)]


def by_school(groups: list[Group], asked: dict, names: dict[str, str]) -> list[Part]:
    """A line a school, in the order of their names."""
    found = [(str(group.keys["school"]), group.measure) for group in groups]
    lines = [Part(names.get(code, code), measure, urlencode(asked | {"school": code})) for code, measure in found]
    return sorted(lines, key=lambda part: part.name)


def month_chart(parts: list[Part]) -> tuple[list[dict], str]:
    """The points of the chart of months, and the sentence that says what it shows."""
    points = [
        {"label": part.name.replace(" 20", " ’"), "first": part.measure.missed, "second": part.measure.met}
        for part in parts
    ]
    first, last = parts[0], parts[-1]
    said = f"Late and in time, month by month. {_month_said(first)}"
    return points, said if first is last else f"{said}; {_month_said(last)}. The table beneath has every figure."


def _month_said(part):
    return f"{part.name}: {part.measure.missed:,} late, {part.measure.met:,} in time"


def backlog_chart(days: list[tuple], *, period: Period, now: int | None) -> tuple[list[dict], str]:
    """The points of the line of open records, and its sentence; `now` is today's, where today is in the period."""
    points = [{"label": f"{day.day} {day:%b}", "first": number} for day, number in days]
    (first_day, first), (last_day, last) = days[0], days[-1]
    said = f"Open at the end of each day: {first:,} on {first_day.day} {first_day:%B}"
    said += f", {last:,} on {last_day.day} {last_day:%B}"
    if now is not None:
        points.append({"label": "now", "first": now})
        said += f", {now:,} now"
    kept = f" Kept since {first_day.day} {first_day:%B}." if first_day > period.first else ""
    return points, f"{said}.{kept}"


def times(measure: Measure) -> str:
    """What a tile says beside the median."""
    if measure.mttr_hours_median is None:
        return "nothing resolved yet"
    mean, most = words.hours(measure.mttr_hours_mean), words.hours(measure.mttr_hours_p90)
    return f"mean {mean}, 9 of 10 within {most}; {words.ON_THE_WALL}"
