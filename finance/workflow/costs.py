"""Costs beside contracts are written down, put right and taken out."""

from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import Cost, Often
from finance.workflow.contracts import may_keep

FACTS = ("what", "sort", "amount", "often", "starts_on", "ends_on", "service", "asset", "note")


@transaction.atomic
def add_cost(*, by, at, school=None, **facts):
    """Write down what was paid, once or each year, by a school; without a school, by the whole trust.

    `facts`: what, sort, amount, often, starts_on, ends_on, service, asset, note.
    """
    may_keep(by, school)
    return _write(Cost(school=school), by=by, at=at, **facts)


@transaction.atomic
def change_cost(cost, *, by, at, **facts):
    """It was written down wrongly, or ends. It never changes school; what it said before stays in its history."""
    may_keep(by, cost.school)
    cost = Cost.objects.select_for_update(of=("self",)).select_related("school").get(pk=cost.pk)
    return _write(cost, by=by, at=at, **facts)


@transaction.atomic
def remove_cost(cost, *, by, at):
    """It was never paid: it counts nowhere any more; its history stays."""
    may_keep(by, cost.school)
    cost._history_user, cost._history_date = by, at
    cost.delete()


def _write(cost, *, by, at, **facts):
    for name in FACTS:
        if name in facts:
            setattr(cost, name, facts[name])
    cost.what, cost.note = " ".join(cost.what.split()), cost.note.strip()
    if cost.often == Often.ONCE:
        cost.ends_on = None
    errors = {}
    if not cost.what:
        errors["what"] = "Say what was paid for."
    if cost.amount is None or cost.amount < 0:
        errors["amount"] = "Say how much, at least 0."
    if cost.starts_on is None:
        errors["starts_on"] = "Say on which day it was paid, or from when it is."
    elif cost.ends_on and cost.ends_on < cost.starts_on:
        errors["ends_on"] = "It ends before it starts."
    if cost.asset and cost.school_id and cost.asset.school_id != cost.school_id:
        errors["asset"] = "It belongs to another school."
    if errors:
        raise ValidationError(errors)
    cost._history_user, cost._history_date = by, at
    cost.save()
    return cost
