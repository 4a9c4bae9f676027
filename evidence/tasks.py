"""Alarm bells of the evidence."""

from celery import shared_task
from django.utils import timezone

from evidence import reminders


@shared_task
def remind_of_reviews():
    """Every morning. Safe to miss or repeat: each claim is told of once for its day."""
    return reminders.remind(at=timezone.now())
