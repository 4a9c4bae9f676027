"""Requests for change by program: asked for, planned, moved on and read; the log as it was."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from assets.models import Asset, AssetType
from changes.models import Change, Status
from tests.changes.requests import HOUR, make_request, make_standard
from tests.factories import MONDAY_9AM, make_change, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def api(tom):
    client = APIClient()
    client.force_authenticate(tom)
    return client


def test_a_change_is_asked_for_planned_and_read_with_its_story(school, tom, api):
    martin = make_person("service_level_manager", school, name="Martin Hale")
    said = {"kind": "normal", "school": school.code, "title": "New switch", "reason": "It drops out."}

    made = api.post("/api/v1/changes/", said, format="json")
    assert (made.status_code, made.data["status"], made.data["originator"]) == (201, "raised", tom.pk)
    address = f"/api/v1/changes/{made.data['id']}/"
    api.force_authenticate(martin)
    assert api.post(f"{address}approve_to_proceed/", {}, format="json").data["status"] == "proceed"
    api.force_authenticate(tom)
    plan = {"procedure": ["Out.", "In."], "impact": 3, "likelihood": 3}
    planned = api.post(f"{address}plan/", plan, format="json")

    assert (planned.data["status"], planned.data["risk"], planned.data["procedure"]) == (
        "planned",
        "high",
        ["Out.", "In."],
    )
    whole = api.get(address).data
    assert whole["warnings"] and whole["timeline"][0]["move"] == "raise"
    assert api.get(f"{address}timeline/").data["results"][0]["move"] == "raise"


def test_what_was_made_is_written_down_as_before(school, api):
    said = {"title": "New cable", "school": school.code, "made_at": (MONDAY_9AM - HOUR).isoformat()}

    assert api.post("/api/v1/changes/", said, format="json").data["kind"] == "recorded"


def test_a_standard_change_comes_from_its_template(school, api):
    said = {"kind": "standard", "school": school.code, "template": make_standard(school).pk}

    assert api.post("/api/v1/changes/", said, format="json").data["status"] == "approved"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "urgent"}, "kind"),
        ({"title": "\0"}, "title"),
        ({"starts_at": "9999-99-99"}, "starts_at"),
        ({"assets": [10**30]}, "assets"),
        ({"implementer": 0}, "implementer"),
        ({"status": "closed"}, "status"),
    ],
)
def test_what_can_not_be_is_refused_field_by_field(school, api, wrong, field):
    said = {"kind": "normal", "school": school.code, "title": "New switch", "reason": "Old."} | wrong

    answer = api.post("/api/v1/changes/", said, format="json")

    assert answer.status_code == 400 and field in answer.json()["error"]["fields"]
    assert not Change.objects.exists()


def test_a_thing_of_another_school_does_not_exist(school, api):
    kind, _ = AssetType.objects.get_or_create(name="Switch")
    elsewhere = Asset.objects.create(school=make_school("Mill Lane"), tag="SW-1", name="Switch", type=kind)
    said = {"kind": "normal", "school": school.code, "title": "A", "reason": "B", "assets": [elsewhere.pk]}

    assert api.post("/api/v1/changes/", said, format="json").status_code == 400


def test_a_move_that_is_not_possible_now_is_409_and_a_thing_unseen_404(school, tom, api):
    change = make_request(school, by=tom, status=Status.RAISED)

    assert api.post(f"/api/v1/changes/{change.pk}/close/", {"outcome": "successful"}, format="json").status_code == 409
    elsewhere = make_request(make_school("Mill Lane"))
    assert (
        api.post(f"/api/v1/changes/{elsewhere.pk}/close/", {"outcome": "successful"}, format="json").status_code == 404
    )


@pytest.mark.parametrize(
    ("status", "move", "said", "target"),
    [
        ("raised", "describe", {"title": "Another"}, "raised"),
        (
            "approved",
            "reschedule",
            {"starts_at": "2026-10-01T16:00:00Z", "ends_at": "2026-10-01T17:00:00Z", "reason": "Exams."},
            "approved",
        ),
        ("approved", "announce", {}, "announced"),
        ("approved", "implement", {"minutes": 5}, "implemented"),
        ("implemented", "back_out", {"note": "It failed."}, "implemented"),
        ("implemented", "record_in_assets", {"note": "Done."}, "in_register"),
        ("in_register", "close", {"outcome": "failed", "outcome_note": "It failed."}, "closed"),
        ("raised", "withdraw", {"reason": "Not needed."}, "withdrawn"),
        ("withdrawn", "raise_again", {"reason": "Needed."}, "raised"),
        ("raised", "note", {"text": "Ordered."}, "raised"),
    ],
)
def test_a_program_makes_every_move(school, tom, api, status, move, said, target):
    change = make_request(school, by=tom, status=status)

    answer = api.post(f"/api/v1/changes/{change.pk}/{move}/", said, format="json")

    assert (answer.status_code, answer.data["status"]) == (200, target)


def test_incidents_are_linked_reviewed_with_and_taken_away(school, tom, api):
    change, incident = make_request(school, by=tom, status=Status.CLOSED), make_incident(school)
    address, named = f"/api/v1/changes/{change.pk}/", {"incidents": [incident.pk]}

    assert api.post(f"{address}link_incident/", named | {"link": "asked"}, format="json").status_code == 200
    assert api.get(address).data["incidents"] == [{"incident": incident.pk, "link": "asked"}]
    assert api.post(f"{address}unlink_incident/", named, format="json").status_code == 200
    api.force_authenticate(make_person("service_level_manager", school))
    said = {"objectives_met": True, "on_time": False}
    assert api.post(f"{address}review/", said, format="json").data["on_time"] is False


def test_the_list_is_narrowed_and_ordered_and_rows_without_a_moment_have_no_place_in_it(school, tom, api):
    made = make_change(school, at=MONDAY_9AM - timedelta(days=1))
    closed = make_request(school, by=tom, status=Status.CLOSED)
    ahead = make_request(school, by=tom, risk="high")

    def listed(**asked):
        return [row["id"] for row in api.get("/api/v1/changes/", asked).data["results"]]

    assert listed() == [made.pk, closed.pk, ahead.pk]
    assert listed(ordering="-made_at") == [closed.pk, made.pk]
    assert listed(ordering="starts_at", status="open") == listed(risk="high") == [ahead.pk]
    assert api.get("/api/v1/changes/", {"boiling": "yes"}).status_code == 400


@pytest.mark.parametrize("size", [2, 9])
def test_the_list_costs_the_same_at_any_size(school, tom, api, django_assert_max_num_queries, size):
    for _ in range(size):
        make_request(school, by=tom)

    with django_assert_max_num_queries(8):
        assert len(api.get("/api/v1/changes/").data["results"]) == size


def test_standard_changes_and_tables_of_risk_are_kept_by_program(school, api):
    api.force_authenticate(make_person("service_level_manager", school))
    said = {"school": school.code, "name": "Toner", "procedure": ["Open."]}

    standard = api.post("/api/v1/standard-changes/", said, format="json").data
    address = f"/api/v1/standard-changes/{standard['id']}/"
    assert api.patch(address, {"reason": "It is empty."}, format="json").data["name"] == "Toner"
    assert api.post(f"{address}offer/", {"review_on": "2099-09-01"}, format="json").data["is_offered"] is True
    assert api.post(f"{address}withdraw/", {}, format="json").data["is_offered"] is False
    table = {"school": school.code, "cells": [["high"] * 3] * 3}
    made = api.post("/api/v1/risk-tables/", table, format="json").data
    assert (
        api.post("/api/v1/risk-tables/", table | {"cells": [["low"] * 3] * 3}, format="json").data["id"] == made["id"]
    )
    assert api.delete(f"/api/v1/risk-tables/{made['id']}/").status_code == 204
