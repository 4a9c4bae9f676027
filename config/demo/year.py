"""The demo's school years, made around today so that the demo is never out of date."""

from datetime import date, datetime, time, timedelta

from sla import bank_holidays, calendar_workflow
from sla.calendars import calendar_of, make_version

WEEK = ("mon", "tue", "wed", "thu", "fri")
DAY = timedelta(days=1)


def monday_of(day):
    """The Monday of a day's week."""
    return day - day.weekday() * DAY


def school_year(first):
    """(type, first, last, name) of the school year that begins in September of the year `first`."""
    christmas = monday_of(date(first, 12, 23))
    easter = _good_friday(first + 1)
    september = monday_of(date(first, 9, 7))
    return [
        ("inset", september, september, "INSET day"),
        ("holiday", *_week(monday_of(date(first, 10, 28))), "Autumn half-term"),
        ("holiday", christmas, christmas + 13 * DAY, "Christmas holiday"),
        ("inset", christmas + 14 * DAY, christmas + 14 * DAY, "INSET day"),
        ("holiday", *_week(monday_of(date(first + 1, 2, 18))), "Spring half-term"),
        ("holiday", easter - 4 * DAY, easter + 7 * DAY, "Easter holiday"),
        ("holiday", *_week(monday_of(date(first + 1, 5, 28))), "Summer half-term"),
        ("holiday", date(first + 1, 7, 22), _first_day(first + 1) - DAY, "Summer holiday"),
    ]


def make_calendar(schools, *, today, at, by):
    """The trust’s calendar, last school year to the next; one school was closed a day more, and has its mocks soon."""
    first = today.year - (1 if today.month >= 9 else 2)
    ranges = [_range(*row) for start in range(first, first + 3) for row in school_year(start)]
    known_until = _first_day(first + 3) - DAY
    holidays = bank_holidays.bank_holidays("ENG", date(first, 9, 1), known_until)
    document = {
        "zone": "Europe/London",
        "nation": "ENG",
        "hours": {
            "term": {day: [["08:00", "16:30"]] for day in WEEK},
            "inset": {day: [["09:00", "15:00"]] for day in WEEK},
        },
        "ranges": ranges,
        "overrides": [],
        "bank_holidays": [{"date": holiday.date.isoformat(), "name": holiday.name} for holiday in holidays],
        "known_until": known_until.isoformat(),
    }
    make_version(calendar_of(None), document, by=by, at=at, reason="Term dates of the trust")
    boiler = monday_of(today) - 17 * DAY
    morning = datetime.combine(boiler, time(6, 30), at.tzinfo)
    mocks = monday_of(today) + 21 * DAY
    exams = {"kind": "exams", "first": mocks.isoformat(), "last": (mocks + 11 * DAY).isoformat(), "name": "mocks"}
    own = calendar_of(schools["NGA"])
    make_version(own, document | {"marks": [exams]}, by=by, at=at, reason="The trust’s dates, and our exams")
    calendar_workflow.close(own, first=boiler, last=boiler, name="boiler repair", by=by, at=morning)


def _first_day(year):
    return monday_of(date(year, 9, 7))


def _week(monday):
    return monday, monday + 4 * DAY


def _good_friday(year):
    holidays = bank_holidays.bank_holidays("ENG", date(year, 1, 1), date(year, 12, 31))
    return next(holiday.date for holiday in holidays if holiday.name == "Good Friday")


def _range(kind, first, last, name):
    return {"type": kind, "first": first.isoformat(), "last": last.isoformat(), "name": name}
