"""Letters: written in the transaction that made them true, sent by a sweep, at least once each."""

import smtplib
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string

from servicedesk.models import Enclosure, Letter

CLAIM = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 14 * 24  # about two weeks, so that a mail server that is away over half-term loses nothing
LATE = timedelta(hours=1)
LOOKED_AT = 1000
ONCE_ONLY = ("people/", "changes/asked")  # these hold the way to a password, or a yes in somebody’s name
LOOP_MARK = "X-Service-Desk-Letter"


def write(to, template, *, at, reference="", path="", enclosed=(), **context):
    """Put a letter in the outbox; people without an address are told in person, so they get none.

    `template` names `templates/letters/<template>.txt`, whose first line is the subject. `enclosed`: (file name, PDF)
    of each document that goes with it.
    """
    if not to.email or not to.is_active:
        return None
    context |= {"to": to, "reference": reference, "link": address(path)}
    subject, _, body = render_to_string(f"letters/{template}.txt", context).strip().partition("\n")
    letter = Letter.objects.create(
        to=to,
        template=template,
        reference=reference,
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        written_at=at,
        next_try_at=at,
    )
    Enclosure.objects.bulk_create([Enclosure(letter=letter, name=name, content=content) for name, content in enclosed])
    return letter


def address(path):
    """A path of the desk as a letter writes it."""
    return urljoin(settings.BASE_URL, path)


def send_waiting(*, at, most=500):
    """Send what waits, each letter claimed first so that two workers never share one. Returns how many went out.

    All go through one connection. When the mail server is away the rest keep waiting, for the next sweep.
    """
    waiting = Letter.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk").values_list("pk", "next_try_at")
    connection, sent = get_connection(), 0
    try:
        for pk, due in list(waiting[:most]):
            if _claim(pk, due, at=at):
                sent += _send(pk, connection, at=at)
    except _Away:
        pass
    finally:
        _hang_up(connection)
    return sent


def resend(*, at):
    """Try the letters anew that were given up, as if just written. Returns how many there are."""
    given_up = Letter.objects.filter(failed_at__isnull=False)
    return given_up.update(failed_at=None, next_try_at=at, tries=0)


def trouble(*, at):
    """What a watchdog should know: letters that wait for long, or that were given up among the latest; "" is well."""
    late = Letter.objects.filter(next_try_at__isnull=False, written_at__lt=at - LATE).count()
    latest = Letter.objects.order_by("-pk").values_list("failed_at", flat=True)[:LOOKED_AT]
    given_up = sum(failed_at is not None for failed_at in latest)
    found = [(late, "waiting for more than an hour"), (given_up, "given up")]
    return ", ".join(f"{number} {words}" for number, words in found if number)


class _Away(Exception):
    """The mail server can't be reached, or went away in the middle."""


def _claim(pk, due, *, at):
    """Take a letter by moving its next try into the future; a worker that dies gives it back after `CLAIM`."""
    return Letter.objects.filter(pk=pk, next_try_at=due).update(next_try_at=at + CLAIM, tries=F("tries") + 1)


def _send(pk, connection, *, at):
    letter = Letter.objects.select_related("to").get(pk=pk)
    try:
        connection.open()  # where it is open already this does nothing
        _message(letter, connection).send()
    except Exception as error:  # the mail server refused or is away, or nobody could send this letter
        _later_or_never(letter, error, at=at)
        if _is_away(error):
            raise _Away from error
        return 0
    kept = {"body": ""} if letter.template.startswith(ONCE_ONLY) else {}
    Letter.objects.filter(pk=pk).update(sent_at=at, next_try_at=None, failure="", **kept)
    letter.enclosures.all().delete()
    return 1


def _is_away(error):
    """Is it the server that fails, rather than this one letter? What it says about a letter leaves it there."""
    about_a_letter = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(error, OSError) and not isinstance(error, about_a_letter)


def _hang_up(connection):
    with suppress(OSError):  # a server that is gone needs no goodbye
        connection.close()


def _message(letter, connection):
    """The e-mail of a letter: marked as automatic, with one Message-ID however often it is tried."""
    host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ")
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to.email],
        connection=connection,
        attachments=[(each.name, bytes(each.content), each.content_type) for each in letter.enclosures.all()],
        headers={
            "Message-ID": f"<letter-{letter.pk}.{letter.written_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_MARK: str(letter.pk),
        },
    )


def _later_or_never(letter, error, *, at):
    """Wait twice as long after each try, at most an hour; give up when the address is refused or after two weeks."""
    failure = f"{type(error).__name__}: {error}"[:500]
    if _refused_for_good(error) or letter.tries >= MOST_TRIES:
        Letter.objects.filter(pk=letter.pk).update(failed_at=at, next_try_at=None, failure=failure)
    else:
        wait = min(FIRST_WAIT * 2 ** min(letter.tries - 1, 6), LONGEST_WAIT)
        Letter.objects.filter(pk=letter.pk).update(next_try_at=at + wait, failure=failure)


def _refused_for_good(error):
    """Does the mail server say that there is no such address? A code below 500 asks to come again later."""
    refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    return refused and all(code >= 500 for code, _ in error.recipients.values())
