"""Alarm bells of the service desk."""

from celery import shared_task
from django.utils import timezone

from servicedesk import idempotency, letters


@shared_task
def send_letters():
    """Every 20 seconds. Safe to miss or repeat: each letter is claimed before it is sent."""
    return letters.send_waiting(at=timezone.now())


@shared_task
def forget_calls():
    """Every night. Safe to miss or repeat: it looks how old each remembered call is."""
    return idempotency.forget_old(at=timezone.now())
