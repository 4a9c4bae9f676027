"""Alarm bells of what reads its question as a page does: below the pages of an app no task may know their forms."""

from celery import shared_task
from django.utils import timezone

from reports.questions import letters


@shared_task
def send_questions():
    """Every school morning. Safe to miss or repeat: an answer goes to each reader once a turn."""
    return letters.send(at=timezone.now())
