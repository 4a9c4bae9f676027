"""Plans are made, adopted from a suggestion, and changed; their rounds follow at once."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import AssetType
from incidents.intake import local_date
from maintenance import rules
from maintenance.models import ChecklistItem, Plan, Scope, Status
from maintenance.rounds import fit
from maintenance.starters import BY_KEY
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS, Permission

ITEM = ("words", "answer", "unit", "lowest", "highest")
MANY = ("assets", "rooms")


@transaction.atomic
def add_plan(*, school, by, at, checklist=(), starter="", **facts):
    """Look after something regularly from now on. `checklist`: dicts of `ITEM`; `facts`: the fields of the plan."""
    _must_plan(by, school)
    plan = Plan(school=school, made_at=at, starter=starter)
    return _write(plan, by=by, at=at, checklist=checklist, **facts)


@transaction.atomic
def change_plan(plan, *, by, at, checklist=None, **facts):
    """The plan is another from now on: rounds that nobody began follow it, past ones stay as they were.

    Without `checklist` it stays.
    """
    _must_plan(by, plan.school)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("school", "owner").get(pk=plan.pk)
    return _write(plan, by=by, at=at, checklist=checklist, **facts)


@transaction.atomic
def adopt(key, *, school, by, at):
    """Take over a suggestion as a plan of one's own; it can be changed like any other. Once for each school."""
    _must_plan(by, school)
    if Plan.objects.filter(school=school, starter=key).exists():
        raise Refused(f"{school.name} has taken this over already.")
    starter = BY_KEY[key]
    sort = AssetType.objects.filter(name__iexact=starter.sort).first() if starter.sort else None
    return add_plan(
        school=school,
        by=by,
        at=at,
        starter=key,
        name=starter.name,
        instructions=starter.instructions,
        owner=by,
        scope=Scope.SORT if sort else Scope.WORK,
        asset_type=sort,
        rule=rules.document_of(starter.rule),
        expected_minutes=starter.minutes,
        active_from=local_date(school, at),
        checklist=[dict(zip(ITEM, item, strict=True)) for item in starter.checklist],
    )


def _must_plan(by, school):
    if not by.may(Permission.PLAN_MAINTENANCE, school):
        raise NotYours(f"You can’t do this at {school.name}: {WORDS[Permission.PLAN_MAINTENANCE].lower()}.")


def _write(plan, *, by, at, checklist, **facts):
    many = {name: facts.pop(name) for name in MANY if name in facts}
    for name, value in facts.items():
        setattr(plan, name, value)
    _check(plan, many, checklist)
    plan._history_user, plan._history_date = by, at
    plan.save()
    for name, rows in many.items():
        getattr(plan, name).set(rows)
    if checklist is not None:
        _write_checklist(plan, checklist, by=by, at=at)
    _follow(plan, at=at)
    return plan


def _follow(plan, *, at):
    """Rounds that nobody began go to the plan's owner, unless they were handed over, and to its days."""
    plan.rounds.filter(status=Status.PLANNED, is_handed_over=False).update(owner=plan.owner)
    fit(plan, at=at)


def _check(plan, many, checklist):
    """All that is wrong with a plan, said at once."""
    plan.name = " ".join(plan.name.split())
    errors = _wrong_words(plan) | _wrong_places(plan, many) | _wrong_rule(plan)
    for item in checklist or ():
        if words := _wrong_item(item):
            errors["checklist"] = words
    if errors:
        raise ValidationError(errors)


def _wrong_words(plan):
    errors = {}
    if not plan.name:
        errors["name"] = "Give it a name, such as “Projectors: filters”."
    elif Plan.objects.filter(school=plan.school_id, name__iexact=plan.name).exclude(pk=plan.pk).exists():
        errors["name"] = f"{plan.school.name} has a plan of this name already."
    if not plan.owner.may(Permission.DO_MAINTENANCE, plan.school_id):
        errors["owner"] = f"{plan.owner.name} does no maintenance at {plan.school.name}."
    if plan.active_until and plan.active_until < plan.active_from:
        errors["active_until"] = "It ends before it begins."
    return errors


def _wrong_places(plan, many):
    """What is looked after is named, and belongs to the school."""
    errors = {}
    ones = {"team": plan.team, "building": plan.building}
    for name, rows in {**{name: [row] for name, row in ones.items() if row}, **many}.items():
        if strange := next((row for row in rows if row.school_id != plan.school_id), None):
            errors[name] = f"{strange.name} belongs to another school."
    if plan.scope == Scope.SORT and not plan.asset_type:
        errors["asset_type"] = "Choose the sort of thing."
    chosen = {name: many.get(name, plan.pk and getattr(plan, name).all()) for name in MANY}
    if plan.scope == Scope.ASSETS and not chosen["assets"]:
        errors["assets"] = "Choose the things by name."
    if plan.scope == Scope.ROOMS and not chosen["rooms"] and not plan.building:
        errors["rooms"] = "Choose rooms, or a building for all of its rooms."
    return errors


def _wrong_rule(plan):
    try:
        plan.rule = rules.document_of(rules.read(plan.rule))
    except rules.InvalidRule as error:
        return {"rule": str(error)}
    return {}


def _wrong_item(item):
    if not item["words"].strip():
        return "Each item of the checklist needs words."
    low, high = item.get("lowest"), item.get("highest")
    if low is not None and high is not None and high < low:
        return f"{item['words']}: the range ends below where it begins."
    return ""


def _write_checklist(plan, checklist, *, by, at):
    """Each item at its place; what was there before is kept in the history."""
    there = {item.place: item for item in plan.checklist.all()}
    for place, facts in enumerate(checklist, 1):
        item = there.pop(place, None) or ChecklistItem(plan=plan, place=place)
        is_number = facts["answer"] == "number"
        for name in ITEM:
            blank = "" if name == "unit" else None
            value = facts.get(name)
            setattr(item, name, value if name in ITEM[:2] or is_number else blank)
        item.unit = item.unit or ""
        item._history_user, item._history_date = by, at
        item.save()
    for item in there.values():
        item._history_user, item._history_date = by, at
        item.delete()
