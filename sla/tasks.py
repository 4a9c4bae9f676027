"""Alarm bells of the promises."""

from celery import shared_task
from django.utils import timezone

from sla import calendar_warnings, clocks, reevaluations


@shared_task
def mark_breaches():
    """Every minute. Safe to miss or repeat: it compares clocks with now."""
    return clocks.mark_breaches(at=timezone.now())


@shared_task
def reevaluate():
    """Every few seconds. Safe to miss, to repeat, to be killed in the middle: each batch moves its cursor with it."""
    return reevaluations.work(at=timezone.now())


@shared_task
def warn_of_ending_calendars():
    """Every week. Safe to miss or repeat: each version of a calendar is written about once to each manager."""
    return calendar_warnings.warn(at=timezone.now())
