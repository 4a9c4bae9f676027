"""Alarm bells of costs."""

from celery import shared_task
from django.utils import timezone

from finance import reminding


@shared_task
def tell_of_contracts():
    """Every morning. Safe to miss or repeat: each contract is told of once at each step."""
    return reminding.tell_of_contracts(at=timezone.now())
