"""Problems for programs: the same records, rules and rights as on the pages."""

import json

import pytest

from problems import workflow
from problems.models import Problem
from tests.factories import MONDAY_9AM, make_incident, make_known_error, make_problem, make_school

pytestmark = pytest.mark.django_db
HERE = "/api/v1/problems/"


@pytest.fixture
def tom(client, people):
    client.force_login(people.tom)
    return client


def post(client, path, **said):
    answer = client.post(f"{HERE}{path}", json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def found(client, **asked):
    return [row["id"] for row in client.get(HERE, asked).json()["results"]]


def test_a_problem_is_raised_with_its_incidents_and_read_with_its_story(tom, people, school, log):
    faults = [log(by=people.rachel), log()]

    status, made = post(tom, "", title="Dark projectors", incidents=[fault.pk for fault in faults])
    read = tom.get(f"{HERE}{made['id']}/").json()

    assert (status, made["school"], made["incident_count"], made["status"]) == (201, school.code, 2, "new")
    assert read["incidents"] == [fault.pk for fault in faults]
    assert read["reach"] == {"records": 2, "people": 2, "in_person": 0}
    assert [line["move"] for line in read["timeline"]] == ["raise"]
    assert tom.get(f"{HERE}{made['id']}/timeline/").json()["results"] == read["timeline"]


def test_a_problem_goes_from_its_cause_to_its_end(tom, people, school, log):
    problem, fault = make_problem(school), log(by=people.rachel)
    calls = {
        "take": {},
        "analyse": {"whys": ["No signal."], "causes": {"equipment": ["Cables"]}, "minutes": 15},
        "link": {"incidents": [fault.pk]},
        "declare_known_error": {"symptoms": "No picture", "workaround": "Use the other lead."},
        "propose_fix": {"proposed_fix": "New cables.", "minutes": 5},
        "resolve": {"root_cause": "A worn cable.", "resolution": "New cables."},
    }
    for name, said in calls.items():
        status, answer = post(tom, f"{problem.pk}/{name}/", **said)
        assert status == 200, answer

    assert (answer["status"], answer["minutes_spent"], answer["causes"]) == ("resolved", 20, {"equipment": ["Cables"]})
    fault.refresh_from_db()
    assert fault.status == "resolved"


def test_an_incident_with_another_cause_is_refused_in_a_sentence(tom, school):
    fault = make_incident(school)
    other = make_problem(school, incidents=[fault])

    status, answer = post(tom, f"{make_problem(school).pk}/link/", incidents=[fault.pk])

    assert status == 400
    assert answer["error"]["fields"]["incidents"] == [
        f"{fault.pk} belongs to {other.reference} already. An incident has one cause: unlink it there first."
    ]


def test_what_one_may_not_see_can_not_be_named(tom, school):
    status, answer = post(tom, "", title="Dark", incidents=[make_incident().pk])

    assert status == 400 and "you may not see it" in answer["error"]["fields"]["incidents"][0]


def test_a_move_at_the_wrong_time_is_a_conflict(tom, school):
    status, answer = post(tom, f"{make_problem(school, status='closed').pk}/note/", text="Measured.")
    assert status == 200

    status, answer = post(tom, f"{make_problem(school, status='closed').pk}/resolve/", root_cause="a", resolution="b")
    assert (status, answer["error"]["code"]) == (409, "conflict")


def test_the_list_is_narrowed_like_the_page(tom, people, school, log):
    fault = log()
    mine = make_problem(school, resolver=people.tom, incidents=[fault], priority=1, service=fault.category.service)
    free = make_problem(school, priority=2)
    done = make_problem(school, status="closed", priority=3)
    make_problem(make_school())

    assert found(tom) == [mine.pk, free.pk, done.pk]
    assert found(tom, status="open") == [mine.pk, free.pk]
    assert found(tom, resolver="me") == found(tom, service=fault.category.service_id) == [mine.pk]
    assert found(tom, incident=fault.pk) == [mine.pk]
    assert found(tom, resolver="none", status="open") == [free.pk]
    assert found(tom, ordering="-id") == [done.pk, free.pk, mine.pk]
    assert tom.get(HERE, {"owner": "me"}).status_code == 400


def test_the_warning_is_there_and_nothing_is_blocked(tom, people, school):
    fixed = make_incident(school, status="resolved", resolved_by=people.tom)
    problem = make_problem(school, incidents=[fixed])

    status, answer = post(tom, f"{problem.pk}/take/")

    assert status == 200 and len(answer["warnings"]) == 1 and "Tom Webb also fixed 1 incident" in answer["warnings"][0]


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        ("analyse", {"whys": ["a"] * 6}, "whys"),
        ("analyse", {"causes": {"weather": ["Rain"]}}, "causes"),
        ("allow_time", {"allowed_minutes": 0}, "allowed_minutes"),
        ("link", {"incidents": []}, "incidents"),
        ("link", {"incidents": ["1"]}, "incidents"),
        ("resolve", {"resolution": "New cables."}, "root_cause"),
        ("assign", {"resolver": 999999}, "resolver"),
        ("note", {"text": "Measured.", "hours": 1}, "hours"),
    ],
)
def test_what_can_not_be_taken_is_named(client, people, school, name, said, field):
    client.force_login(people.martin)

    status, answer = post(client, f"{make_problem(school).pk}/{name}/", **said)

    assert status == 400 and field in answer["error"]["fields"]


def test_problems_of_the_whole_trust_are_raised_by_its_people_only(client, people):
    client.force_login(people.tom)
    assert post(client, "", title="Slow internet")[0] == 400

    client.force_login(people.everywhere)
    status, made = post(client, "", title="Slow internet")

    assert (status, made["school"]) == (201, None)
    client.force_login(people.tom)
    assert client.get(f"{HERE}{made['id']}/").status_code == 200
    assert post(client, f"{made['id']}/note/", text="Mine too.")[0] == 403


def test_a_call_sent_twice_raises_one_problem(tom, school):
    for _ in range(2):
        said = json.dumps({"title": "Dark", "school": school.code})
        answer = tom.post(HERE, said, content_type="application/json", headers={"Idempotency-Key": "k1"})
        assert answer.status_code == 201

    assert Problem.objects.count() == 1


def test_the_list_costs_the_same_at_any_size(tom, people, school, django_assert_max_num_queries):
    for number in range(12):
        problem = make_problem(school, incidents=[make_incident(school)], resolver=people.tom, title=f"P {number}")
        workflow.take(problem, by=people.tom, at=MONDAY_9AM)
    make_known_error(school)

    with django_assert_max_num_queries(6):
        assert len(found(tom)) == 12
