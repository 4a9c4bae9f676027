"""How long it may take: when the time is used up, or the day to decide has come, those who decide are told once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from problems import tasks, workflow
from problems.models import Problem
from problems.warnings import warnings_of
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_incident, make_problem

pytestmark = pytest.mark.django_db
NOW = MONDAY_9AM + timedelta(hours=3)
TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)


@pytest.fixture
def problem(school, people):
    return make_problem(school, resolver=people.tom, allowed_minutes=60, when_time_runs_out="supplier")


def told():
    return sorted(letter.to.name for letter in Letter.objects.filter(template="problems/ran_out"))


@pytest.mark.parametrize(("minutes", "is_out"), [([59], False), ([60], True), ([30, 29], False), ([30, 31], True)])
def test_the_time_runs_out_when_all_of_it_is_spent(problem, people, minutes, is_out):
    for spent in minutes:
        problem = workflow.note(problem, by=people.tom, at=NOW, text="Measured.", minutes=spent)

    assert (problem.ran_out_at == NOW) is is_out
    assert problem.minutes_spent == sum(minutes)
    assert told() == (["Martin Hale", "Ruth Penrose", "Tom Webb"] if is_out else [])


def test_the_letter_says_what_was_agreed_and_comes_once(problem, people):
    for _ in range(3):
        problem = workflow.note(problem, by=people.tom, at=NOW, text="Measured.", minutes=60)

    letter = people.tom.letters.get()
    assert "What was agreed for this: Pass it to the supplier." in letter.body
    assert "60 minutes were spent of 60" in letter.body
    assert problem.entries.filter(move="run_out").count() == 1


def test_a_manager_who_is_the_resolver_gets_one_letter(problem, people):
    problem.resolver = people.martin
    problem.save()

    workflow.note(problem, by=people.tom, at=NOW, text="Measured.", minutes=60)

    assert told() == ["Martin Hale", "Ruth Penrose"]


def test_more_time_begins_a_new_allowance(problem, people):
    workflow.note(problem, by=people.tom, at=NOW, text="Measured.", minutes=70)
    problem = workflow.allow_time(problem, by=people.martin, at=NOW, allowed_minutes=90)
    assert problem.ran_out_at is None

    problem = workflow.note(problem, by=people.tom, at=NOW + DAY, text="Asked.", minutes=20)

    assert problem.ran_out_at == NOW + DAY
    assert problem.entries.filter(move="run_out").count() == 2


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"allowed_minutes": 10}, "allowed_minutes"),
        ({"decide_by": TODAY}, "decide_by"),
        ({"decide_by": TODAY - DAY}, "decide_by"),
    ],
)
def test_time_is_allowed_for_what_is_to_come(problem, people, wrong, where):
    Problem.objects.update(minutes_spent=10)

    with pytest.raises(ValidationError) as refused:
        workflow.allow_time(problem, by=people.martin, at=NOW, **wrong)

    assert list(refused.value.message_dict) == [where]


@pytest.mark.parametrize(("days", "noted"), [(-1, 1), (0, 1), (1, 0), (None, 0)])
def test_on_the_day_to_decide_those_who_decide_are_told(problem, days, noted):
    Problem.objects.update(decide_by=None if days is None else TODAY + days * DAY)

    assert workflow.note_time_run_out(at=NOW) == noted
    assert workflow.note_time_run_out(at=NOW + timedelta(minutes=1)) == 0
    assert len(told()) == 3 * noted


def test_the_day_is_that_of_the_school(problem):
    Problem.objects.update(decide_by=TODAY)
    late_on_sunday, after_midnight = MONDAY_9AM - timedelta(hours=11), MONDAY_9AM - timedelta(hours=9, minutes=30)

    assert workflow.note_time_run_out(at=late_on_sunday) == 0  # 23:00 at the school
    assert workflow.note_time_run_out(at=after_midnight) == 1  # 00:30 there, while it is Sunday still in UTC


@pytest.mark.parametrize("status", ["resolved", "closed", "withdrawn"])
def test_what_is_done_needs_no_decision(school, people, status):
    make_problem(school, status=status, decide_by=TODAY, resolver=people.tom)

    assert workflow.note_time_run_out(at=NOW) == 0


def test_minutes_of_the_end_itself_ring_nobody(problem, people):
    workflow.resolve(problem, by=people.tom, at=NOW, root_cause="Worn.", resolution="New cables.", minutes=90)

    assert told() == []


def test_one_that_fails_does_not_stop_the_others(school, people, monkeypatch):
    first, second = (make_problem(school, decide_by=TODAY, resolver=people.tom) for _ in range(2))
    real = workflow.allowing.run_out
    failing = lambda problem, at: 1 / 0 if problem == first else real(problem, at=at)  # noqa: E731
    monkeypatch.setattr(workflow.allowing, "run_out", failing)

    assert workflow.note_time_run_out(at=NOW) == 1
    assert Problem.objects.get(pk=second.pk).ran_out_at == NOW


def test_the_bell_rings_the_sweep(problem):
    Problem.objects.update(decide_by=TODAY)

    assert tasks.note_time_run_out() == 1


def warned(problem):
    return warnings_of(Problem.objects.with_rows_shown().get(pk=problem.pk))


def test_whoever_fixed_its_incidents_is_warned_not_stopped(school, people):
    fixed = [make_incident(school, status="resolved", resolved_by=people.tom) for _ in range(2)]
    problem = make_problem(school, incidents=[*fixed, make_incident(school)], resolver=people.martin)
    assert warned(problem) == []

    problem = workflow.assign(problem, by=people.martin, at=NOW, resolver=people.tom)

    assert len(warned(problem)) == 1 and "Tom Webb also fixed 2 incidents" in warned(problem)[0]


def test_resolving_the_problem_is_no_reason_for_a_warning(school, people):
    problem = make_problem(school, incidents=[make_incident(school)], resolver=people.tom)

    problem = workflow.resolve(problem, by=people.tom, at=NOW, root_cause="Worn.", resolution="New cables.")

    assert warned(problem) == []
