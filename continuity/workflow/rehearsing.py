"""Rehearsals are planned, held, learnt from; what has to be done since has an owner and a day."""

from django.core.exceptions import ValidationError
from django.db import transaction

from continuity import timeline
from continuity.models import RecoveryLine, Rehearsal, RehearsalAction, RehearsedService, Unit
from continuity.moves import ADD_ACTION, CANCEL, DESCRIBE, FINISH_ACTION, HOLD, REOPEN
from continuity.workflow.ordering import may_keep
from incidents.intake import local_date
from servicedesk.errors import Refused

FACTS = ("scenario", "kind", "planned_on", "lead")


@transaction.atomic
def plan_rehearsal(*, school, by, at, services=(), **facts):
    """Say when what is tried. `facts`: scenario, kind, planned_on, lead; `services`: what it is to bring back."""
    may_keep(by, school)
    rehearsal = Rehearsal(school=school, lead=facts.pop("lead", None) or by, made_by=by, made_at=at)
    _say(rehearsal, services, by=by, at=at, **facts)
    timeline.write(rehearsal, "plan_rehearsal", by=by, at=at)
    return rehearsal


@transaction.atomic
def describe(rehearsal, *, by, at, services=None, **facts):
    """Another day, scope or lead: what isn’t said stays."""
    rehearsal = DESCRIBE.begin(rehearsal, by=by)
    before = rehearsal.planned_on
    if facts.get("planned_on", before) != before:
        rehearsal.told_soon_at = rehearsal.told_late_at = None
    _say(rehearsal, services, by=by, at=at, **facts)
    timeline.write(rehearsal, "describe", by=by, at=at)
    return rehearsal


@transaction.atomic
def hold(rehearsal, *, by, at, held_on, result, took=None, learnt=""):
    """It was held: how it went and what was learnt. `took`: service id → hours or school days, in the agreed unit.

    What was agreed on that day is kept beside what it took.
    """
    rehearsal = HOLD.begin(rehearsal, by=by)
    if held_on > local_date(rehearsal.school, at):
        raise ValidationError({"held_on": "That day has not come yet."})
    scope = {row.service_id: row for row in rehearsal.scope.select_related("service")}
    took = {int(service): value for service, value in (took or {}).items() if value is not None}
    if strange := [service for service in took if service not in scope]:
        raise ValidationError({"took": f"Service {strange[0]} is not in its scope."})
    agreed = {line.service_id: line for line in RecoveryLine.objects.in_force_at(rehearsal.school)}
    for service, row in scope.items():
        line = agreed.get(service)
        row.agreed, row.unit = (line.back_within, line.back_unit) if line else (None, Unit.HOURS)
        row.took = took.get(service)
    RehearsedService.objects.bulk_update(scope.values(), ["agreed", "unit", "took"])
    rehearsal.held_on, rehearsal.result, rehearsal.learnt = held_on, result, learnt.strip()
    _to(rehearsal, HOLD, by=by, at=at, text=rehearsal.get_result_display())
    return rehearsal


@transaction.atomic
def cancel(rehearsal, *, by, at, reason):
    """It is not held."""
    rehearsal = CANCEL.begin(rehearsal, by=by)
    rehearsal.cancel_reason = " ".join(reason.split())
    if not rehearsal.cancel_reason:
        raise ValidationError({"reason": "Say why, so that the next one is held."})
    _to(rehearsal, CANCEL, by=by, at=at, text=rehearsal.cancel_reason)
    return rehearsal


@transaction.atomic
def reopen(rehearsal, *, by, at, reason=""):
    """It was written down wrongly: it is planned again. Its actions and what was learnt stay."""
    rehearsal = REOPEN.begin(rehearsal, by=by)
    rehearsal.held_on, rehearsal.result, rehearsal.cancel_reason = None, "", ""
    _to(rehearsal, REOPEN, by=by, at=at, text=reason.strip())
    return rehearsal


@transaction.atomic
def add_action(rehearsal, *, by, at, words, owner, due_on, change=None, problem=None):
    """Something has to be done since: what, who, until when; it may stand for a change or a problem."""
    rehearsal = ADD_ACTION.begin(rehearsal, by=by)
    words = " ".join(words.split())
    if not words:
        raise ValidationError({"words": "Say what has to be done."})
    facts = {"owner": owner, "due_on": due_on, "change": change, "problem": problem}
    action = RehearsalAction.objects.create(rehearsal=rehearsal, words=words, **facts)
    timeline.write(rehearsal, "add_action", by=by, at=at, text=words, action=action.pk)
    return rehearsal


@transaction.atomic
def finish_action(rehearsal, *, by, at, action):
    """An action (its row) is done."""
    rehearsal = FINISH_ACTION.begin(rehearsal, by=by)
    action = RehearsalAction.objects.select_for_update().get(pk=action.pk)
    if action.rehearsal_id != rehearsal.pk:
        raise ValidationError({"action": f"It is no action of {rehearsal.reference}."})
    if action.done_at:
        raise Refused("It was done already.")
    action.done_at, action.done_by = at, by
    action.save(update_fields=["done_at", "done_by"])
    timeline.write(rehearsal, "finish_action", by=by, at=at, text=action.words, action=action.pk)
    return rehearsal


def _say(rehearsal, services, *, by, at, **facts):
    for name in FACTS:
        if facts.get(name) is not None:
            setattr(rehearsal, name, facts[name])
    rehearsal.scenario = " ".join(rehearsal.scenario.split())
    errors = {}
    if not rehearsal.scenario:
        errors["scenario"] = "Say what is supposed to have happened, such as “The server room is flooded”."
    if rehearsal.planned_on is None:
        errors["planned_on"] = "Choose the day."
    if errors:
        raise ValidationError(errors)
    _save(rehearsal, by=by, at=at)
    if services is not None:
        wanted = {service.pk for service in services}
        rehearsal.scope.exclude(service__in=wanted).delete()
        new = wanted - set(rehearsal.scope.values_list("service", flat=True))
        RehearsedService.objects.bulk_create(RehearsedService(rehearsal=rehearsal, service_id=pk) for pk in sorted(new))


def _to(rehearsal, move, *, by, at, text):
    rehearsal.status = move.target
    _save(rehearsal, by=by, at=at)
    timeline.write(rehearsal, move.name, by=by, at=at, text=text)


def _save(rehearsal, *, by, at):
    rehearsal._history_user, rehearsal._history_date = by, at
    rehearsal.save()
