"""Alarm bells of the asset register."""

from celery import shared_task
from django.utils import timezone

from assets.workflow import licence_letters


@shared_task
def tell_of_ending_licences():
    """Every morning. Safe to miss or repeat: each licence is told of once at each step."""
    return licence_letters.tell_of_ending(at=timezone.now())
