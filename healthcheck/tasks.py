"""Alarm bells of the health check."""

from celery import shared_task
from django.utils import timezone

from healthcheck import reminders


@shared_task
def remind_of_actions():
    """Every morning. Safe to miss or repeat: each action is told once before its day and once after."""
    return reminders.remind(at=timezone.now())
