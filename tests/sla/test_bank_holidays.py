"""Bank holidays of the four nations, against the list that GOV.UK publishes."""

import json
from datetime import date

import pytest

from sla.bank_holidays import NATIONS, NotBankHolidays, bank_holidays, read_gov_uk
from sla.school_year import SATURDAY

pytestmark = pytest.mark.pure

# In the library and not in the published list that the tests have: announced after that list was made.
ANNOUNCED_LATER = {"SCT": {date(2026, 6, 15)}}


@pytest.fixture
def gov_uk(calendar_data):
    return (calendar_data / "bank-holidays.json").read_bytes()


@pytest.mark.parametrize("nation", NATIONS)
def test_the_library_knows_every_published_bank_holiday_and_no_other_weekday(nation, gov_uk):
    published = {holiday.date for holiday in read_gov_uk(gov_uk, nation)}
    ours = {holiday.date for holiday in bank_holidays(nation, date(2012, 1, 1), date(2028, 12, 31))}

    assert published <= ours
    assert {day for day in ours - published if day.weekday() < SATURDAY} == ANNOUNCED_LATER.get(nation, set())


@pytest.mark.parametrize(
    ("nation", "day", "is_one"),
    [
        ("ENG", date(2022, 12, 25), True),  # a Sunday, kept beside its substitute
        ("ENG", date(2022, 12, 27), True),  # the substitute
        ("ENG", date(2022, 9, 19), True),  # one-off: state funeral
        ("WLS", date(2023, 5, 8), True),  # one-off: coronation
        ("ENG", date(2020, 5, 4), False),  # moved to the 8th
        ("ENG", date(2020, 5, 8), True),
        ("SCT", date(2026, 4, 6), False),  # no Easter Monday in Scotland
        ("SCT", date(2026, 1, 2), True),
        ("NIR", date(2026, 3, 17), True),
        ("ENG", date(2026, 3, 17), False),
    ],
)
def test_each_nation_has_its_own_days_with_substitutes_and_one_offs(nation, day, is_one):
    assert (day in {holiday.date for holiday in bank_holidays(nation, day, day)}) is is_one


def test_no_nation_has_no_bank_holidays_and_an_unknown_one_is_refused():
    assert bank_holidays("", date(2026, 1, 1), date(2026, 12, 31)) == ()
    with pytest.raises(ValueError, match="no nation"):
        bank_holidays("FRA", date(2026, 1, 1), date(2026, 12, 31))


def test_the_published_list_says_which_day_is_a_substitute():
    listed = {
        "england-and-wales": {"events": [{"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day"}]}
    }

    assert read_gov_uk(json.dumps(listed).encode(), "ENG")[0].name == "Boxing Day (substitute day)"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"scotland": {"events": [1]}}'])
def test_anything_else_is_refused_in_a_sentence(content):
    with pytest.raises(NotBankHolidays, match="not the bank holiday list"):
        read_gov_uk(content, "SCT")
