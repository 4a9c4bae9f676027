"""Alarm bells of continuity."""

from celery import shared_task
from django.utils import timezone

from continuity import reminding


@shared_task
def tell_of_due():
    """Every morning. Safe to miss or repeat: each due day is told of once before it and once when it is past."""
    return reminding.tell(at=timezone.now())
