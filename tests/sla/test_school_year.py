"""What kind of day it is, what people call it, and when support is open on it."""

from datetime import date, timedelta

import pytest

from sla.school_year import DayType
from sla.working_time import add, between
from sla.year_document import InvalidSchoolYear, document_of, merge, parse
from tests.sla.calendars import hours, london

pytestmark = pytest.mark.pure

WEEK = {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
YEAR = {
    "zone": "Europe/London",
    "nation": "ENG",
    "known_until": "2026-08-31",
    "hours": {
        "term": WEEK,
        "inset": {"mon": [["09:00", "12:00"]]},
        "holiday": {"tue": [["10:00", "12:00"]]},
        "bank_holiday": {},
        "closure": {},
    },
    "ranges": [
        {"type": "term", "first": "2025-09-02", "last": "2025-12-19", "name": "Autumn term"},
        {"type": "term", "first": "2026-01-06", "last": "2026-03-27", "name": "Spring term"},
        {"type": "inset", "first": "2025-09-01", "last": "2025-09-01", "name": "INSET"},
        {"type": "holiday", "first": "2025-10-25", "last": "2025-11-02", "name": "half-term"},
        {"type": "holiday", "first": "2025-12-20", "last": "2026-01-05", "name": "Christmas holiday"},
        {"type": "inset", "first": "2026-01-05", "last": "2026-01-05"},
        {"type": "closure", "first": "2025-11-12", "last": "2025-11-13", "name": "snow"},
        {"type": "closure", "first": "2025-10-30", "last": "2025-10-30", "name": "boiler"},
    ],
    "overrides": [{"date": "2025-11-13", "hours": [["10:00", "12:00"]], "name": "opening after the snow"}],
    "bank_holidays": [
        {"date": "2025-12-25", "name": "Christmas Day"},
        {"date": "2025-11-12", "name": "A bank holiday in the snow"},
    ],
}


def year(**changes):
    return parse(YEAR | changes)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2025-09-01", DayType.INSET, "INSET"),
        ("2025-10-24", DayType.TERM, "Autumn term"),
        ("2025-10-04", DayType.TERM, "weekend"),
        ("2025-10-27", DayType.HOLIDAY, "half-term"),
        ("2025-10-26", DayType.HOLIDAY, "half-term"),
        ("2025-10-30", DayType.CLOSURE, "closed: boiler"),
        ("2025-11-12", DayType.CLOSURE, "closed: snow"),
        ("2025-11-13", DayType.CLOSURE, "opening after the snow"),
        ("2025-12-25", DayType.BANK_HOLIDAY, "Christmas Day"),
        ("2026-01-05", DayType.INSET, "INSET day"),
        ("2030-06-05", DayType.TERM, "term"),
    ],
)
def test_a_date_has_the_strongest_type_that_claims_it_and_the_name_people_give_it(day, kind, name):
    found = year()

    assert (found.day_type(date.fromisoformat(day)), found.name_of(date.fromisoformat(day))) == (kind, name)


def test_days_between_two_terms_are_holiday_even_if_nobody_wrote_so():
    found = year(ranges=[entry for entry in YEAR["ranges"] if entry["type"] == "term"])

    assert found.day_type(date(2025, 12, 22)) is DayType.HOLIDAY
    assert found.name_of(date(2025, 12, 22)) == "school holiday"


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2025-09-01", "INSET hours"),
        ("2025-10-28", "holiday hours"),
        ("2025-10-27", ""),
        ("2025-11-12", ""),
        ("2025-11-13", "override"),
        ("2025-12-25", ""),
        ("2025-10-04", ""),
        ("2025-10-03", "term hours"),
    ],
)
def test_each_day_type_is_open_at_its_own_hours_and_a_single_date_beats_them_all(day, opens):
    lengths = {"INSET hours": 3, "holiday hours": 2, "override": 2, "term hours": 8, "": 0}
    midnight = london(f"{day} 00:00")

    assert between(year().hours(), midnight, midnight + timedelta(days=1)) == hours(lengths[opens])


