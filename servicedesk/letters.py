"""Letters: written in the transaction that made them true, sent by a sweep, at least once each."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string

from servicedesk.models import Letter

CLAIM = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
MOST_TRIES = 10
LOOP_MARK = "X-Service-Desk-Letter"


def write(to, template, *, at, reference="", path="", **context):
    """Put a letter in the outbox; people without an address are told in person, so they get none.

    `template` names `templates/letters/<template>.txt`, whose first line is the subject.
    """
    if not to.email or not to.is_active:
        return None
    context |= {"to": to, "reference": reference, "link": urljoin(settings.BASE_URL, path)}
    subject, _, body = render_to_string(f"letters/{template}.txt", context).strip().partition("\n")
    return Letter.objects.create(
        to=to,
        template=template,
        reference=reference,
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        written_at=at,
        next_try_at=at,
    )


def send_waiting(*, at, most=500):
    """Send what waits, each letter claimed first so that two workers never share one. Returns how many went out."""
    waiting = Letter.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk").values_list("pk", "next_try_at")
    return sum(_send(pk, at=at) for pk, due in list(waiting[:most]) if _claim(pk, due, at=at))


def _claim(pk, due, *, at):
    """Take a letter by moving its next try into the future; a worker that dies gives it back after `CLAIM`."""
    return Letter.objects.filter(pk=pk, next_try_at=due).update(next_try_at=at + CLAIM, tries=F("tries") + 1)


def _send(pk, *, at):
    letter = Letter.objects.select_related("to").get(pk=pk)
    try:
        _message(letter).send()
    except Exception as error:  # the mail server refused or is away, or nobody could send this letter: the others go on
        _later_or_never(letter, error, at=at)
        return 0
    Letter.objects.filter(pk=pk).update(sent_at=at, next_try_at=None, failure="")
    return 1


def _message(letter):
    """The e-mail of a letter: marked as automatic, with one Message-ID however often it is tried."""
    host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ")
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to.email],
        headers={
            "Message-ID": f"<letter-{letter.pk}.{letter.written_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_MARK: str(letter.pk),
        },
    )


def _later_or_never(letter, error, *, at):
    """Wait twice as long after each try; give up after ten and keep the reason."""
    failure = f"{type(error).__name__}: {error}"[:500]
    if letter.tries >= MOST_TRIES:
        Letter.objects.filter(pk=letter.pk).update(failed_at=at, next_try_at=None, failure=failure)
    else:
        wait = FIRST_WAIT * 2 ** (letter.tries - 1)
        Letter.objects.filter(pk=letter.pk).update(next_try_at=at + wait, failure=failure)
