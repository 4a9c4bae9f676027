"""Continuity on its pages, on paper and by programs."""

import pytest
import time_machine

from continuity.models import BackupTest, RecoveryLine, Rehearsal
from continuity.paper import plan_pdf
from tests.factories import MONDAY_9AM, make_line, make_person, make_problem, make_rehearsal, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    """Monday, nine o'clock."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def priya(client, school):
    person = make_person("technician", school, name="Priya Shah")
    client.force_login(person)
    return person


def test_the_order_is_written_and_reordered_by_plain_forms(client, school, priya):
    network = make_line(school, service="Network")
    said = {"service": make_line(False, service="E-mail").service_id, "back_within": "8", "back_unit": "hours"}

    client.post(f"/continuity/lines/add/?school={school.code}", said | {"steps": "Start it.\n\nTry it."})
    made = RecoveryLine.objects.get(school=school, place=2)
    client.post(f"/continuity/lines/{made.pk}/up/")
    page = client.get(f"/continuity/?school={school.code}").content.decode()

    assert made.steps == ["Start it.", "Try it."]
    assert page.index("1. <a") < page.index("E-mail") < page.index("Network", page.index("E-mail"))
    assert f"/continuity/lines/{network.pk}/up/" in page


def test_a_rehearsal_from_planned_to_its_actions(client, school, priya):
    network, problem = make_line(school, service="Network"), make_problem(school)
    said = {"scenario": "Flood", "kind": "restore", "planned_on": "2026-09-14", "lead": priya.pk}

    client.post(f"/continuity/rehearsals/plan/?school={school.code}", said | {"services": [network.service_id]})
    made = Rehearsal.objects.get()
    held = {"held_on": "2026-09-14", "result": "passed", f"took_{network.service_id}": "3.5"}
    client.post(f"/continuity/rehearsals/{made.pk}/hold/", held)
    action = {"words": "A key", "owner": priya.pk, "due_on": "2026-10-01"}
    client.post(f"/continuity/rehearsals/{made.pk}/add_action/", action | {"record": problem.reference})
    unknown = client.post(f"/continuity/rehearsals/{made.pk}/add_action/", action | {"record": "X9"})
    page = client.get(f"/continuity/rehearsals/{made.pk}/").content.decode()

    assert "3.5 hours" in page and problem.reference in page and "A key" in page
    assert "There is no such record" in unknown.content.decode()


def test_a_backup_test_is_logged_and_put_right(client, school, priya):
    said = {"what": "A folder", "tested_on": "2026-09-14", "tested_by": priya.pk, "result": "passed"}

    client.post(f"/continuity/back-up-tests/log/?school={school.code}", said)
    test = BackupTest.objects.get()
    client.post(f"/continuity/back-up-tests/{test.pk}/", said | {"result": "partly"})

    assert [row.result for row in test.history.all()] == ["partly", "passed"]
    assert "Partly" in client.get("/continuity/back-up-tests/").content.decode()


def test_programs_keep_the_order_and_read_the_plan(client, school, priya):
    service = make_line(False, service="Network").service_id
    wanted = {"school": school.code, "service": service, "back_within": 2, "back_unit": "school_days"}

    made = client.post("/api/v1/recovery-lines/", wanted, content_type="application/json").json()
    second = client.post("/api/v1/recovery-lines/", wanted, content_type="application/json")
    plan = client.get(f"/api/v1/recovery-plan/?school={school.code}").json()

    assert (made["place"], second.status_code) == (1, 400)
    assert plan["is_own"] and plan["lines"][0]["line"]["back_within"] == 2
    assert client.delete(f"/api/v1/recovery-lines/{made['id']}/").status_code == 204


def test_the_plan_on_paper_is_tagged_and_the_same_twice(school):
    make_line(school, service="Network", steps=["Start it."], owner=make_person("technician", school, name="Ada"))

    first, second = (plan_pdf(school, at=MONDAY_9AM) for _ in range(2))

    assert first == second and first.startswith(b"%PDF") and b"/MarkInfo" in first


def test_lists_cost_the_same_for_few_and_many(client, school, priya, django_assert_max_num_queries):
    for _ in range(2):
        make_rehearsal(school, lead=priya)
    with django_assert_max_num_queries(12):
        client.get("/continuity/rehearsals/")
    for _ in range(20):
        make_rehearsal(school, lead=make_person("technician", school))
    with django_assert_max_num_queries(12):
        client.get("/continuity/rehearsals/")
