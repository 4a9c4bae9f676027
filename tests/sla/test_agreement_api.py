"""Agreements and what raises priorities, for programs."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from incidents.models import DatedEvent
from sla.models import AgreementVersion
from tests.factories import TARGETS, make_category, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def version(school):
    return make_promise(school)


@pytest.fixture
def api(school):
    client = APIClient()
    client.force_authenticate(make_person("service_level_manager", school))
    return client


def test_an_agreement_is_changed_and_put_in_force_by_a_program(api, version):
    draft = api.post(f"/api/v1/agreements/{version.agreement_id}/draft/", {}, format="json").json()
    address = f"/api/v1/agreement-versions/{draft['id']}/"
    targets = [
        {"kind": kind, "priority": priority, "amount": amount}
        for priority, amounts in TARGETS.items()
        for kind, amount in zip(("response", "resolution"), amounts, strict=True)
    ]
    targets[-1]["amount"] = 1000
    steps = [{"kind": "resolution", "minutes_before": 30}]

    changed = api.patch(address, {"targets": targets, "steps": steps, "seen": draft["mark"]}, format="json").json()
    assert changed["steps"][0]["minutes_before"] == 30

    preview = api.get(f"{address}preview/").json()
    assert [change["what"] for change in preview["changes"]] == ["P5 fixed within", "Who is told when time runs out"]
    assert (preview["moved"], preview["missing"]) == (0, [])

    stale = api.post(f"{address}put-in-force/", {"reason": "Review", "seen": draft["mark"]}, format="json")
    assert stale.status_code == 409
    done = api.post(f"{address}put-in-force/", {"reason": "Review", "also_open": True}, format="json").json()
    assert done["version"]["state"] == "in_force" and done["reevaluation"]
    assert api.patch(address, {"duties": "None"}, format="json").status_code == 409


def test_a_target_of_zero_is_refused_with_a_sentence(api, version):
    draft = api.post(f"/api/v1/agreements/{version.agreement_id}/draft/", {}, format="json").json()
    zero = [{"kind": "resolution", "priority": 1, "amount": 0}]

    answer = api.patch(f"/api/v1/agreement-versions/{draft['id']}/", {"targets": zero}, format="json")

    assert answer.status_code == 400
    assert AgreementVersion.objects.get(pk=draft["id"]).targets.count() == 10


def test_a_contract_is_made_signed_and_thrown_away(api, version, school):
    facts = {"kind": "contract", "name": "Copiers", "supplier": "Fellside", "school": school.code}
    made = api.post("/api/v1/agreements/", facts, format="json")
    address = f"/api/v1/agreement-versions/{made.json()['versions'][0]['id']}/"
    today = timezone.localdate().isoformat()

    assert api.post(f"{address}sign/", {"name": "Ms Kessler", "signed_on": today}, format="json").status_code == 201
    found = api.get("/api/v1/agreements/underpinning/").json()
    assert [(finding["problem"], finding["below_name"]) for finding in found] == [("not_in_force", "Copiers")]
    assert api.delete(address).status_code == 204
    assert api.get("/api/v1/agreements/underpinning/").json() == []


def test_services_and_days_that_count_more_are_written_and_tried(api, version, school):
    service = make_category().service
    table = f"/api/v1/priority-tables/{version.pk}/"
    said = api.put(f"{table}uplifts/", {"uplifts": [{"service": service.pk, "steps": 2}]}, format="json").json()
    assert said["uplifts"] == [{"service": service.pk, "steps": 2}]

    preview = api.post(f"{table}preview/", {"rules": said["rules"]}, format="json").json()
    assert preview["sentence"] == "No open record would get another priority."

    event = {"school": school.code, "name": "Exams", "first": "2026-09-14", "last": "2026-09-13"}
    assert api.post("/api/v1/dated-events/", event, format="json").status_code == 400
    made = api.post("/api/v1/dated-events/", event | {"last": "2026-09-18"}, format="json").json()
    changed = api.patch(f"/api/v1/dated-events/{made['id']}/", {"steps": 2}, format="json").json()
    assert (changed["name"], changed["steps"], changed["school"]) == ("Exams", 2, school.code)
    assert api.delete(f"/api/v1/dated-events/{made['id']}/").status_code == 204
    assert not DatedEvent.objects.exists()
