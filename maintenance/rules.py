"""How often maintenance is due, as data: one rule of a plan, read from what is stored and said in words. Pure."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sla.school_year import EXAMS

LAST = -1  # the last week, day or weekday of something, however many it has
MOST_WEEKS = 26
MOST_DAYS = 40
SURE = 4  # a month has so many of each weekday for certain
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", LAST: "last"}


class Every(StrEnum):
    """What on the school calendar it follows."""

    SCHOOL_DAY = "school_day"
    WEEK = "week"
    MONTH = "month"
    HALF_TERM = "half_term"
    TERM = "term"
    YEAR = "year"
    EXAMS = EXAMS
    HOLIDAY = "holiday"
    INSET = "inset"


class Part(StrEnum):
    """Is a half-term or term told by its weeks or by its school days?"""

    WEEK = "week"
    DAY = "day"


class Holidays(StrEnum):
    """Which holidays."""

    SUMMER = "summer"
    LONG = "long"
    ALL = "all"


class Place(StrEnum):
    """Where in a holiday."""

    FIRST_WEEK = "first_week"
    LAST_WEEK = "last_week"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


class WhenClosed(StrEnum):
    """Where it goes when nobody works on its day: nearest earlier day of its window, or nearest later."""

    EARLIER = "earlier"
    LATER = "later"


EVERY_WORDS = {
    Every.SCHOOL_DAY: "Every school day",
    Every.WEEK: "Every week, or every few weeks",
    Every.MONTH: "Every month",
    Every.HALF_TERM: "Every half-term",
    Every.TERM: "Every term",
    Every.YEAR: "Every year",
    Every.EXAMS: "Before exams",
    Every.HOLIDAY: "In the holidays",
    Every.INSET: "On INSET days",
}
PART_WORDS = {Part.WEEK: "weeks", Part.DAY: "school days"}
HOLIDAY_WORDS = {
    Holidays.SUMMER: "the summer holiday",
    Holidays.LONG: "the long holidays (Christmas, Easter, summer)",
    Holidays.ALL: "every holiday, half-terms too",
}
PLACE_WORDS = {
    Place.FIRST_WEEK: "In its first week",
    Place.LAST_WEEK: "In its last week",
    Place.FIRST_DAY: "On its first working day",
    Place.LAST_DAY: "On its last working day",
}
CLOSED_WORDS = {WhenClosed.EARLIER: "the nearest day before", WhenClosed.LATER: "the nearest day after"}


class InvalidRule(ValueError):
    """What is stored or sent is no rule; `errors` says why, field by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in errors.items()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Rule:
    """One frequency on the school calendar; each kind reads the fields that it needs.

    `weekday` 0 is Monday. `nth` counts from 1, LAST is the last. `since`: a day of the first week, for every few weeks.
    `in_holidays`: weekdays of school holidays count as working days too.
    """

    every: Every
    weekday: int = 0
    weeks: int = 1
    since: date = date(2024, 1, 1)
    nth: int = 1
    part: Part = Part.WEEK
    month: int = 9
    day: int = 1
    before: int = 5
    holidays: Holidays = Holidays.SUMMER
    place: Place = Place.FIRST_WEEK
    in_holidays: bool = False
    when_closed: WhenClosed = WhenClosed.EARLIER


CHOICES: dict[str, type[StrEnum]] = {
    "every": Every,
    "part": Part,
    "holidays": Holidays,
    "place": Place,
    "when_closed": WhenClosed,
}
RANGES = {
    "weekday": (0, 4),
    "weeks": (1, MOST_WEEKS),
    "nth": (LAST, MOST_DAYS),
    "month": (1, 12),
    "day": (1, 31),
    "before": (1, MOST_DAYS),
}
READS = {
    Every.SCHOOL_DAY: ("in_holidays",),
    Every.WEEK: ("weekday", "weeks", "since", "in_holidays", "when_closed"),
    Every.MONTH: ("weekday", "nth", "in_holidays", "when_closed"),
    Every.HALF_TERM: ("nth", "part", "when_closed"),
    Every.TERM: ("nth", "part", "when_closed"),
    Every.YEAR: ("month", "day", "in_holidays", "when_closed"),
    Every.EXAMS: ("before",),
    Every.HOLIDAY: ("holidays", "place"),
    Every.INSET: (),
}


