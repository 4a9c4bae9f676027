"""Somebody who looked for causes leaves: their problems are open for others, and the managers are told."""

import pytest

from problems.models import Problem, Status
from problems.presentation.story import story_of
from servicedesk import workflow as accounts
from tests.factories import MONDAY_9AM, make_known_error, make_person, make_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(school):
    return make_person("trust_administrator", school, name="Ruth Penrose")


def test_their_problems_are_for_others_and_say_why(school, people, boss):
    problem = make_problem(school, resolver=people.tom, status=Status.INVESTIGATING)

    accounts.close_account(people.tom, by=boss, at=MONDAY_9AM)

    problem = Problem.objects.get(pk=problem.pk)
    assert (problem.resolver, problem.status) == (None, Status.INVESTIGATING)
    told = story_of(problem.entries.all(), MONDAY_9AM)[0]
    assert (told.says, told.text) == ("Given back by Ruth Penrose", "Tom Webb has left.")


def test_a_manager_is_told_once_of_all_that_nobody_has_now(school, people, boss):
    problem = make_problem(school, resolver=people.tom)
    known = make_known_error(school, owner=people.tom)

    accounts.close_account(people.tom, by=boss, at=MONDAY_9AM)

    letter = people.martin.letters.get()
    assert letter.subject == "Tom Webb has left: 2 records need somebody"
    assert f"{problem.reference} {problem.title}" in letter.body and known.title in letter.body
    assert people.everywhere.letters.count() == 1
    known.refresh_from_db()
    assert known.owner == people.tom


def test_what_is_over_stays_under_their_name_and_nobody_is_told(school, people, boss):
    solved = make_problem(school, resolver=people.tom, status="closed")
    make_known_error(school, owner=people.tom, retired_at=MONDAY_9AM)

    accounts.close_account(people.tom, by=boss, at=MONDAY_9AM)

    assert Problem.objects.get(pk=solved.pk).resolver == people.tom
    assert not people.martin.letters.exists()
