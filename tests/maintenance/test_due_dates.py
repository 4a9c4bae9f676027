"""When maintenance is due at a real school: tables of rules and days, worked out by hand on the published calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.due_dates import due_dates, works
from maintenance.rules import (
    LAST,
    READS,
    Every,
    Holidays,
    InvalidRule,
    Part,
    Place,
    Rule,
    WhenClosed,
    document_of,
    read,
    sentence,
)
from sla.school_year import DayType, SchoolYear
from tests.maintenance.years import OPEN, closed, day, sheffield, written_terms

YEAR = ("2026-09-01", "2027-08-31")


def due(rule, year=None, between=YEAR):
    """The due days as text, each with the day from which it may be done where that is another."""
    found = due_dates(rule, year or sheffield(), *map(day, between))
    return [str(each.due) if each.due == each.opens else f"{each.opens}/{each.due}" for each in found]


RULES = {
    "every half-term, in its first week": (
        Rule(Every.HALF_TERM),
        YEAR,
        "2026-09-01/2026-09-04 2026-11-02/2026-11-06 2027-01-04/2027-01-08 "
        "2027-02-22/2027-02-26 2027-04-12/2027-04-16 2027-06-07/2027-06-11",
    ),
    "every half-term, in its last week": (
        Rule(Every.HALF_TERM, nth=LAST),
        YEAR,
        "2026-10-19/2026-10-23 2026-12-14/2026-12-18 2027-02-08/2027-02-12 "
        "2027-03-22/2027-03-25 2027-05-24/2027-05-28 2027-07-19/2027-07-21",
    ),
    "every half-term, on its second school day": (
        Rule(Every.HALF_TERM, nth=2, part=Part.DAY),
        ("2026-09-01", "2027-03-01"),
        "2026-09-01/2026-09-02 2026-11-02/2026-11-03 2027-01-04/2027-01-05 2027-02-22/2027-02-23",
    ),
    "every term, on its last school day": (
        Rule(Every.TERM, nth=LAST, part=Part.DAY),
        YEAR,
        "2026-12-14/2026-12-18 2027-03-22/2027-03-25 2027-07-19/2027-07-21",
    ),
    "the last Friday of every month: none in August, earlier than half-term and than Good Friday": (
        Rule(Every.MONTH, weekday=4, nth=LAST),
        YEAR,
        "2026-09-21/2026-09-25 2026-10-19/2026-10-23 2026-11-23/2026-11-27 2026-12-14/2026-12-18 2027-01-25/2027-01-29 "
        "2027-02-22/2027-02-26 2027-03-22/2027-03-25 2027-04-26/2027-04-30 2027-05-24/2027-05-28 2027-06-21/2027-06-25 "
        "2027-07-19/2027-07-21",
    ),
    "the first Monday of every month, later where a bank holiday or a holiday lies": (
        Rule(Every.MONTH, weekday=0, nth=1, when_closed=WhenClosed.LATER),
        ("2027-01-01", "2027-06-30"),
        "2027-01-04 2027-02-01 2027-03-01 2027-04-12 2027-05-04 2027-06-07",
    ),
    "the same, but earlier: the first Monday in May is a bank holiday, April begins in a holiday": (
        Rule(Every.MONTH, weekday=0, nth=1),
        ("2027-04-01", "2027-05-31"),
        "2027-04-12 2027-05-04",
    ),
    "every Monday: a bank holiday moves it on, a week of holiday has none": (
        Rule(Every.WEEK, weekday=0),
        ("2027-05-01", "2027-06-14"),
        "2027-05-04 2027-05-10 2027-05-17 2027-05-24 2027-06-07 2027-06-14",
    ),
    "every Friday: Good Friday is done on Thursday": (
        Rule(Every.WEEK, weekday=4),
        ("2027-03-15", "2027-04-17"),
        "2027-03-15/2027-03-19 2027-03-22/2027-03-25 2027-04-12/2027-04-16",
    ),
    "every two weeks on Wednesday: a turn that falls into the holiday waits for the school to open": (
        Rule(Every.WEEK, weekday=2, weeks=2, since=date(2026, 9, 14)),
        ("2026-09-14", "2026-11-25"),
        "2026-09-14/2026-09-16 2026-09-28/2026-09-30 2026-10-12/2026-10-14 2026-11-02 "
        "2026-11-09/2026-11-11 2026-11-23/2026-11-25",
    ),
    "every year by 15 August is done before the school breaks up": (
        Rule(Every.YEAR, month=8, day=15),
        YEAR,
        "2027-06-23/2027-07-21",
    ),
    "five school days before exams": (Rule(Every.EXAMS, before=5), YEAR, "2027-04-16/2027-04-30"),
    "the first week of the summer holiday": (Rule(Every.HOLIDAY), YEAR, "2027-07-22/2027-07-28"),
    "the last working day of every long holiday: New Year’s Day is none": (
        Rule(Every.HOLIDAY, holidays=Holidays.LONG, place=Place.LAST_DAY),
        YEAR,
        "2026-12-31 2027-04-09 2027-08-31",
    ),
    "the first working day of every holiday": (
        Rule(Every.HOLIDAY, holidays=Holidays.ALL, place=Place.FIRST_DAY),
        YEAR,
        "2026-10-26 2026-12-21 2027-02-15 2027-03-30 2027-06-01 2027-07-22",
    ),
    "INSET days": (Rule(Every.INSET), YEAR, "2026-09-01 2027-01-04"),
    "every school day of a week with a bank holiday": (
        Rule(Every.SCHOOL_DAY),
        ("2027-05-01", "2027-05-09"),
        "2027-05-04 2027-05-05 2027-05-06 2027-05-07",
    ),
}


@pytest.mark.parametrize("said", RULES)
def test_a_rule_on_the_published_calendar(said):
    rule, between, expected = RULES[said]

    assert due(rule, between=between) == expected.split()


def test_the_fifth_school_day_before_the_exams_jumps_over_the_bank_holiday():
    assert works(Rule(Every.EXAMS), sheffield(), day("2027-05-03")) is False
    assert due(Rule(Every.EXAMS, before=1)) == ["2027-04-23/2027-05-07"]


def test_snow_moves_a_day_and_keeps_its_slot():
    rule, span = Rule(Every.WEEK, weekday=4), (day("2027-01-18"), day("2027-01-24"))

    [before] = due_dates(rule, sheffield(), *span)
    [after] = due_dates(rule, sheffield(closed("2027-01-21", "2027-01-22")), *span)

    assert (before.due, after.due) == (day("2027-01-22"), day("2027-01-20"))
    assert before.slot == after.slot == "week 2027-01-18"


def test_a_whole_week_of_snow_leaves_the_week_out_and_moves_the_half_terms_first_week():
    snow = sheffield(closed("2027-01-04", "2027-01-08"))

    assert due(Rule(Every.WEEK, weekday=0), snow, ("2027-01-04", "2027-01-17")) == ["2027-01-11"]
    assert "2027-01-11/2027-01-15" in due(Rule(Every.HALF_TERM), snow)


def test_a_closure_divides_no_half_term():
    long = sheffield(closed("2026-11-16", "2026-11-27"))

    assert len(due(Rule(Every.HALF_TERM), long)) == 6


def test_nothing_is_invented_beyond_the_calendar():
    known = sheffield(known_until="2026-10-09")

    assert due(Rule(Every.WEEK, weekday=4), known)[-1] == "2026-10-05/2026-10-09"
    assert due(Rule(Every.HALF_TERM), known) == ["2026-09-01/2026-09-04"]
    assert due(Rule(Every.HALF_TERM, nth=LAST), known) == []
    assert due(Rule(Every.HOLIDAY), known) == []


def test_a_school_that_wrote_its_terms_has_none_outside_them():
    year = written_terms()

    assert due(Rule(Every.HALF_TERM, nth=LAST), year) == [
        *("2026-10-19/2026-10-23", "2026-12-14/2026-12-18", "2027-03-22/2027-03-25")
    ]
    assert due(Rule(Every.WEEK, weekday=0), year)[-1] == "2027-03-22"


def test_a_calendar_without_any_dates_knows_weeks_but_no_half_terms():
    plain = SchoolYear("Europe/London", {DayType.TERM: OPEN})

    assert due(Rule(Every.HALF_TERM), plain) == due(Rule(Every.TERM), plain) == due(Rule(Every.HOLIDAY), plain) == []
    assert due(Rule(Every.WEEK), plain, ("2026-09-07", "2026-09-14")) == ["2026-09-07", "2026-09-14"]


def test_a_technician_of_two_days_is_due_on_those():
    two_days = sheffield(weekdays=((), OPEN[0], (), OPEN[0], (), (), ()))

    assert due(Rule(Every.WEEK, weekday=4), two_days, ("2026-09-14", "2026-09-20")) == ["2026-09-15/2026-09-17"]


def test_in_holidays_the_month_goes_on_but_never_on_a_bank_holiday():
    rule = Rule(Every.MONTH, weekday=0, nth=LAST, in_holidays=True)

    assert due(rule, between=("2026-08-01", "2026-08-31")) == ["2026-08-24/2026-08-28"]
    assert due(rule, between=("2027-05-01", "2027-05-31")) == ["2027-05-24/2027-05-28"]


rules = st.builds(
    Rule,
    every=st.sampled_from(Every),
    weekday=st.integers(0, 4),
    weeks=st.integers(1, 8),
    since=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    nth=st.sampled_from([LAST, 1, 2, 3, 4]),
    part=st.sampled_from(Part),
    month=st.integers(1, 12),
    day=st.integers(1, 31),
    before=st.integers(1, 20),
    holidays=st.sampled_from(Holidays),
    place=st.sampled_from(Place),
    in_holidays=st.booleans(),
    when_closed=st.sampled_from(WhenClosed),
)
mornings = st.dates(date(2025, 9, 1), date(2028, 6, 1))
years = st.builds(
    lambda first, length, until: sheffield(closed(str(first), str(first + timedelta(length))), known_until=str(until)),
    mornings,
    st.integers(0, 20),
    st.dates(date(2026, 10, 1), date(2028, 7, 31)),
)


@given(rules, years, mornings, st.integers(0, 400))
def test_whatever_the_rule_nothing_is_due_where_nobody_works(rule, year, first, length):
    last = first + timedelta(length)
    found = due_dates(rule, year, first, last)
    never = (DayType.CLOSURE, DayType.BANK_HOLIDAY)

    assert all(first <= each.due <= last and each.opens <= each.due and year.is_known(each.due) for each in found)
    assert not any(year.day_type(each.due) in never or year.day_type(each.opens) in never for each in found)
    assert all(year.pattern_of(each.due) or each.due.weekday() < 5 for each in found)
    assert [each.due for each in found] == sorted({each.due for each in found})
    assert len({each.slot for each in found}) == len(found)


@given(rules, years, mornings, st.integers(1, 200), st.integers(1, 200))
def test_a_look_in_two_parts_finds_what_one_look_finds(rule, year, first, one, two):
    middle, last = first + timedelta(one), first + timedelta(one + two)
    parts = due_dates(rule, year, first, middle) + due_dates(rule, year, middle + timedelta(1), last)

    assert parts == due_dates(rule, year, first, last)


@given(rules)
def test_a_rule_is_read_back_as_it_was_written(rule):
    stored = document_of(rule)

    assert set(stored) == {"every", *READS[rule.every]}
    assert document_of(read(stored)) == stored
    assert sentence(read(stored)) == sentence(rule)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], "rule"),
        ({}, "every"),
        ({"every": "full moon"}, "every"),
        ({"every": "week", "weekday": 6}, "weekday"),
        ({"every": "week", "weekday": True}, "weekday"),
        ({"every": "week", "weeks": 0}, "weeks"),
        ({"every": "week", "since": "September"}, "since"),
        ({"every": "month", "nth": 5}, "nth"),
        ({"every": "half_term", "nth": 0}, "nth"),
        ({"every": "half_term", "part": ["week"]}, "part"),
        ({"every": "year", "month": "9"}, "month"),
        ({"every": "year", "in_holidays": 1}, "in_holidays"),
        ({"every": "inset", "moon": "full"}, "moon"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_name_of_the_field(document, field):
    with pytest.raises(InvalidRule) as refused:
        read(document)

    assert list(refused.value.errors) == [field]


SENTENCES = {
    "Every half-term, in its first week": Rule(Every.HALF_TERM),
    "Every term, on its last school day": Rule(Every.TERM, nth=LAST, part=Part.DAY),
    "The last Friday of every month": Rule(Every.MONTH, weekday=4, nth=LAST),
    "Every Monday": Rule(Every.WEEK),
    "Every 3 weeks, on Tuesday": Rule(Every.WEEK, weekday=1, weeks=3),
    "5 school days before exams begin": Rule(Every.EXAMS),
    "In the first week of the summer holiday": Rule(Every.HOLIDAY),
    "On the last working day of each long holiday": Rule(Every.HOLIDAY, holidays=Holidays.LONG, place=Place.LAST_DAY),
    "Every year, by 1 September": Rule(Every.YEAR),
    "On every INSET day": Rule(Every.INSET),
    "Every school day": Rule(Every.SCHOOL_DAY),
}


@pytest.mark.parametrize("words", SENTENCES)
def test_a_rule_is_said_in_a_sentence(words):
    assert sentence(SENTENCES[words]) == words
