"""Alarm bells of the incidents."""

from celery import shared_task
from django.utils import timezone

from incidents import escalations, workflow


@shared_task
def send_escalations():
    """Every minute. Safe to miss or repeat: each step is taken once for a clock."""
    return escalations.send_due(at=timezone.now())


@shared_task
def close_resolved():
    """Every quarter of an hour. Safe to miss or repeat: it closes what is due, and only while it is still resolved."""
    return workflow.close_resolved(at=timezone.now())
