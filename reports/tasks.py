"""Alarm bells of the reports."""

from celery import shared_task
from django.utils import timezone

from reports import nightly


@shared_task
def take_nightly_measures():
    """Every night. Safe to miss or repeat: it fills in the days that have no figures yet."""
    return nightly.take(at=timezone.now())
