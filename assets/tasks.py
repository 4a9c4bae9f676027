"""Alarm bells of the asset register."""

from celery import shared_task
from django.utils import timezone

from assets.workflow import importing, licence_letters, loan_letters


@shared_task
def tell_of_ending_licences():
    """Every morning. Safe to miss or repeat: each licence is told of once at each step."""
    return licence_letters.tell_of_ending(at=timezone.now())


@shared_task
def tell_of_loans():
    """Every morning. Safe to miss or repeat: each loan is told of once before it is due and once when it is late."""
    return loan_letters.tell_of_loans(at=timezone.now())


@shared_task
def bring_in_lists():
    """Every quarter of a minute. Safe to miss or repeat: each row of a list goes in once."""
    return importing.go_on(at=timezone.now())


@shared_task
def forget_unused_lists():
    """Every night. Safe to miss or repeat: what was sent and only looked at is thrown away."""
    return importing.forget_unused(at=timezone.now())
