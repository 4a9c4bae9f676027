"""The outbox: nothing is lost, nothing is sent by two, and a mail server that refuses is tried again."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

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


def test_a_mail_server_that_is_away_for_a_week_loses_nothing(monkeypatch):
    letter = write()
    monkeypatch.setattr(letters.EmailMessage, "send", refuse)

    now = MONDAY_9AM
    while now < MONDAY_9AM + timedelta(days=7):
        assert letters.send_waiting(at=now) == 0
        letter.refresh_from_db()
        assert letter.next_try_at - now <= letters.LONGEST_WAIT
        now = letter.next_try_at
    monkeypatch.undo()

    assert letters.send_waiting(at=now) == 1


@pytest.mark.parametrize(("code", "is_given_up"), [(550, True), (450, False)])
def test_an_address_that_does_not_exist_is_given_up_at_once_and_a_busy_one_is_not(monkeypatch, code, is_given_up):
    letter = write()

    def refuse_the_address(message):
        raise SMTPRecipientsRefused({letter.to.email: (code, b"No")})

    monkeypatch.setattr(letters.EmailMessage, "send", refuse_the_address)
    letters.send_waiting(at=MONDAY_9AM)
    letter.refresh_from_db()

    assert (letter.failed_at is not None) is is_given_up


def test_letters_that_were_given_up_are_seen_by_a_watchdog_and_can_be_sent_anew(client, capsys):
    letter, _waiting = write(), write()
    Letter.objects.filter(pk=letter.pk).update(failed_at=MONDAY_9AM, next_try_at=None, tries=letters.MOST_TRIES)

    assert letters.trouble(at=MONDAY_9AM) == "1 given up"
    assert letters.trouble(at=MONDAY_9AM + 61 * MINUTE) == "1 waiting for more than an hour, 1 given up"
    assert "given up" in client.get("/healthz").json()["letters"]

    call_command("resend_letters")

    assert "1 letter will be tried anew" in capsys.readouterr().out
    assert letters.send_waiting(at=timezone.now()) == 2
    assert letters.trouble(at=timezone.now()) == ""


def test_the_page_of_a_record_says_that_a_letter_never_arrived(client):
    technician = make_person("technician")
    incident = make_incident(school=technician.memberships.get().school, requester=make_person())
    for failed in (False, True):
        letter = write(to=incident.requester, incident=incident, reference=incident.reference)
        if failed:
            Letter.objects.filter(pk=letter.pk).update(failed_at=MONDAY_9AM, next_try_at=None)
    client.force_login(technician)

    assert "2 letters written, 1 could not be delivered" in client.get(incident.get_absolute_url()).content.decode()


def test_a_handful_goes_through_one_connection(monkeypatch):
    used = []
    monkeypatch.setattr(EmailBackend, "send_messages", lambda connection, messages: used.append(connection) or 1)
    write(), write(), write()

    assert letters.send_waiting(at=MONDAY_9AM) == 3
    assert len(used) == 3
    assert len(set(map(id, used))) == 1


def test_when_the_mail_server_is_away_the_others_are_left_for_the_next_sweep(monkeypatch):
    write(), write()
    tried = []

    def be_away(connection):
        tried.append(connection)
        raise TimeoutError("timed out")

    monkeypatch.setattr(EmailBackend, "open", be_away)

    assert letters.send_waiting(at=MONDAY_9AM) == 0
    assert len(tried) == 1
    assert Letter.objects.filter(tries=0).count() == 1


def test_one_letter_that_cannot_be_sent_does_not_hold_up_the_others(monkeypatch):
    bad, good = write(), write()
    send = letters.EmailMessage.send

    def choke(message):
        if message.to == [bad.to.email]:
            raise ValueError("no such letter")
        return send(message)

    monkeypatch.setattr(letters.EmailMessage, "send", choke)

    assert letters.send_waiting(at=MONDAY_9AM) == 1
    good.refresh_from_db()
    assert good.sent_at == MONDAY_9AM


def test_the_way_to_a_password_is_not_kept_once_it_is_sent():
    person = make_person()
    secret = letters.write(person, "people/password", at=MONDAY_9AM, path="/secret/")
    plain = write()

    letters.send_waiting(at=MONDAY_9AM)
    secret.refresh_from_db()
    plain.refresh_from_db()

    assert "/secret/" in mail.outbox[0].body
    assert (secret.body, secret.subject) == ("", "Choose a new password for ICT support")
    assert plain.body


def test_after_two_weeks_of_tries_it_is_given_up_with_its_reason(monkeypatch):
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
