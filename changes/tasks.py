"""Alarm bells of changes."""

from celery import shared_task
from django.utils import timezone

from changes.workflow import audience, importing, reminding, ruling


@shared_task
def remind_of_approvals():
    """Every morning. Safe to miss or repeat: each question is reminded of once."""
    return reminding.remind(at=timezone.now())


@shared_task
def ask_anew():
    """Every hour. Safe to miss or repeat: it asks only where nobody who was asked can answer any more."""
    return ruling.chase(at=timezone.now())


@shared_task
def remind_of_changes():
    """Every quarter of an hour. Safe to miss or repeat: each change is told of once before its window."""
    return audience.remind(at=timezone.now())


@shared_task
def bring_in_changes():
    """Every quarter of a minute. Safe to miss or repeat: each row of a file goes in once."""
    return importing.go_on(at=timezone.now())


@shared_task
def forget_unused_files():
    """Every night. Safe to miss or repeat: what was sent and only looked at is thrown away."""
    return importing.forget_unused(at=timezone.now())
