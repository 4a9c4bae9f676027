"""Alarm bells of the service desk."""

from celery import shared_task
from django.utils import timezone

from servicedesk import idempotency, letters

AT_ONCE = 20  # so that a slow mail server is through with a handful well before the claims on it end


@shared_task
def send_letters():
    """Every 20 seconds. Safe to miss or repeat: each letter is claimed before it is sent."""
    sent = 0
    while part := letters.send_waiting(at=timezone.now(), most=AT_ONCE):
        sent += part
    return sent


@shared_task
def forget_calls():
    """Every night. Safe to miss or repeat: it looks how old each remembered call is."""
    return idempotency.forget_old(at=timezone.now())