def test_a_fault_on_the_last_afternoon_before_half_term_is_due_after_it():
    closed = year(hours={"term": WEEK})

    assert add(closed.hours(), london("2025-10-24 15:00"), hours(2)) == london("2025-11-03 09:00")


def test_inset_days_are_staffed_like_term_unless_they_have_hours_of_their_own():
    plain = year(hours={"term": WEEK})

    assert plain.pattern_of(date(2026, 1, 5)) == (("08:00", "16:00"),)


def test_hours_may_cross_midnight_and_end_at_24_00():
    night = year(hours={"term": {"thu": [["22:00", "06:00"]], "fri": [["20:00", "24:00"]]}}, ranges=[])

    assert between(night.hours(), london("2025-10-02 00:00"), london("2025-10-04 12:00")) == hours(12)


def test_a_calendar_that_never_opens_is_allowed():
    assert (
        add(parse({"zone": "Europe/London", "hours": {"term": {}}}).hours(), london("2025-10-02 10:00"), hours(1))
        is None
    )


def test_runs_leave_no_day_out_and_none_twice():
    first, last = date(2025, 9, 1), date(2026, 8, 31)

    runs = list(year().runs(first, last))

    assert [day for run in runs for day in run.days()] == [first + timedelta(days=i) for i in range(365)]


def test_a_document_is_read_back_as_it_was_written():
    assert parse(document_of(year())) == year()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"zone": "Europe/Londres"}, "zone", "no time zone"),
        ({"zone": None}, "zone", "no time zone"),
        ({"nation": "FRA"}, "nation", "no nation"),
        ({"hours": {}}, "hours", "Say when support is open in term"),
        ({"hours": {"term": WEEK, "party": {}}}, "hours", "“party” is no day type"),
        ({"hours": {"term": {"monday": []}}}, "hours", "“monday” is no weekday"),
        ({"hours": {"term": {"mon": [["8:00", "16:00"]]}}}, "hours", "“8:00” is no time of day"),
        ({"hours": {"term": {"mon": [["08:00", "25:00"]]}}}, "hours", "“25:00” is no time of day"),
        ({"hours": {"term": {"mon": [["08:00", "08:00"]]}}}, "hours", "is no time"),
        ({"hours": {"term": {"mon": ["08:00-16:00"]}}}, "hours", "pairs of times"),
        ({"hours": {"term": {"mon": [[8, 16]]}}}, "hours", "“8” is no time of day"),
        ({"hours": {"term": []}}, "hours", "are a week"),
        ({"ranges": [{"type": "term", "first": "2025-09-01", "last": "2025-08-01"}]}, "ranges", "before it begins"),
        (
            {"ranges": [{"type": "term", "first": "2025-02-30", "last": "2025-03-01"}]},
            "ranges",
            "“2025-02-30” is no date",
        ),
        ({"ranges": [{"type": "term", "first": "0205-09-01", "last": "2025-09-03"}]}, "ranges", "check the year"),
        ({"ranges": [{"type": "feast", "first": "2025-09-01", "last": "2025-09-01"}]}, "ranges", "“feast” is no type"),
        (
            {"ranges": [{"type": "holiday", "first": "2025-09-01", "last": "2027-09-01"}]},
            "ranges",
            "longer than a year",
        ),
        (
            {"ranges": [{"type": "closure", "first": "2025-09-01", "until": "2025-09-01"}]},
            "ranges",
            "“until” is not part",
        ),
        ({"ranges": "2025"}, "ranges", "is a list"),
        ({"overrides": [{"date": "2025-09-01"}, {"date": "2025-09-01"}]}, "overrides", "there twice"),
        ({"bank_holidays": [{"date": 20250901, "name": "x"}]}, "bank_holidays", "is no date"),
        ({"known_until": "soon"}, "known_until", "“soon” is no date"),
        ({"colour": "blue"}, "colour", "“colour” is not part of a school year"),
    ],
)
def test_what_is_wrong_with_a_document_is_said_in_a_sentence_at_its_place(changes, field, sentence):
    with pytest.raises(InvalidSchoolYear) as refused:
        year(**changes)

    assert sentence in " ".join(refused.value.errors[field])


