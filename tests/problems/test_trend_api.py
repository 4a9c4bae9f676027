"""Trends for programs: the same list, the same decisions, the same look."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from problems.models import Problem, TrendLook
from tests.factories import MONDAY_9AM, make_incident, make_person, make_problem, make_school, make_trend

pytestmark = pytest.mark.django_db
URL = "/api/v1/trends/"


def as_(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def faults(school):
    asker = make_person("requester", school)
    return [make_incident(school, requester=asker, at=MONDAY_9AM - n * timedelta(days=1)) for n in range(3)]


def test_the_list_can_be_read_surest_first_and_narrowed(school, people):
    make_trend(school, score=3.0)
    surer = make_trend(school, score=9.0, kind="spike")
    make_trend(make_school(), score=99.0)
    program = as_(people.tom)

    every = program.get(URL, {"ordering": "-score"}).data["results"]

    assert [row["score"] for row in every] == [9.0, 3.0]
    assert [row["id"] for row in program.get(URL, {"kind": "spike"}).data["results"]] == [surer.pk]
    assert program.get(URL, {"state": "dismissed"}).data["results"] == []


def test_one_trend_has_its_evidence_and_records(school, people, faults):
    trend = make_trend(school, incidents=faults, evidence={"days": ["2026-09-14"], "counts": [5]})

    found = as_(people.tom).get(f"{URL}{trend.pk}/").data

    assert found["incidents"] == sorted(fault.pk for fault in faults)
    assert found["evidence"] == {"days": ["2026-09-14"], "counts": [5]}
    assert (found["school"], found["why"], found["state"]) == (school.code, trend.why, "proposed")


def test_accepting_raises_a_problem(school, people, faults):
    trend = make_trend(school, incidents=faults)

    found = as_(people.tom).post(f"{URL}{trend.pk}/accept/", {"title": "Projector"}).data

    assert (found["state"], found["problem"]) == ("accepted", Problem.objects.get(title="Projector").pk)


def test_accepting_joins_only_a_problem_of_its_school(school, people, faults):
    trend, program = make_trend(school, incidents=faults), as_(people.everywhere)
    own, other = make_problem(school), make_problem()

    assert program.post(f"{URL}{trend.pk}/accept/", {"problem": other.pk}).status_code == 400
    assert program.post(f"{URL}{trend.pk}/accept/", {"problem": own.pk}).data["problem"] == own.pk


def test_only_what_is_mostly_the_same_is_decided_with_it(school, people, faults):
    trend, same = (make_trend(school, incidents=faults) for _ in range(2))
    other, program = make_trend(school), as_(people.tom)

    refused = program.post(f"{URL}{trend.pk}/dismiss/", {"reason": "Exams.", "also": [other.pk]})
    done = program.post(f"{URL}{trend.pk}/dismiss/", {"reason": "Exams.", "also": [same.pk]})

    same.refresh_from_db()
    assert (refused.status_code, done.status_code, same.state) == (400, 200, "dismissed")
    assert program.post(f"{URL}{trend.pk}/dismiss/", {"reason": "Exams."}).status_code == 409


def test_a_look_is_asked_for_and_followed(school, people):
    program = as_(people.tom)

    asked = program.post(f"{URL}look/", {"school": school.code})

    assert (asked.status_code, asked.data["finished_at"], asked.data["school"]) == (201, None, school.code)
    TrendLook.objects.update(finished_at=MONDAY_9AM, found=4)
    TrendLook.objects.create(asked_by=people.everywhere, asked_at=MONDAY_9AM)
    assert [(look["id"], look["found"]) for look in program.get(f"{URL}look/").data] == [(asked.data["id"], 4)]
    assert len(as_(people.everywhere).get(f"{URL}look/").data) == 2
