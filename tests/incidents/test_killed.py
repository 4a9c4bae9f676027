"""A process is killed at any moment: what was accepted is there once and whole, and every letter goes out."""

import multiprocessing
import time

import pytest
from django.db import connections
from django.urls import reverse

from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident, IncidentEntry, Status
from servicedesk import letters
from servicedesk.models import Letter
from sla.models import Clock, ClockEvent
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db(transaction=True)
FORKS = multiprocessing.get_context("fork")  # a process of its own, without the seconds that starting one takes


@pytest.fixture
def people():
    school = make_school()
    make_promise(school)
    priya = make_person("technician", school, name="Priya Shah")
    return school, make_person("requester", school, name="Rachel Moss"), priya


def log_and_fix(tell, people):
    """One record after the other, each acknowledged."""
    school, teacher, priya = people
    while True:
        made = log_incident(school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="Dark")
        tell(("logged", made.pk))
        workflow.resolve(made, by=priya, at=MONDAY_9AM, resolution="New lamp.")
        tell(("resolved", made.pk))


def send(tell, people):
    """Every letter that waits, over a slow line."""

    def send_slowly(letter):
        tell(("sent", int(letter.extra_headers[letters.LOOP_MARK])))
        time.sleep(0.05)

    letters.EmailMessage.send = send_slowly
    letters.send_waiting(at=MONDAY_9AM)


def start_and_kill(story, people, words, moment):
    """Run a story in a process of its own and kill it a `moment` after some words; all that it could say."""
    reverse("home")  # every address is read here and not in each process anew
    connections.close_all()  # it opens its own
    hears, tells = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=story, args=(tells.send, people))
    process.start()
    tells.close()
    said = [hears.recv() for _ in range(words)]
    time.sleep(moment)
    process.kill()
    process.join(20)
    while True:
        try:
            said.append(hears.recv())
        except EOFError:
            return said


@pytest.mark.parametrize(("words", "moment"), [(3, 0.004), (8, 0.011), (13, 0.019)])
def test_whatever_was_acknowledged_is_there_and_nothing_is_half_moved(people, words, moment):
    said = start_and_kill(log_and_fix, people, words, moment)

    incidents = {incident.pk: incident for incident in Incident.objects.all()}
    assert len(said) >= words
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
    sent = [pk for _, pk in start_and_kill(send, people, 20, 0.001)]
    assert 20 <= len(sent) < 60

    def send_again(letter):
        sent.append(int(letter.extra_headers[letters.LOOP_MARK]))

    monkeypatch.setattr(letters.EmailMessage, "send", send_again)
    letters.send_waiting(at=MONDAY_9AM + letters.CLAIM)

    assert set(sent) == set(Letter.objects.values_list("pk", flat=True))
    assert len(sent) <= 61  # only the one in hand may go out twice
    assert not Letter.objects.filter(sent_at=None).exists()
