"""A school with a calendar, for reports that go by the school year."""

from tests.factories import make_calendar_version, make_school

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
AUTUMN = {
    "zone": "Europe/London",
    "hours": {"term": {day: [["08:00", "16:00"]] for day in WEEKDAYS}},
    "ranges": [
        {"type": "term", "first": "2026-04-13", "last": "2026-07-17", "name": "Summer term"},
        {"type": "term", "first": "2026-09-07", "last": "2026-12-18", "name": "Autumn term"},
        {"type": "term", "first": "2027-01-04", "last": "2027-03-26", "name": "Spring term"},
        {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "half-term"},
    ],
}


def make_school_with_terms(name="Harrow Beck School", **fields):
    """A school whose year is known: autumn from 7 September, half-term 26 to 30 October."""
    school = make_school(name, **fields)
    make_calendar_version(school, document=AUTUMN)
    return school
