"""Rounds and plans in words: where they stand, when they fall due, how far they are."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import OuterRef, Q, Subquery

from maintenance import rules
from maintenance.due_dates import due_dates
from maintenance.models import Result, Status
from maintenance.school_parts import school_year_of
from sla.calendars import school_year_of as year_of_version
from sla.models import CalendarVersion
from sla.school_year import SchoolYear

DAY = timedelta(days=1)
SHOWN = 6  # due days on a page of a plan
LOOK_AHEAD = timedelta(days=500)
RESULTS = {
    Result.OK: ("ok", "check", "OK"),
    Result.NOT_OK: ("danger", "cross", "Not OK"),
    Result.UNCHECKED: ("paused", "help", "Couldn’t check"),
}
OVERDUE, THIS_WEEK, LATER, ENDED = "Overdue", "This week", "Later", "Done or left out"


@dataclass(frozen=True)
class Standing:
    """A state as pages show it: kind of status, sign and words."""

    kind: str
    sign: str
    words: str


@dataclass(frozen=True)
class Line:
    """A round in a list: its section, where it stands, and when it is to be done."""

    round: object
    section: str
    standing: Standing
    days: str


@dataclass(frozen=True)
class Ahead:
    """When a plan falls due next: a sentence, the spans of days, and what the calendar does not know yet."""

    sentence: str
    shift: str
    spans: tuple[str, ...]
    unknown: str


def school_years(schools):
    """The calendar that holds at each of some schools (by id), in two queries however many they are."""
    newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("pk")[:1]
    theirs = Q(calendar__school__in=schools) | Q(calendar__school=None)
    found = CalendarVersion.objects.filter(theirs, pk=Subquery(newest)).select_related("calendar")
    years = {version.calendar.school_id: year_of_version(version) for version in found}
    return {school: years.get(school) or years.get(None) for school in schools}


def lines_of(found, *, today):
    """Rounds as lines of a list, in the order in which they come."""
    years = school_years({round.school_id for round in found})
    return [line_of(round, years[round.school_id], today=today) for round in found]


def line_of(round, year, *, today):
    """One round as a line."""
    return Line(
        round, section_of(round, today), standing_of(round, year, today=today), span(round.opens, round.due, today)
    )


def section_of(round, today):
    """Under which heading it stands."""
    if not round.is_to_do:
        return ENDED
    if round.due < today:
        return OVERDUE
    return THIS_WEEK if round.opens <= end_of_week(today) else LATER


def end_of_week(day):
    """The Sunday of a date's week."""
    return day + (6 - day.weekday()) * DAY


def standing_of(round, year, *, today):
    """Where a round stands, seen on a day."""
    if round.status == Status.DONE:
        return Standing("ok", "check", f"Done {day_of(round.done_on, today)}")
    if round.status == Status.SKIPPED:
        return Standing("paused", "stop", "Left out")
    if round.due < today:
        return Standing("danger", "late", late_words(round, year, today=today))
    if round.status == Status.UNDER_WAY:
        return Standing("info", "work", "Under way")
    if round.opens <= today:
        return Standing("warn", "clock", "Can be done now")
    return Standing("plain", "cal", "Planned")


def late_words(round, year, *, today):
    """How late it is, in school days; in a holiday no school day passes."""
    days = year.school_days(round.due + DAY, today) if year else (today - round.due).days
    if days == 0:
        return "Late"
    return f"Late by {days} school day{'s' if days > 1 else ''}"


def day_of(day, today):
    """A date: Fri 18 Sep, with the year if it is another."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def span(first, last, today):
    """Days from a first to a last: Fri 18 Sep; Mon 14 to Fri 18 Sep; Wed 30 Sep to Fri 2 Oct."""
    if first == last:
        return day_of(last, today)
    start = f"{first:%a} {first.day}" if (first.year, first.month) == (last.year, last.month) else day_of(first, today)
    return f"{start} to {day_of(last, today)}"


def ahead_of(rule: rules.Rule, year: SchoolYear | None, *, today: date, first: date, last: date | None) -> Ahead:
    """When a rule falls due next, while the plan holds, and where the calendar ends."""
    end = min(last, today + LOOK_AHEAD) if last else today + LOOK_AHEAD
    found = due_dates(rule, year, max(today, first), end) if year else []
    return Ahead(
        rules.sentence(rule),
        rules.shift(rule),
        tuple(span(due.opens, due.due, today) for due in found[:SHOWN]),
        "" if len(found) >= SHOWN else unknown(rule, year, end, has_some=bool(found)),
    )


def unknown(rule, year, end, *, has_some):
    """What the calendar does not say yet, in a sentence; "" where it says all that is asked."""
    if year is None:
        return "This school has no calendar yet, so nothing falls due."
    if year.known_until and year.known_until < end:
        return f"Dates for {school_year_of(year.known_until + DAY)} are not in the calendar yet."
    if has_some:
        return ""
    if rule.every is rules.Every.EXAMS:
        return "The calendar marks no exams ahead."
    return "The calendar holds no such days ahead."


def progress_words(answered, of):
    """7 of 32 answered."""
    return f"{answered} of {of} answered"


def by_room(things):
    """The stops of a round, room by room, as (room, stops) in the order of the walk."""
    return [(where, list(found)) for where, found in groupby(things, key=lambda thing: thing.where)]
