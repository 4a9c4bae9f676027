"""The health check for programs."""

import pytest
import time_machine

from tests.factories import MONDAY_9AM, make_person
from tests.healthcheck.checks import make_check, make_keeper

pytestmark = pytest.mark.django_db
CHECKS, ACTIONS = "/api/v1/health-checks/", "/api/v1/health-actions/"
JSON = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


def test_a_check_is_started_answered_finished_and_read_by_a_program(client):
    school, martin = make_keeper()
    client.force_login(martin)

    made = client.post(CHECKS, {"school": school.code}, **JSON).json()
    of = f"{CHECKS}{made['id']}/"
    refused = client.post(f"{of}answer/", {"answers": [{"statement": "sl-agreed", "answer": "no"}]}, **JSON)
    said = [{"statement": "fi-replace", "answer": "yes"}, {"statement": "fi-decide", "answer": "partly"}]
    answered = client.post(f"{of}answer/", {"answers": said}, **JSON).json()
    added = {"what": "Write it down", "owner": martin.pk, "due_on": "2026-10-01", "statement": "fi-decide"}
    client.post(f"{of}add_action/", added, **JSON)
    done = client.post(f"{of}finish/", {"leave_unanswered": True}, **JSON).json()

    assert refused.status_code == 400 and "The records say yes" in str(refused.json()["error"]["fields"]["note"])
    process = next(each for each in answered["result"] if each["key"] == "finance")
    assert (process["yes"], process["partly"], process["percent"], process["before"]) == (1, 1, 25, None)
    assert done["status"] == "finished" and done["actions"][0]["statement"] == "fi-decide"
    assert client.post(f"{of}answer/", {"answers": said}, **JSON).status_code == 409
    assert client.get(CHECKS).json()["results"][0]["asked"] == len(done["answers"])


def test_an_action_is_changed_by_who_keeps_evidence_and_completed_by_its_owner(client):
    check, martin = make_check()
    priya = make_person("technician", check.school)
    client.force_login(martin)
    added = {"what": "Walk", "owner": priya.pk, "due_on": "2026-10-01"}
    action = client.post(f"{CHECKS}{check.pk}/add_action/", added, **JSON).json()["actions"][0]
    of = f"{ACTIONS}{action['id']}/"

    changed = client.post(f"{of}change/", {"due_on": "2026-10-09"}, **JSON).json()
    client.force_login(priya)
    refused = client.post(f"{of}drop/", {"outcome": "No time."}, **JSON)
    done = client.post(f"{of}complete/", {"outcome": "All seen."}, **JSON).json()

    assert (changed["due_on"], changed["what"]) == ("2026-10-09", "Walk")
    assert refused.status_code == 403 and done["status"] == "done"
    assert client.get(ACTIONS, {"state": "open"}).json()["results"] == []
