"""The register: somebody is due a certificate, trains, passes or does not, and is no longer counted."""

from django.core.exceptions import ValidationError
from django.db import transaction

from adoption.models import Certificate, Status
from adoption.moves import CHANGE, CONCLUDE, KEEP, REOPEN, WITHDRAW
from adoption.people import people_of
from incidents.intake import local_date
from servicedesk.errors import NotYours
from servicedesk.roles import WORDS

FACTS = ("level", "unit_code", "due_on", "training_on", "training_hours", "exam_on", "note")


@transaction.atomic
def add_certificate(*, person, school, by, at, **facts):
    """Somebody of a school is due a certificate. `facts`: of FACTS, what is known already."""
    if not by.may(KEEP, school):
        raise NotYours(f"You can’t do this at {school.name}: {WORDS[KEEP].lower()}.")
    if not people_of(school).filter(pk=person.pk).exists():
        raise ValidationError({"person": f"{person.name} has no role at {school.name}."})
    return _write(Certificate(person=person, school=school), by=by, at=at, **facts)


@transaction.atomic
def change_certificate(certificate, *, by, at, **facts):
    """What is planned or known of it is something else: unit, day, training, exam. `facts`: of FACTS."""
    return _write(CHANGE.begin(certificate, by=by), by=by, at=at, **facts)


@transaction.atomic
def conclude_certificate(certificate, *, by, at, passed, exam_on, result="", expires_on=None):
    """The exam was taken: passed or not, and until when it holds. Another try or a renewal is a new entry."""
    certificate = CONCLUDE.begin(certificate, by=by)
    errors = {}
    if exam_on > local_date(certificate.school, at):
        errors["exam_on"] = "The day of the exam is ahead. Enter the result once it was taken."
    if expires_on and not passed:
        errors["expires_on"] = "What was not passed does not run out."
    elif expires_on and expires_on <= exam_on:
        errors["expires_on"] = "It can’t run out before the exam."
    if errors:
        raise ValidationError(errors)
    certificate.status = Status.PASSED if passed else Status.FAILED
    certificate.exam_on, certificate.result, certificate.expires_on = exam_on, result.strip(), expires_on
    return _save(certificate, by=by, at=at)


@transaction.atomic
def withdraw_certificate(certificate, *, by, at, reason):
    """It is no longer counted: another job, or entered by mistake."""
    certificate = WITHDRAW.begin(certificate, by=by)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is no longer counted."})
    certificate.status, certificate.expires_on = WITHDRAW.target, None
    return _save(certificate, by=by, at=at, why=reason)


@transaction.atomic
def reopen_certificate(certificate, *, by, at, reason=""):
    """The result was wrong, or it counts after all: it is due again."""
    certificate = REOPEN.begin(certificate, by=by)
    certificate.status, certificate.result, certificate.expires_on = REOPEN.target, "", None
    _must_be_new(certificate)
    return _save(certificate, by=by, at=at, why=reason)


def _write(certificate, *, by, at, **facts):
    before = certificate.due_on
    for name, value in facts.items():
        setattr(certificate, name, value.strip() if isinstance(value, str) else value)
    if certificate.training_on and certificate.exam_on and certificate.exam_on < certificate.training_on:
        raise ValidationError({"exam_on": "The exam comes after the training."})
    _must_be_new(certificate)
    if certificate.due_on != before:
        certificate.told_due_at = certificate.told_late_at = None
    return _save(certificate, by=by, at=at)


def _must_be_new(certificate):
    same = Certificate.objects.due().filter(
        person=certificate.person, school=certificate.school, level=certificate.level, unit_code=certificate.unit_code
    )
    if same.exclude(pk=certificate.pk).exists():
        raise ValidationError({"unit_code": f"{certificate.person.name} is due this already."})


def _save(certificate, *, by, at, why=""):
    certificate._history_user, certificate._history_date = by, at
    certificate._change_reason = why.strip()[:100] or None
    certificate.save()
    return certificate
