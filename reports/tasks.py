"""Alarm bells of the reports."""

from celery import shared_task
from django.utils import timezone

from reports import closing, nightly, report_letters, trend_letters, workflow


@shared_task
def take_nightly_measures():
    """Every night. Safe to miss or repeat: it fills in the days that have no figures yet."""
    return nightly.take(at=timezone.now())


@shared_task
def keep_closed_months():
    """Every night. Safe to miss or repeat: it keeps what is not kept yet."""
    return closing.keep(at=timezone.now())


@shared_task
def count_a_month_again():
    """Every night, one month. Safe to miss or repeat: each has its turn."""
    return closing.count_again(at=timezone.now())


@shared_task
def send_trend_reports():
    """Every school morning. Safe to miss or repeat: a report of a period is sent once to each person."""
    return trend_letters.send(at=timezone.now())


@shared_task
def remind_of_report_actions():
    """Every morning. Safe to miss or repeat: each action is told once when due and once when late."""
    return workflow.remind(at=timezone.now())


@shared_task
def send_service_reports():
    """Every morning. Safe to miss or repeat: a report of a period is sent once to each subscriber."""
    return report_letters.send(at=timezone.now())