def test_overlapping_terms_are_refused_and_overlapping_closures_are_not():
    overlapping = [
        {"type": "term", "first": "2025-09-01", "last": "2025-12-19", "name": "Autumn term"},
        {"type": "term", "first": "2025-12-15", "last": "2026-03-27", "name": "Spring term"},
    ]
    closures = [
        {"type": "closure", "first": "2025-12-01", "last": f"2025-12-0{day}", "name": "flood"} for day in (3, 5)
    ]

    with pytest.raises(InvalidSchoolYear, match=r"Autumn term .* and Spring term .* overlap"):
        year(ranges=overlapping)
    assert year(ranges=closures).day_type(date(2025, 12, 5)) is DayType.CLOSURE


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(InvalidSchoolYear) as refused:
        parse({"zone": "Nowhere", "hours": None, "ranges": [{"type": "term"}], "known_until": "x"})

    assert set(refused.value.errors) == {"zone", "hours", "ranges", "known_until"}


@pytest.mark.parametrize("rubbish", [None, [], "2025", 7])
def test_what_is_no_document_is_refused(rubbish):
    with pytest.raises(InvalidSchoolYear):
        parse(rubbish)


class TestMerge:
    def test_a_school_that_is_silent_follows_the_trust(self):
        assert parse(merge(YEAR, {})) == parse(merge(YEAR, {"ranges": []}))
        assert parse(merge(YEAR, {})).day_type(date(2025, 10, 27)) is DayType.HOLIDAY

    def test_a_schools_own_terms_replace_the_trusts_of_that_year(self):
        own = {"ranges": [{"type": "term", "first": "2025-09-08", "last": "2025-12-12", "name": "Ours"}]}

        merged = parse(merge(YEAR, own))

        assert merged.name_of(date(2025, 10, 28)) == "Ours"
        assert merged.name_of(date(2026, 1, 13)) == "Spring term"
        assert merged.name_of(date(2025, 11, 12)) == "closed: snow"

    def test_a_schools_own_inset_day_leaves_the_trusts_terms_alone(self):
        own = {"ranges": [{"type": "inset", "first": "2025-11-28", "last": "2025-11-28", "name": "Our INSET"}]}

        merged = parse(merge(YEAR, own))

        assert merged.name_of(date(2025, 11, 28)) == "Our INSET"
        assert merged.name_of(date(2025, 11, 27)) == "Autumn term"
        assert merged.name_of(date(2025, 9, 1)) == "INSET"

    def test_a_schools_own_holiday_replaces_what_it_covers_and_the_rest_stays(self):
        own = {"ranges": [{"type": "holiday", "first": "2025-10-27", "last": "2025-11-07", "name": "two weeks off"}]}

        merged = parse(merge(YEAR, own))

        assert merged.name_of(date(2025, 10, 25)) == "half-term"
        assert merged.name_of(date(2025, 11, 7)) == "two weeks off"
        assert merged.name_of(date(2025, 12, 22)) == "Christmas holiday"

    def test_hours_and_single_dates_come_on_top(self):
        own = {
            "hours": {"inset": {}},
            "overrides": [{"date": "2025-11-13", "hours": [], "name": "still snowed in"}],
        }

        merged = parse(merge(YEAR, own))

        assert merged.pattern_of(date(2025, 9, 1)) == ()
        assert merged.pattern_of(date(2025, 10, 3)) == (("08:00", "16:00"),)
        assert merged.name_of(date(2025, 11, 13)) == "still snowed in"

    def test_another_nation_has_only_its_own_bank_holidays(self):
        own = {"nation": "SCT", "bank_holidays": [{"date": "2025-12-01", "name": "St Andrew’s Day"}]}

        merged = parse(merge(YEAR, own))

        assert merged.day_type(date(2025, 12, 1)) is DayType.BANK_HOLIDAY
        assert merged.day_type(date(2025, 12, 25)) is DayType.HOLIDAY

    def test_it_is_known_as_far_as_either_knows(self):
        assert merge(YEAR, {"known_until": "2027-07-20"})["known_until"] == "2027-07-20"
        assert merge(YEAR, {"known_until": "2026-07-20"})["known_until"] == "2026-08-31"
