"""A call that is sent again acts once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents.models import Incident, IncidentEntry
from servicedesk import idempotency
from servicedesk.models import IdempotentCall, Room
from tests.api.conftest import as_, url
from tests.factories import make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
BODY = {"summary": "No picture", "lesson_stopped": True}


def send(person, body=BODY, key="k1", path=None):
    return as_(person).post(path or url("incidents"), body, headers={"Idempotency-Key": key})


def test_the_same_call_twice_makes_one_record_and_gets_one_answer(school):
    first = send(school.requester)
    again = send(school.requester, dict(reversed(BODY.items())))

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Incident.objects.count() == school.requester.letters.count() == 1


def test_the_same_key_for_another_call_is_refused_with_a_sentence(school):
    send(school.requester)
    other = send(school.requester, {"summary": "No sound"})

    assert other.status_code == 409
    assert "choose a new key" in other.data["error"]["message"]
    assert Incident.objects.count() == 1


def test_two_people_may_choose_the_same_key(school):
    assert send(school.requester).status_code == send(school.technician).status_code == 201
    assert Incident.objects.count() == 2


def test_a_call_that_was_refused_leaves_its_key_free(school):
    assert send(school.requester, {"summary": ""}).status_code == 400
    assert send(school.requester).status_code == 201


def test_a_reply_is_sent_once(school, fault):
    path = url("incidents", fault.pk, "reply")
    for _ in range(2):
        assert send(school.technician, {"text": "On my way."}, path=path).status_code == 200

    assert IncidentEntry.objects.filter(incident=fault, move="reply").count() == 1


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_1_to_200_characters(school, key):
    answer = send(school.requester, key=key)

    assert answer.status_code == 400
    assert list(answer.data["error"]["fields"]) == ["Idempotency-Key"]
    assert send(school.requester, key="k" * 200).status_code == 201


def test_every_creation_knows_the_key(school):
    boss = school.trust_administrator
    calls = {
        "rooms": {"school": "HB", "name": "B13"},
        "services": {"name": "Telephones"},
        "assets": {"school": "HB", "tag": "T-1", "name": "Phone", "new_type": "Phone"},
        "people": {"name": "Ada", "email": "ada@school.example", "roles": [{"school": "HB", "role": "requester"}]},
    }
    for place, body in calls.items():
        answers = [send(boss, body, key=place, path=url(place)) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201], answers[0].data
        assert answers[0].json() == answers[1].json()


def test_keys_are_forgotten_after_a_week(school):
    send(school.requester)
    assert idempotency.forget_old(at=timezone.now()) == 0
    assert idempotency.forget_old(at=timezone.now() + timedelta(days=7, minutes=1)) == 1
    assert not IdempotentCall.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_make_one_record():
    school = make_school(code="HB")
    make_promise(school)
    manager = make_person("service_level_manager", school)
    start, answers = threading.Barrier(4), []

    def call():
        start.wait()
        answers.append(send(manager, {"school": "HB", "name": "B13"}, path=url("rooms")))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Room.objects.count() == 1
