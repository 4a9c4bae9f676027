"""The periods a school thinks in, by its own calendar."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from reports.periods import Period, termly
from sla.year_document import parse
from tests.factories import OPEN_8_TO_4, make_calendar_version, make_person, make_school

YEAR = OPEN_8_TO_4 | {
    "ranges": [
        {"type": "term", "first": "2026-04-13", "last": "2026-07-21", "name": "Summer term"},
        {"type": "term", "first": "2026-09-02", "last": "2026-12-18", "name": "Autumn term"},
        {"type": "holiday", "first": "2026-05-25", "last": "2026-05-29", "name": "Half-term"},
        {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "Half-term"},
        {"type": "holiday", "first": "2026-11-20", "last": "2026-11-20", "name": "A day off"},
    ]
}
SUMMER = Period(date(2026, 4, 13), date(2026, 7, 21))
FIRST_HALF = Period(date(2026, 9, 2), date(2026, 10, 25))


def asked(day):
    return termly(parse(YEAR), today=day)


def test_in_the_second_half_of_a_term_both_halves_and_both_terms_have_their_days():
    assert asked(date(2026, 11, 24)) == {
        "half-term": Period(date(2026, 10, 31), date(2026, 11, 24)),
        "last-half-term": FIRST_HALF,
        "term": Period(date(2026, 9, 2), date(2026, 11, 24)),
        "last-term": SUMMER,
    }


def test_in_half_term_the_last_one_is_that_which_just_ended():
    found = asked(date(2026, 10, 28))

    assert "half-term" not in found
    assert found["last-half-term"] == FIRST_HALF


def test_in_the_summer_there_is_no_term_but_the_last():
    assert asked(date(2026, 8, 10)) == {"last-half-term": Period(date(2026, 5, 30), SUMMER.last), "last-term": SUMMER}


def test_without_a_calendar_there_are_none():
    assert termly(None, today=date(2026, 11, 24)) == {}


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def school(self, client):
        school = make_school(code="HB")
        client.force_login(make_person("service_level_manager", school))
        return school

    @time_machine.travel("2026-11-24 10:00", tick=False)
    @pytest.mark.parametrize("page", ["reports:sla", "evidence:checklist"])
    def test_they_are_offered_and_shown(self, client, school, page):
        make_calendar_version(school, document=YEAR)

        shown = client.get(reverse(page), {"period": "last-half-term"})

        assert shown.context["form"].asked == FIRST_HALF
        assert [label for label, _, is_shown in shown.context["presets"] if is_shown] == ["Last half-term"]

    @time_machine.travel("2026-08-10 10:00", tick=False)
    def test_a_term_that_is_none_is_refused_in_a_sentence(self, client, school):
        make_calendar_version(school, document=YEAR)

        answer = client.get(reverse("reports:sla"), {"period": "term"})

        assert answer.status_code == 400
        assert "knows no such term" in answer.text

    def test_one_school_is_nothing_to_choose_from(self, client, school):
        assert 'name="school"' not in client.get(reverse("reports:sla")).text
