"""The pages of adoption and of the register, and their endpoints."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adoption import workflow
from adoption.models import Certificate, Phase
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


def cost(client, name):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"adoption:{name}")).status_code == 200
    return len(queries)


def test_the_trust_plans_phases_and_processes_and_sees_them_in_the_grid(client):
    school = make_school()
    client.force_login(make_person("trust_administrator", everywhere=True))

    client.post(reverse("adoption:add_phase"), {"name": "First schools", "year": "2026", "by_invitation": "on"})
    phase = Phase.objects.get()
    client.post(reverse("adoption:place_school", args=[school.pk]), {"phase": phase.pk})
    plan = {"process": "incident", "on": "2026-09-01", "note": "With the new year."}
    client.post(reverse("adoption:plan_process", args=[school.pk]), plan)

    grid = client.get(reverse("adoption:programme")).content.decode()
    road = client.get(reverse("adoption:roadmap", args=[school.pk])).content.decode()
    assert "First schools" in grid and "By invitation" in grid and "on since 1 Sep 2026" in grid
    assert "With the new year." in road and "Switched on, but nothing shows that it is used" in road
    assert "Next in FITS’s order: <b>Service desk</b>" in road


def test_lists_cost_the_same_however_many_schools_and_entries_there_are(client):
    school = make_school()
    ruth = make_person("trust_administrator", everywhere=True)
    client.force_login(ruth)
    for each in (school, make_school("Another")):
        workflow.add_certificate(person=ruth, school=each, by=ruth, at=MONDAY_9AM)
    cost(client, "programme")  # what is read once in each process
    cost(client, "certificates")
    before = [cost(client, name) for name in ("programme", "certificates")]
    for n in range(12):
        other = make_school(f"School {n}")
        workflow.add_certificate(person=ruth, school=other, by=ruth, at=MONDAY_9AM)

    assert [cost(client, name) for name in ("programme", "certificates")] == before


def test_an_entry_is_made_concluded_and_exported(client):
    school = make_school()
    priya = make_person("technician", school, name="Priya Shah")
    client.force_login(make_person("service_level_manager", school))

    said = {"person": priya.pk, "level": "practitioner", "unit_code": "P-01", "training_hours": "7.5"}
    client.post(reverse("adoption:add_certificate", args=[school.pk]), said)
    made = Certificate.objects.get()
    taken = {"passed": "yes", "exam_on": "2026-09-10", "result": "Pass", "expires_on": "2029-09-10"}
    client.post(reverse("adoption:conclude_certificate", args=[made.pk]), taken)
    lines = b"".join(client.get(reverse("adoption:certificates-csv"), {"state": "held"})).decode().splitlines()

    assert len(lines) == 2 and "Priya Shah,Practitioner,P-01,Held" in lines[1] and "2029-09-10" in lines[1]
    assert "too few to say" in client.get(reverse("adoption:certificates")).content.decode()
    client.force_login(priya)
    own = client.get(made.get_absolute_url()).content.decode()
    assert "7.5 hours" in own and "Withdraw" not in own


def test_programs_plan_and_read_the_programme(client):
    school = make_school()
    client.force_login(make_person("trust_administrator", everywhere=True))

    phase = client.post("/api/v1/adoption-phases/", {"name": "First", "year": 2026}, **JSON).json()
    client.patch(f"/api/v1/adoption-phases/{phase['id']}/", {"year": 2027}, **JSON)
    client.post(f"/api/v1/adoption/{school.pk}/place/", {"phase": phase["id"]}, **JSON)
    client.post(f"/api/v1/adoption/{school.pk}/plan/", {"process": "change", "on": "2026-12-01"}, **JSON)
    [found] = client.get("/api/v1/adoption/", {"phase": phase["id"]}).json()["results"]
    refused = client.post(f"/api/v1/adoption-phases/{phase['id']}/remove/", {}, **JSON)

    change = next(each for each in found["processes"] if each["process"] == "change")
    assert (found["school"], found["phase"], found["next"]) == (school.code, phase["id"], "service_desk")
    assert (change["on"], change["stage"], change["figures"]) == ("2026-12-01", "not_started", [])
    assert refused.status_code == 409 and Phase.objects.get().year == 2027


def test_programs_keep_the_register_and_read_a_share_that_hides_too_few(client):
    school = make_school()
    priya = make_person("technician", school)
    client.force_login(make_person("service_level_manager", school))

    said = {"school": school.code, "person": priya.pk, "level": "manager"}
    made = client.post("/api/v1/certificates/", said, **JSON).json()
    of = f"/api/v1/certificates/{made['id']}/"
    client.post(f"{of}change/", {"due_on": "2026-10-01"}, **JSON)
    done = client.post(f"{of}conclude/", {"passed": True, "exam_on": "2026-09-10"}, **JSON).json()

    assert (done["status"], done["due_on"]) == ("passed", "2026-10-01")
    assert client.post(f"{of}conclude/", {"passed": True, "exam_on": "2026-09-10"}, **JSON).status_code == 409
    share = client.get("/api/v1/certificates/share/").json()
    assert share == [{"school": school.code, "holders": None, "people": None, "percent": None}]
