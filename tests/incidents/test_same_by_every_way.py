"""Page, API, call or sweep: whichever way a record takes, its clocks, its story and its letters end the same."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client
from rest_framework.test import APIClient

from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident, IncidentEntry
from servicedesk.models import Letter
from sla import clocks
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
DONE_AT = MONDAY_9AM + timedelta(hours=3)
CLOSED_AT = MONDAY_9AM + timedelta(days=8)
FACTS = {"resolution": "New lamp.", "minutes": 20}


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def teacher(school):
    return make_person("requester", school)


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def incident(school, teacher, priya):
    """A fault that waits for a part."""
    incident = log_incident(school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="Dark")
    wait = {"reason": "part", "follow_up_on": MONDAY_9AM.date()}
    return workflow.wait(incident, by=priya, at=MONDAY_9AM + timedelta(hours=1), **wait)


def by_page(incident, person, move, said):
    client = Client()
    client.force_login(person)
    client.post(f"/incidents/{incident.pk}/{move}/", said)


def by_program(incident, person, move, said):
    client = APIClient()
    client.force_authenticate(person)
    client.post(f"/api/v1/incidents/{incident.pk}/{move}/", said)


def by_function(incident, person, move, said):
    getattr(workflow, move)(incident, by=person, at=DONE_AT if move == "resolve" else CLOSED_AT, **said)


def stand_of(pk):
    """How everything stands, without the numbers of rows."""
    incident = Incident.objects.select_related("response_clock", "resolution_clock").get(pk=pk)
    own = {"id", "response_clock", "resolution_clock"}
    sheet = {name: value for name, value in model_to_dict(incident).items() if name not in own}
    told = [
        {name: value for name, value in model_to_dict(clock).items() if name != "id"}
        | {"events": [(event.kind, event.at) for event in clock.events.all()], "read": str(clocks.read(clock))}
        for clock in (incident.response_clock, incident.resolution_clock)
    ]
    story = list(IncidentEntry.objects.filter(incident=pk).values_list("move", "at", "text", "data"))
    letters = list(Letter.objects.filter(reference=str(pk)).order_by("pk").values_list("template", "to", "written_at"))
    return sheet, told, story, letters


def tried(incident, way, *moves):
    """What becomes of it by one way; it is as before afterwards."""
    with transaction.atomic():
        for at, person, move, said in moves:
            with time_machine.travel(at, tick=False):
                way(incident, person, move, said)
        stand = stand_of(incident.pk)
        transaction.set_rollback(True)
    return stand


WAYS = [by_page, by_program]


@pytest.mark.parametrize("way", WAYS)
def test_fixed_while_it_waited(incident, priya, way):
    moves = [(DONE_AT, priya, "resolve", FACTS)]

    stand = tried(incident, way, *moves)

    assert stand[0]["status"] == "resolved"
    assert stand == tried(incident, by_function, *moves)


@pytest.mark.parametrize("way", WAYS)
def test_closed_by_somebody(incident, priya, way):
    moves = [(DONE_AT, priya, "resolve", FACTS), (CLOSED_AT, priya, "close", {})]

    assert tried(incident, way, *moves) == tried(incident, by_function, *moves)


def test_closed_by_itself_leaves_the_clocks_as_closing_by_hand_does(incident, priya):
    def by_sweep(incident, person, move, said):
        if move == "close":
            assert workflow.close_resolved(at=CLOSED_AT) == 1
        else:
            by_function(incident, person, move, said)

    moves = [(DONE_AT, priya, "resolve", FACTS), (CLOSED_AT, priya, "close", {})]

    assert tried(incident, by_sweep, *moves) == tried(incident, by_function, *moves)


@pytest.mark.parametrize("way", WAYS)
def test_still_broken(incident, teacher, priya, way):
    moves = [(DONE_AT, priya, "resolve", FACTS), (CLOSED_AT, teacher, "reopen", {"reason": "Dark again."})]

    assert tried(incident, way, *moves) == tried(incident, by_function, *moves)
