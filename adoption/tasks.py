"""Alarm bells of adoption."""

from celery import shared_task
from django.utils import timezone

from adoption import reminders


@shared_task
def remind_of_certificates():
    """Every morning. Safe to miss or repeat: each entry is told of once."""
    return reminders.remind(at=timezone.now())