def read(document: Any) -> Rule:
    """The rule that a document says: names of fields and their values; raises InvalidRule."""
    if not isinstance(document, dict):
        raise InvalidRule({"rule": "Say how often as named fields, such as every: week."})
    known = {field.name for field in fields(Rule)}
    errors = {name: "There is no such field." for name in document if name not in known}
    facts: dict[str, Any] = {}
    for name in known & set(document):
        try:
            facts[name] = _read(name, document[name])
        except (TypeError, ValueError) as error:
            errors[name] = str(error)
    if "every" not in document:
        errors["every"] = "Say how often."
    if errors:
        raise InvalidRule(errors)
    rule = Rule(**facts)
    if rule.every is Every.MONTH and rule.nth > SURE:
        raise InvalidRule({"nth": "A month has four of each weekday for certain. Choose 1 to 4, or the last."})
    return Rule(every=rule.every, **{name: getattr(rule, name) for name in READS[rule.every]})


def document_of(rule: Rule) -> dict[str, Any]:
    """The document that `read` reads back as the same rule: only what its kind needs."""
    facts = asdict(rule)
    plain = {name: facts[name] for name in ("every", *READS[rule.every])}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}


def sentence(rule: Rule) -> str:
    """The rule as people say it: Every half-term, in its first week."""
    return _SAID[rule.every](rule)


def shift(rule: Rule) -> str:
    """Where it goes when nobody works on its day; "" where that can't be."""
    if "when_closed" not in READS[rule.every]:
        return ""
    return f"If nobody works that day: {CLOSED_WORDS[rule.when_closed]} that it still fits."


def _read(name: str, value: Any) -> Any:
    if name in CHOICES:
        return _one_of(CHOICES[name], value)
    if name in RANGES:
        return _number(value, *RANGES[name], zero=name == "weekday")
    if name == "since":
        return value if isinstance(value, date) else _date(value)
    if not isinstance(value, bool):
        raise ValueError("Say true or false.")
    return value


def _one_of(choices: type[StrEnum], value: Any) -> StrEnum:
    if value not in list(choices):
        raise ValueError(f"Choose one of: {', '.join(choices)}.")
    return choices(value)


def _number(value: Any, lowest: int, highest: int, *, zero: bool) -> int:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not lowest <= value <= highest or (value == 0 and not zero):
        least = lowest if zero else max(lowest, 1)
        or_last = f", or {LAST} for the last" if lowest == LAST else ""
        raise ValueError(f"Choose a whole number from {least} to {highest}{or_last}.")
    return value


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("Write a date as 2026-09-07.") from None


def _week(rule: Rule) -> str:
    day = WEEKDAYS[rule.weekday]
    return f"Every {day}" if rule.weeks == 1 else f"Every {rule.weeks} weeks, on {day}"


def _month(rule: Rule) -> str:
    return f"The {ORDINALS[rule.nth]} {WEEKDAYS[rule.weekday]} of every month"


def _part_of(what: str) -> Any:
    def said(rule: Rule) -> str:
        unit = "week" if rule.part is Part.WEEK else "school day"
        way = "in" if rule.part is Part.WEEK else "on"
        number = ORDINALS.get(rule.nth) or f"{rule.nth}th"
        return f"Every {what}, {way} its {number} {unit}"

    return said


def _year(rule: Rule) -> str:
    return f"Every year, by {rule.day} {MONTHS[rule.month - 1]}"


def _exams(rule: Rule) -> str:
    return f"{rule.before} school day{'s' if rule.before > 1 else ''} before exams begin"


def _holiday(rule: Rule) -> str:
    place = PLACE_WORDS[rule.place]
    where = {Holidays.SUMMER: "the summer holiday", Holidays.LONG: "each long holiday", Holidays.ALL: "every holiday"}
    return f"{place.replace(' its ', ' the ')} of {where[rule.holidays]}"


_SAID = {
    Every.SCHOOL_DAY: lambda rule: "Every school day",
    Every.WEEK: _week,
    Every.MONTH: _month,
    Every.HALF_TERM: _part_of("half-term"),
    Every.TERM: _part_of("term"),
    Every.YEAR: _year,
    Every.EXAMS: _exams,
    Every.HOLIDAY: _holiday,
    Every.INSET: lambda rule: "On every INSET day",
}
