"""The desk's alarm bells."""

from celery import shared_task
from django.utils import timezone

from servicedesk import letters


@shared_task
def send_letters() -> int:
    """Every few seconds. Safe to run twice at once: each letter is claimed before it is sent."""
    return letters.send_waiting(at=timezone.now())
