"""The outbox: nothing is lost, nothing is sent by two, and a mail server that refuses is tried again."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from servicedesk import letters
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_incident, make_person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def write(to=None, **facts):
    to = to or make_person(name="Rachel Okafor")
    incident = make_incident(requester=to)
    facts = {
        "incident": incident,
        "reference": incident.reference,
        "path": "/incidents/1/",
        "reason": "Not needed",
    } | facts
    return letters.write(to, "incidents/cancelled", at=MONDAY_9AM, **facts)


def test_a_letter_waits_until_the_sweep_sends_it():
    letter = write()
    assert not mail.outbox

    assert letters.send_waiting(at=MONDAY_9AM) == 1
    assert letters.send_waiting(at=MONDAY_9AM + MINUTE) == 0
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([letter.to.email], letter.subject)
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_letter_speaks_plainly_and_never_escapes_an_apostrophe():
    letter = write(reason="It’s fine & dandy <now>")

    assert "It’s fine & dandy <now>" in letter.body
    assert letter.body.startswith("Hello Rachel,")


def test_a_line_break_in_a_subject_cannot_add_a_header():
    person = make_person()
    incident = make_incident(requester=person, summary="Hello\nBcc: everyone@school.example")
    letter = letters.write(person, "incidents/cancelled", at=MONDAY_9AM, incident=incident, reference="1", reason="x")

    assert "\n" not in letter.subject
    assert letters.send_waiting(at=MONDAY_9AM) == 1


@pytest.mark.parametrize("facts", [{"email": None}, {"is_active": False}], ids=["no address", "has left"])
def test_who_cannot_be_written_to_gets_no_letter(facts):
    person = make_person()
    for name, value in facts.items():
        setattr(person, name, value)
    person.save()

    assert write(person) is None


def test_a_mail_server_that_refuses_is_tried_again_later_and_the_letter_kept(monkeypatch):
    letter = write()
    monkeypatch.setattr(letters.EmailMessage, "send", refuse)

    assert letters.send_waiting(at=MONDAY_9AM) == 0
    letter.refresh_from_db()
    assert letter.next_try_at == MONDAY_9AM + MINUTE
    assert "SMTPServerDisconnected" in letter.failure

    monkeypatch.undo()
    assert letters.send_waiting(at=MONDAY_9AM + MINUTE) == 1


def test_after_ten_tries_it_is_given_up_with_its_reason(monkeypatch):
    letter = write()
    Letter.objects.filter(pk=letter.pk).update(tries=letters.MOST_TRIES - 1)
    monkeypatch.setattr(letters.EmailMessage, "send", refuse)

    letters.send_waiting(at=MONDAY_9AM)
    letter.refresh_from_db()

    assert (letter.next_try_at, letter.failed_at) == (None, MONDAY_9AM)


def test_a_worker_killed_after_its_claim_gives_the_letter_back(monkeypatch):
    letter = write()
    monkeypatch.setattr(letters.EmailMessage, "send", die)
    with pytest.raises(KeyboardInterrupt):
        letters.send_waiting(at=MONDAY_9AM)
    monkeypatch.undo()

    assert letters.send_waiting(at=MONDAY_9AM + MINUTE) == 0
    assert letters.send_waiting(at=MONDAY_9AM + letters.CLAIM) == 1
    letter.refresh_from_db()
    assert letter.sent_at == MONDAY_9AM + letters.CLAIM


def test_two_workers_never_share_a_letter(monkeypatch):
    write()
    sent_by_other = []
    monkeypatch.setattr(
        letters.EmailMessage, "send", lambda message: sent_by_other.append(letters.send_waiting(at=MONDAY_9AM))
    )

    assert letters.send_waiting(at=MONDAY_9AM) == 1
    assert sent_by_other == [0]


def test_the_database_refuses_a_letter_both_sent_and_waiting():
    letter = write()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sent_at=MONDAY_9AM)


def refuse(message):
    raise SMTPServerDisconnected("Connection unexpectedly closed")


def die(message):
    raise KeyboardInterrupt
