"""A process is killed at any moment: what was accepted is there once and whole, and every letter goes out."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from incidents.intake import log_incident
from incidents.models import Incident, IncidentEntry, Status
from servicedesk import letters
from servicedesk.models import Letter
from sla.models import Clock, ClockEvent
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
BEGIN = """
import json, os, sys, time
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from django.db import connections
connections["default"].settings_dict.update(json.loads(sys.argv[1]))
from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident
from servicedesk import letters
from servicedesk.models import Person, School
from tests.factories import MONDAY_9AM
school, (priya, teacher) = School.objects.get(), Person.objects.order_by("name")
print("ready", flush=True)
"""
LOG_AND_FIX = """
while True:
    made = log_incident(school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="Dark")
    print("logged", made.pk, flush=True)
    workflow.resolve(made, by=priya, at=MONDAY_9AM, resolution="New lamp.")
    print("resolved", made.pk, flush=True)
"""
SEND = """
from django.core.mail import EmailMessage
def send(letter):
    print("sent", letter.extra_headers["X-Service-Desk-Letter"], flush=True)
    time.sleep(0.05)
EmailMessage.send = send
letters.send_waiting(at=MONDAY_9AM)
"""


@pytest.fixture
def people():
    school = make_school()
    make_promise(school)
    priya = make_person("technician", school, name="Priya Shah")
    return school, make_person("requester", school, name="Rachel Moss"), priya


def start_and_kill(story, lines, moment):
    """Run a story in a process of its own and kill it a `moment` after some lines; all the lines that it could say."""
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    command = [sys.executable, "-c", BEGIN + story, json.dumps(database, default=str)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ)
    assert process.stdout.readline() == "ready\n"
    said = [process.stdout.readline() for _ in range(lines)]
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait(20)
    return [line.split() for line in said if line.endswith("\n")]


@pytest.mark.parametrize(("lines", "moment"), [(3, 0.004), (8, 0.011), (13, 0.019)])
def test_whatever_was_acknowledged_is_there_and_nothing_is_half_moved(people, lines, moment):
    said = start_and_kill(LOG_AND_FIX, lines, moment)

    incidents = {str(incident.pk): incident for incident in Incident.objects.all()}
    assert len(said) >= lines
    assert {pk for _, pk in said} <= incidents.keys()
    assert all(incidents[pk].status == Status.RESOLVED for word, pk in said if word == "resolved")
    for incident in incidents.values():
        moves = ["log", "resolve"] if incident.status == Status.RESOLVED else ["log"]
        assert [entry.move for entry in IncidentEntry.objects.filter(incident=incident)] == moves
        assert Letter.objects.filter(reference=incident.reference).count() == len(moves)
        clocks = Clock.objects.filter(pk__in=[incident.response_clock_id, incident.resolution_clock_id])
        assert {clock.state for clock in clocks} == {"stopped" if len(moves) == 2 else "running"}
        assert ClockEvent.objects.filter(clock__in=clocks).count() == 2 * len(moves)
    assert Clock.objects.count() == 2 * len(incidents)


def test_every_letter_goes_out_though_the_worker_was_killed_while_sending(people, monkeypatch):
    school, teacher, _ = people
    for _ in range(60):
        log_incident(school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="Dark")
    sent = [int(pk) for _, pk in start_and_kill(SEND, 20, 0.001)]
    assert 20 <= len(sent) < 60

    def send(letter):
        sent.append(int(letter.extra_headers[letters.LOOP_MARK]))

    monkeypatch.setattr(letters.EmailMessage, "send", send)
    letters.send_waiting(at=MONDAY_9AM + letters.CLAIM)

    assert set(sent) == set(Letter.objects.values_list("pk", flat=True))
    assert len(sent) <= 61  # only the one in hand may go out twice
    assert not Letter.objects.filter(sent_at=None).exists()
