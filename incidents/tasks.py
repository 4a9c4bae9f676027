"""The incidents' alarm bells."""

from celery import shared_task
from django.utils import timezone

from incidents import escalations, workflow


@shared_task
def send_escalations() -> int:
    """Every minute. Safe to miss or repeat: a step that was taken is noted on its clock."""
    return escalations.send_due(at=timezone.now())


@shared_task
def close_resolved() -> int:
    """A few times an hour. Safe to miss: the day to close on is kept on the incident."""
    return workflow.close_resolved(at=timezone.now())
