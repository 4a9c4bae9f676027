"""Rows for the constraints of the health check and of adoption; how they are read stands in `test_constraints`."""

from datetime import date

from adoption.models import Certificate, Phase, Start
from healthcheck.models import Action, Answer, HealthCheck
from tests.factories import MONDAY_9AM

TODAY, YESTERDAY = date(2026, 9, 14), date(2026, 9, 13)


def now(row, **facts):
    """Say something else of a row that is there, past everything but the database."""
    return type(row).objects.filter(pk=row.pk).update(**facts)


def check(w, **facts):
    facts = {"first": TODAY, "last": TODAY, "started_at": MONDAY_9AM, "started_by": w.person} | facts
    return HealthCheck.objects.create(school=w.school, **facts)


def answer(w, **facts):
    of = HealthCheck.objects.first() or check(w)
    facts = {"place": 1, "process": "incident", "statement": "in-major", "says": "Looked back on"} | facts
    return Answer.objects.create(health_check=of, **facts)


def action(w, **facts):
    of = HealthCheck.objects.first() or check(w)
    facts = {"what": "Walk round", "owner": w.person, "due_on": TODAY, "made_by": w.person} | facts
    return Action.objects.create(health_check=of, school=w.school, made_at=MONDAY_9AM, **facts)


def phase():
    return Phase.objects.create(name="First", year=2026)


def start(w):
    return Start.objects.create(school=w.school, process="incident", on=TODAY)


def certificate(w, **facts):
    return Certificate.objects.create(person=w.person, school=w.school, **facts)


ONCE = {
    "adoption_start_once": start,
    "certificate_due_once": certificate,
    "health_check_open_once": check,
    "health_answer_once_per_check": answer,
}
NEVER = {
    "adoption_phase_has_name": lambda w: now(phase(), name=""),
    "adoption_phase_year_is_one": lambda w: now(phase(), year=26),
    "certificate_decided_has_exam": lambda w: now(certificate(w), status="passed"),
    "certificate_runs_out_after_exam": lambda w: now(certificate(w, exam_on=TODAY), expires_on=TODAY),
    "certificate_hours_not_negative": lambda w: now(certificate(w), training_hours=-1),
    "health_check_days_in_order": lambda w: now(check(w), last=YESTERDAY),
    "health_check_finished_is_signed": lambda w: now(check(w), status="finished"),
    "health_answer_is_signed": lambda w: now(answer(w), answer="yes"),
    "health_answer_that_overrules_says_why": lambda w: answer(
        w, found="no", answer="yes", answered_at=MONDAY_9AM, answered_by=w.person
    ),
    "health_action_says_what": lambda w: now(action(w), what=""),
    "health_action_end_is_signed": lambda w: now(action(w), status="done"),
    "health_action_dropped_says_why": lambda w: now(
        action(w), status="dropped", ended_at=MONDAY_9AM, ended_by=w.person
    ),
}
