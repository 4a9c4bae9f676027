"""Major incidents by API: what everyone may know, what is the desk's, and the moves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from incidents import workflow
from incidents.intake_same import log_me_too
from incidents.models import Incident, MajorIncident
from tests.factories import make_major, make_person, make_school
from tests.incidents.major.down import DownDesk

pytestmark = pytest.mark.django_db


@pytest.fixture
def down():
    return DownDesk()


@pytest.fixture
def parent(down):
    """Declared two hours ago."""
    return down.declare(at=timezone.now() - timedelta(hours=2))


def as_(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_the_status_is_for_everyone_and_who_leads_for_the_desk(down, parent):
    workflow.publish_update(parent, by=down.tom, at=timezone.now(), text="Cut cable.")
    log_me_too(parent, by=down.gwen, at=timezone.now(), lesson_stopped=True)

    teachers, desks = (as_(who).get("/api/v1/status/").data for who in (down.amir, down.priya))

    assert (teachers["all_well"], teachers["planned"], teachers["restored"]) == (False, [], [])
    (told,) = teachers["going_on"]
    assert (told["id"], told["school"]) == (parent.pk, down.school.code)
    assert [news["text"] for news in told["updates"]] == ["Cut cable."]
    assert told["desk"] is None
    desk = desks["going_on"][0]["desk"]
    assert desk["lead"]["name"] == "Tom Webb"
    assert (desk["people"], desk["records"], desk["lessons"]) == (2, 2, 2)


def test_the_status_of_one_school(down, parent):
    assert as_(down.amir).get("/api/v1/status/", {"school": down.school.code}).data["going_on"]
    for nobody in ("NONE", "\0", "NO\0NE"):
        assert as_(down.amir).get("/api/v1/status/", {"school": nobody}).status_code == 400
    assert as_(down.amir).get("/api/v1/status/", {"where": "here"}).status_code == 400


def test_another_school_sees_nothing_of_it(down, parent):
    stranger = as_(make_person("requester", make_school("Mill Lane")))

    assert stranger.get("/api/v1/status/").data["all_well"]
    assert stranger.get("/api/v1/majors/").data["results"] == []
    assert stranger.get(f"/api/v1/majors/{parent.pk}/").status_code == 404
    assert stranger.post(f"/api/v1/majors/{parent.pk}/me-too/", {}).status_code == 404


def test_the_list_is_narrowed_to_what_goes_on(down, parent):
    over = make_major(down.school, status="resolved", requester=down.rachel)
    desk = as_(down.priya)

    def found(**asked):
        return {row["id"] for row in desk.get("/api/v1/majors/", asked).data["results"]}

    assert found() == {parent.pk, over.pk}
    assert found(going_on="true") == {parent.pk}
    assert found(going_on="false", school=down.school.code) == {over.pk}


def test_me_too_by_a_program(down, parent):
    said = {"room": down.rooms[1].pk, "lesson_stopped": True}

    answer = as_(down.gwen).post(f"/api/v1/majors/{parent.pk}/me-too/", said)

    assert answer.status_code == 201, answer.data
    assert (answer.data["duplicate_of"], answer.data["lesson_stopped"]) == (parent.pk, True)
    workflow.resolve(parent, by=down.tom, at=timezone.now(), resolution="New cable.")
    assert as_(down.amir).post(f"/api/v1/majors/{parent.pk}/me-too/", said).status_code == 409


def test_a_major_incident_goes_its_whole_way(down):
    incident, part = down.log(down.rachel), down.log(down.gwen)
    steps = [
        (incident, "declare_major", {"title": "No internet", "lead": down.tom.pk, "reason": "Every room."}),
        (incident, "hand_lead", {"lead": down.priya.pk}),
        (part, "join", {"parent": incident.pk}),
        (part, "leave", {}),
        (part, "join", {"parent": incident.pk}),
        (incident, "publish_update", {"text": "Cut cable."}),
        (incident, "resolve", {"resolution": "New cable."}),
        (incident, "review_major", {"what_happened": "A digger.", "to_improve": "Maps."}),
    ]
    for record, move, body in steps:
        answer = as_(down.priya).post(f"/api/v1/incidents/{record.pk}/{move}/", body)
        assert answer.status_code == 200, (move, answer.data)

    assert Incident.objects.get(pk=part.pk).status == "resolved"
    review = as_(down.priya).get(f"/api/v1/majors/{incident.pk}/").data["desk"]["review"]
    assert (review["what_happened"], review["reviewed_by"]["name"]) == ("A digger.", "Priya Shah")
    assert (
        as_(down.priya).get("/api/v1/incidents/", {"parent": incident.pk}).data["results"][0]["parent"] == incident.pk
    )


def test_what_is_no_major_incident_has_no_news(down):
    answer = as_(down.priya).post(f"/api/v1/incidents/{down.log(down.rachel).pk}/publish_update/", {"text": "Hello"})

    assert answer.status_code == 409
    assert "was not declared a major incident" in answer.data["error"]["message"]
    assert not MajorIncident.objects.exists()


@pytest.mark.parametrize("path", ["/api/v1/majors/", "/api/v1/status/"])
def test_the_lists_cost_the_same_for_one_and_for_many(down, path):
    def more(number):
        for _ in range(number):
            parent = down.declare(down.log(down.rachel))
            workflow.publish_update(parent, by=down.tom, at=timezone.now(), text="Looking.")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_(down.priya).get(path).status_code == 200
        return len(captured)

    more(1)
    few = queries()
    more(4)

    assert queries() == few <= 8
