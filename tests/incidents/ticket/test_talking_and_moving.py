"""The composer, and a page for every move."""

import pytest

from incidents import workflow
from incidents.models import Incident, Status
from incidents.moves import MOVES
from servicedesk.timeline import EntryKind
from tests.factories import MONDAY_9AM, make_incident, make_major, make_person
from tests.incidents.ticket.reading import fresh, newest, page_of

pytestmark = pytest.mark.django_db


# The composer.
def say(client, incident, text="Coming.", **facts):
    sent = {"mode": "reply", "text": text, "seen": newest(incident).pk} | facts
    return client.post(f"/incidents/{incident.pk}/", sent)


def test_a_reply_reaches_the_requester(desk, incident, rachel):
    response = say(desk, incident, minutes="5")

    assert response.status_code == 302
    assert newest(incident).kind == EntryKind.REPLY
    assert fresh(incident).minutes_spent == 5
    assert rachel.letters.filter(template="incidents/replied").count() == 1


def test_a_note_reaches_nobody(desk, incident, rachel):
    say(desk, incident, mode="note")

    assert newest(incident).kind == EntryKind.NOTE
    assert not rachel.letters.filter(template="incidents/replied").exists()


def test_a_call_is_an_answer(desk, incident):
    say(desk, incident, mode="call")

    assert newest(incident).kind == EntryKind.CALL
    assert fresh(incident).first_response_at is not None


def test_sending_and_waiting_stops_the_clock_however_long_the_question(desk, incident):
    question = "Which of the two? " * 30

    say(desk, incident, text=question, then="wait", follow_up_on="2026-09-15")

    assert fresh(incident).status == Status.WAITING
    assert newest(incident).text == question.strip()


def test_who_answers_what_was_answered_meanwhile_is_stopped_and_keeps_the_text(desk, incident, school):
    tom = make_person("technician", school, name="Tom Webb")
    seen = newest(incident).pk
    workflow.reply(incident, by=tom, at=MONDAY_9AM, text="I am there already.")

    response = say(desk, incident, text="I will come at noon.", seen=seen)
    page = response.content.decode()

    assert response.status_code == 409
    assert "I will come at noon." in page
    assert "I am there already." in page
    assert f'name="seen" value="{newest(incident).pk}"' in page


def test_an_empty_text_is_not_sent(desk, incident):
    response = say(desk, incident, text=" ")

    assert "Write something first." in response.content.decode()
    assert newest(incident).move == "log"


# A page for every move.
def of_a_kind(name, school, status):
    """A record that a move is for: news are of a major incident, and only what is part of one can leave it."""
    if name in ("hand_lead", "publish_update", "review_major"):
        return make_major(school, status=status).incident
    return make_incident(school, status=status, parent=make_major(school).incident if name == "leave" else None)


@pytest.mark.parametrize("name", [move.name for move in MOVES])
def test_every_move_has_its_page(client, incident, school, name):
    """Asked in the first state that allows it, by somebody who may; looking changes nothing."""
    move = next(move for move in MOVES if move.name == name)
    status = move.sources[0]
    record = of_a_kind(name, school, status)
    client.force_login(record.requester if move.permission is None else make_person("service_level_manager", school))
    before = Incident.objects.values().get(pk=record.pk)

    page = page_of(client, f"/incidents/{record.pk}/{name}/")

    assert "<form" in page
    assert Incident.objects.values().get(pk=record.pk) == before


SENT = [
    ("take", {}, Status.ASSIGNED),
    ("start", {}, Status.IN_PROGRESS),
    ("wait", {"reason": "part", "follow_up_on": "2026-09-15"}, Status.WAITING),
    ("resolve", {"resolution": "New lamp.", "minutes": "10"}, Status.RESOLVED),
    ("cancel", {"reason": "Not needed."}, Status.CANCELLED),
    ("prioritise", {"impact": "class", "urgency": "now"}, Status.NEW),
    ("note", {"text": "Spare lamp on shelf 2."}, Status.NEW),
    ("record_call", {"text": "She can wait."}, Status.NEW),
    ("reply", {"text": "Coming."}, Status.NEW),
]


@pytest.mark.parametrize(("name", "sent", "status"), SENT)
def test_sending_the_page_makes_the_move(desk, incident, name, sent, status):
    response = desk.post(f"/incidents/{incident.pk}/{name}/", sent)

    assert response.status_code == 302
    assert fresh(incident).status == status
    assert newest(incident).move == name


def test_assigning_gives_it_to_somebody_of_the_desk(desk, incident, school):
    tom = make_person("technician", school, name="Tom Webb")

    desk.post(f"/incidents/{incident.pk}/assign/", {"assignee": tom.pk})

    assert fresh(incident).assignee == tom


def test_a_duplicate_names_the_record_that_stays(desk, incident, school):
    original = make_incident(school)

    desk.post(f"/incidents/{incident.pk}/mark_duplicate/", {"original": original.pk})

    assert fresh(incident).duplicate_of == original


WRONG = [
    ("resolve", {"resolution": ""}, "Please fill this in."),
    ("wait", {"reason": "requester", "follow_up_on": "2026-09-15"}, "Say what you need from them."),
    ("wait", {"reason": "part", "follow_up_on": "2026-09-11"}, "Choose today or a later day."),
    ("prioritise", {"impact": "person", "urgency": "today", "priority": "1"}, "Say why this one differs."),
    ("mark_duplicate", {"original": "999999"}, "There is no record of this number"),
]


@pytest.mark.parametrize(("name", "sent", "sentence"), WRONG)
def test_what_is_wrong_stands_at_its_field(desk, incident, name, sent, sentence):
    response = desk.post(f"/incidents/{incident.pk}/{name}/", sent)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert fresh(incident).status == Status.NEW


def test_a_move_that_comes_too_late_is_refused_and_the_text_is_kept(desk, incident, priya):
    workflow.cancel(incident, by=priya, at=MONDAY_9AM, reason="Not needed.")

    response = desk.post(f"/incidents/{incident.pk}/resolve/", {"resolution": "A new lamp."})
    page = response.content.decode()

    assert response.status_code == 409
    assert "it is cancelled" in page
    assert "A new lamp." in page
    page_of(desk, f"/incidents/{incident.pk}/resolve/", status=409)


def test_a_requester_is_told_what_is_not_theirs_to_do(client, incident, rachel):
    client.force_login(rachel)

    page = page_of(client, f"/incidents/{incident.pk}/resolve/", status=403)

    assert "Your role does not allow you to resolve this record." in page
    assert client.post(f"/incidents/{incident.pk}/resolve/", {"resolution": "x"}).status_code == 403
    assert fresh(incident).status == Status.NEW


def test_a_requester_sees_their_record_without_the_notes(client, incident, rachel, priya):
    workflow.note(incident, by=priya, at=MONDAY_9AM, text="The lamp again.")
    client.force_login(rachel)

    assert "The lamp again." not in page_of(client, f"/incidents/{incident.pk}/")
