"""Rows for the constraints of continuity; how they are read stands in `test_constraints`."""

from datetime import date

from continuity.models import RecoveryLine, Reminder
from tests.factories import MONDAY_9AM, make_backup_test, make_line, make_rehearsal

TODAY = date(2026, 9, 14)


def now(row, **facts):
    """Say something else of a row that is there, past everything but the database."""
    return type(row).objects.filter(pk=row.pk).update(**facts)


def line(w):
    return RecoveryLine.objects.first() or make_line(w.school, service=w.service)


def rehearsal(w, **facts):
    return make_rehearsal(w.school, lead=w.person, **facts)


def rehearsed(w):
    return w.__dict__.setdefault("rehearsed", rehearsal(w))


def action(w, **facts):
    facts = {"words": "Buy a disc", "due_on": TODAY} | facts
    return rehearsed(w).actions.create(owner=w.person, **facts)


def reminded(w):
    return Reminder.objects.create(school=w.school, service=w.service, what="backup", due_on=TODAY, told_at=MONDAY_9AM)


ONCE = {
    "recovery_line_once_per_school": lambda w: make_line(w.school, service=w.service),
    "recovery_line_once_per_trust": lambda w: make_line(False, service=w.service),
    "service_rehearsed_once": lambda w: rehearsed(w).scope.create(service=w.service),
    "continuity_reminded_once": reminded,
}
NEVER = {
    "recovery_takes_time": lambda w: now(line(w), back_within=0),
    "recovery_unit_is_known": lambda w: now(line(w), back_unit="moons"),
    "recovery_deputy_is_another": lambda w: now(line(w), owner=w.person, deputy=w.person),
    "rehearsal_has_scenario": lambda w: rehearsal(w, scenario=""),
    "rehearsal_held_has_day_and_result": lambda w: rehearsal(w, status="held", result=""),
    "rehearsal_cancelled_has_reason": lambda w: rehearsal(w, status="cancelled", cancel_reason=""),
    "rehearsed_took_no_negative_time": lambda w: rehearsal(w).scope.create(service=w.service, took=-1),
    "rehearsal_action_has_words": lambda w: action(w, words=""),
    "rehearsal_action_done_is_signed": lambda w: action(w, done_at=MONDAY_9AM),
    "backup_test_says_what": lambda w: make_backup_test(w.school, tested_by=w.person, what=""),
    "backup_test_result_is_known": lambda w: make_backup_test(w.school, tested_by=w.person, result="odd"),
}
