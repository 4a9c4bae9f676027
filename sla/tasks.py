"""Alarm bells of the promises."""

from celery import shared_task
from django.utils import timezone

from sla import clocks


@shared_task
def mark_breaches():
    """Every minute. Safe to miss or repeat: it compares clocks with now."""
    return clocks.mark_breaches(at=timezone.now())
