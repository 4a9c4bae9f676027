"""Alarm bells of the service desk."""

from celery import shared_task
from django.utils import timezone

from servicedesk import letters


@shared_task
def send_letters():
    """Every 20 seconds. Safe to miss or repeat: each letter is claimed before it is sent."""
    return letters.send_waiting(at=timezone.now())
