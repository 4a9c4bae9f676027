"""Maintenance by programs: plans, their days ahead, rounds from start to finish."""

import pytest
import time_machine
from rest_framework.test import APIClient

from incidents.models import Incident
from maintenance.models import Plan, Round
from maintenance.starters import STARTERS
from problems.models import Problem
from tests.factories import MONDAY_9AM, make_person, make_plan, make_promise, make_round, make_school

pytestmark = pytest.mark.django_db
PLANS, ROUNDS = "/api/v1/maintenance-plans/", "/api/v1/maintenance-rounds/"


@pytest.fixture(autouse=True)
def monday():
    """Monday, nine o'clock."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


def program_of(person):
    """A program that speaks for somebody."""
    program = APIClient()
    program.force_authenticate(person)
    return program


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def test_a_round_from_start_to_finish(school, priya):
    program, plan = program_of(priya), make_plan(school, owner=priya)
    plan.checklist.create(place=2, words="Toner left", answer="number", unit="%", lowest=15)
    address = f"{ROUNDS}{make_round(plan).pk}/"

    [thing] = program.post(f"{address}start/").json()["things"]
    clean, toner = (check["id"] for check in thing["checks"])
    answers = [{"check": clean, "result": "ok"}, {"check": toner, "number": "9.5", "report": True}]
    recorded = program.post(f"{address}record/", {"answers": answers}, format="json").json()
    program.post(f"{address}raise_problem/", {"check": toner, "title": "Toner runs out unseen"}, format="json")
    done = program.post(f"{address}finish/", {"minutes": 12}, format="json").json()

    incident, problem = Incident.objects.get(), Problem.objects.get()
    assert (recorded["answered"], recorded["failed"]) == (2, 1)
    assert incident.summary.startswith("Toner left – 9.5 %")
    assert [*problem.incidents.all()] == [incident]
    assert (done["status"], done["minutes"], done["done_on"]) == ("done", 12, "2026-09-14")
    assert done["things"][0]["checks"][1]["incident"] == incident.pk
    assert [line["move"] for line in done["timeline"]] == ["start", "record", "raise_problem", "finish"]


def test_what_is_missing_or_strange_is_said_field_by_field(school, priya):
    program = program_of(priya)
    round = make_round(make_plan(school, owner=priya))
    address = f"{ROUNDS}{round.pk}/"
    program.post(f"{address}start/")

    strange = program.post(f"{address}record/", {"answers": [{"check": 999, "result": "ok"}]}, format="json")
    unanswered = program.post(f"{address}finish/", {"minutes": 1}, format="json")
    again = program.post(f"{address}start/")

    assert (strange.status_code, list(strange.json()["error"]["fields"])) == (400, ["answers"])
    assert "Filter clean" in unanswered.json()["error"]["fields"]["rest_unchecked"][0]
    assert again.status_code == 409


def test_a_plan_is_made_changed_and_tells_its_days(school, martin, priya):
    program = program_of(martin)
    wanted = {
        "school": school.code,
        "name": "Trolleys",
        "owner": priya.pk,
        "rule": {"every": "week", "weekday": 4},
        "active_from": "2026-09-01",
        "checklist": [{"words": "All charging"}, {"words": "Broken", "answer": "number", "highest": 0}],
    }

    made = program.post(PLANS, wanted, format="json")
    changed = program.patch(f"{PLANS}{made.json()['id']}/", {"rule": {"every": "week", "weekday": 2}}, format="json")
    ahead = program.get(f"{PLANS}{made.json()['id']}/dates/").json()

    assert (made.status_code, made.json()["how_often"], changed.json()["how_often"]) == (
        *(201, "Every Friday", "Every Wednesday"),
    )
    assert [item["words"] for item in changed.json()["checklist"]] == ["All charging", "Broken"]
    assert ahead["dates"][0] == {"opens": "2026-09-14", "due": "2026-09-16"}
    assert Round.objects.filter(plan=made.json()["id"]).count() == 6


def test_a_rule_that_is_none_is_refused_with_its_field(school, martin):
    facts = {"school": school.code, "name": "A", "owner": martin.pk, "active_from": "2026-09-01"}

    answer = program_of(martin).post(PLANS, facts | {"rule": {"every": "full moon"}}, format="json")

    assert answer.status_code == 400
    assert answer.json()["error"]["fields"]["rule"][0].startswith("every: Choose one of")


def test_suggestions_are_listed_and_adopted(school, martin):
    program = program_of(martin)

    assert [row["key"] for row in program.get(f"{PLANS}starters/").json()] == [starter.key for starter in STARTERS]
    made = program.post(f"{PLANS}adopt/", {"starter": "backups", "school": school.code}, format="json")
    twice = program.post(f"{PLANS}adopt/", {"starter": "backups", "school": school.code}, format="json")

    assert (made.status_code, twice.status_code) == (201, 409)
    assert Plan.objects.get().starter == "backups"


def test_the_technician_does_rounds_but_plans_none(school, priya):
    program, plan = program_of(priya), make_plan(school)

    assert program.patch(f"{PLANS}{plan.pk}/", {"name": "Mine"}, format="json").status_code == 403
    assert program.post(f"{PLANS}adopt/", {"starter": "backups", "school": school.code}).status_code == 403


@pytest.mark.parametrize("path", [PLANS, ROUNDS])
def test_a_list_costs_the_same_however_long_it_is(school, priya, path, django_assert_max_num_queries):
    program, costs = program_of(priya), []
    program.get(path)  # who asks is known from here on
    for _ in range(2):
        for _ in range(5):
            make_round(make_plan(school, owner=priya))
        with django_assert_max_num_queries(8) as queries:
            program.get(path)
        costs.append(len(queries))

    assert costs[0] == costs[1]
