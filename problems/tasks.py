"""Alarm bells of the problems."""

from celery import shared_task
from django.utils import timezone

from problems import workflow
from problems.trends import sweeps


@shared_task
def note_time_run_out():
    """Every morning. Safe to miss or repeat: it notes once that the day to decide has come."""
    return workflow.note_time_run_out(at=timezone.now())


@shared_task
def tell_of_reviews():
    """Every Monday. Safe to miss or repeat: of each known error to look at again its keeper is told once."""
    return workflow.tell_of_reviews(at=timezone.now())


@shared_task
def find_trends():
    """Every hour. Safe to miss or repeat: each day is looked at once, those that were missed one an hour."""
    return sweeps.look_at_night(at=timezone.now())


@shared_task
def find_what_happens_now():
    """Every five minutes. Safe to miss or repeat: one thing is proposed once."""
    return sweeps.look_at_now(at=timezone.now())


@shared_task
def look_for_trends():
    """Every quarter of a minute. Safe to miss or repeat: each look that was asked for is done once."""
    return sweeps.look_as_asked(at=timezone.now())
