"""Standard changes: done the same way each time, approved once for all, and looked at again on a day."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import StandardChange
from changes.workflow.record import day_of, one_line, save, steps_of
from changes.workflow.writing import MOST_DOWNTIME, MOST_STEPS
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS, Permission

TEXTS = ("reason", "details", "impact_during")
STEPS = ("procedure", "back_out")


@transaction.atomic
def write_standard(*, by, at, name, school=None, **said):
    """Write down a change that is done the same way each time. It is offered once somebody approves it.

    `school` None: for every school. `said`: reason, details, procedure, back_out, impact_during, service,
    expected_minutes, downtime_minutes, is_announced.
    """
    may_manage(by, school)
    return _write(StandardChange(school=school), by=by, at=at, name=name, **said)


@transaction.atomic
def change_standard(standard, *, by, at, **said):
    """It is done another way from now on; what isn't said stays. Whoever changes one on offer approves it anew."""
    standard = _begin(standard, by=by)
    if standard.is_offered:
        standard.approved_by, standard.approved_at = by, at
    return _write(standard, by=by, at=at, **said)


@transaction.atomic
def offer_standard(standard, *, by, at, review_on):
    """Approved once for all: from now on it needs no asking, until the day on which it is looked at again."""
    standard = _begin(standard, by=by)
    if not standard.procedure:
        raise ValidationError({"review_on": "Write its steps first: what isn’t written down can’t be approved."})
    if review_on <= day_of(standard, at):
        raise ValidationError({"review_on": "Choose a later day than today."})
    standard.is_offered, standard.review_on = True, review_on
    standard.approved_by, standard.approved_at = by, at
    return save(standard, by=by, at=at)


@transaction.atomic
def withdraw_standard(standard, *, by, at):
    """It is offered no more; changes that came from it stay as they are."""
    standard = _begin(standard, by=by)
    if not standard.is_offered:
        raise Refused(f"“{standard.name}” is not offered, so there is nothing to take back.")
    standard.is_offered = False
    return save(standard, by=by, at=at)


def may_manage(by, school):
    """Raises NotYours where this person does not look after how changes are made."""
    if not by.may(Permission.MANAGE_CHANGES, school):
        where = school.name if school else "every school together"
        raise NotYours(f"You can’t do this for {where}: {WORDS[Permission.MANAGE_CHANGES].lower()}.")


def _begin(standard, *, by):
    list(StandardChange.objects.select_for_update().filter(pk=standard.pk).values_list("pk"))
    standard = StandardChange.objects.select_related("school", "service").get(pk=standard.pk)
    may_manage(by, standard.school)
    return standard


def _write(standard, *, by, at, **said):
    for name, value in said.items():
        words = {"name": one_line, **dict.fromkeys(TEXTS, str.strip), **dict.fromkeys(STEPS, steps_of)}.get(name)
        setattr(standard, name, words(value) if words else value)
    errors = {} if standard.name else {"name": "Say what it is called."}
    for name in STEPS:
        if len(getattr(standard, name)) > MOST_STEPS:
            errors[name] = f"Write at most {MOST_STEPS} steps."
    for name in ("expected_minutes", "downtime_minutes"):
        if not 0 <= (getattr(standard, name) or 0) <= MOST_DOWNTIME:
            errors[name] = f"Choose a number from 0 to {MOST_DOWNTIME:,}."
    if standard.is_offered and not standard.procedure:
        errors["procedure"] = "It is on offer, so it needs its steps."
    if errors:
        raise ValidationError(errors)
    return save(standard, by=by, at=at)
