"""Whoever was asked and has not answered after two school days is reminded, once."""

from datetime import timedelta

from django.db import transaction

from changes.models import Approval
from changes.workflow import approving, asking
from changes.workflow.record import day_of
from changes.workflow.telling import tell_asked
from sla.calendars import current_version, school_year_of

AFTER = 2  # school days
LEAST = timedelta(days=AFTER)  # sooner no two school days can have passed
SATURDAY = 5


def remind(*, at):
    """Remind whoever was asked two school days ago and has not answered; each question once. Returns how many letters.

    Nobody is reminded while a school is away. Safe to miss or repeat: what was reminded is noted in the same moment.
    """
    due = Approval.objects.open().filter(chased_at=None, asked_at__lte=at - LEAST)
    changes = list(due.order_by("change").values_list("change", flat=True).distinct())
    return sum(_remind(pk, at=at) for pk in changes)


@transaction.atomic
def _remind(pk, *, at):
    change = approving.locked(pk)
    step = approving.step_of(change)
    if step is None:
        return 0
    asked, sent = asking.asked_now(change, step, at=at), 0
    for question in asked.answerable:
        if question.chased_at is None and _is_late(change, question, at=at):
            question.chased_at = at
            question.save(update_fields=["chased_at"])
            for person in asked.answers[question.pk]:
                tell_asked(change, question, "asked_again", to=person, at=at)
                sent += 1
    return sent


def _is_late(change, question, *, at):
    """Have two school days passed since, and is this one?"""
    first, today = day_of(change, question.asked_at), day_of(change, at)
    version = current_version(change.school)
    if version is None:  # no calendar yet: working days
        days = (first + timedelta(days=n) for n in range(1, (today - first).days + 1))
        return today.weekday() < SATURDAY and sum(day.weekday() < SATURDAY for day in days) >= AFTER
    year = school_year_of(version)
    return year.school_days(today, today) == 1 and year.school_days(first + timedelta(days=1), today) >= AFTER
