"""Alarm bells of maintenance."""

from celery import shared_task
from django.utils import timezone

from maintenance import rounds


@shared_task
def make_rounds():
    """Every night. Safe to miss or repeat: each time of a plan has one round."""
    return rounds.make_rounds(at=timezone.now())


@shared_task
def tell_of_rounds():
    """Every morning. Safe to miss or repeat: each round is told once."""
    return rounds.tell(at=timezone.now())
