"""Who approves is written down: rules for a school or the whole trust, and who stands in for whom."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from changes.approvers import RIGHT
from changes.models import Afterwards, ApproverRule, Change, Deputy, Risk, Step, Wants
from changes.workflow import approving, asking
from servicedesk.errors import NotYours
from servicedesk.roles import WORDS, Permission

ONE_RULE = "There is a rule for this step from this risk upwards already. Change that one."


@transaction.atomic
def add_rule(*, by, at, school, step, people, risk=Risk.LOW, wants=Wants.ANY):
    """Say who is asked for a step at a school (None: at every school without a rule of its own). Returns the rule."""
    may_manage(by, school)
    return _write(ApproverRule(school=school), by=by, at=at, step=step, people=people, risk=risk, wants=wants)


@transaction.atomic
def change_rule(rule, *, by, at, step, people, risk, wants):
    """Say it otherwise; a rule never changes school. What waits is asked of those named now."""
    may_manage(by, rule.school)
    rule = ApproverRule.objects.select_for_update(of=("self",)).select_related("school").get(pk=rule.pk)
    return _write(rule, by=by, at=at, step=step, people=people, risk=risk, wants=wants)


@transaction.atomic
def remove_rule(rule, *, by):
    """There is no such rule any more; those who were asked by it may still answer."""
    may_manage(by, rule.school)
    rule.delete()


@transaction.atomic
def name_deputy(*, by, at, person, deputy, first, last=None):
    """Somebody answers for another from day to day, both ends included. Returns who."""
    _may_manage_person(by, person)
    return _write_deputy(Deputy(person=person), by=by, at=at, deputy=deputy, first=first, last=last)


@transaction.atomic
def change_deputy(row, *, by, at, deputy, first, last=None):
    """On other days, or by somebody else."""
    _may_manage_person(by, row.person)
    row = Deputy.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    return _write_deputy(row, by=by, at=at, deputy=deputy, first=first, last=last)


@transaction.atomic
def remove_deputy(row, *, by):
    """Nobody stands in after all."""
    _may_manage_person(by, row.person)
    row.delete()


def chase(*, at):
    """Ask anew where none of those who are to be asked is: they left, or others are named now. Returns how many."""
    waiting = Change.objects.waiting_for_approval().order_by("pk")
    return sum(_ask_anew(pk, at=at) for pk in list(waiting.values_list("pk", flat=True)))


def may_manage(by, school):
    """Raises NotYours where this person may not say who approves."""
    if not by.may(Permission.MANAGE_CHANGES, school):
        where = school.name if school else "all schools together"
        raise NotYours(f"You can’t do this at {where}: {WORDS[Permission.MANAGE_CHANGES].lower()}.")


def _may_manage_person(by, person):
    schools = person.memberships.values_list("school", flat=True)
    if not any(by.may(Permission.MANAGE_CHANGES, school) for school in schools):
        raise NotYours(f"You can’t say who stands in for {person.name}: they work at none of your schools.")


def _write(rule, *, by, at, step, people, risk, wants):
    _check(rule, step, people, risk, wants)
    rule.step, rule.risk, rule.wants, rule.changed_by, rule.changed_at = step, risk, wants, by, at
    rule.save()
    rule.people.set(people)
    _ask_those_named_now(rule, at=at)
    return rule


def _check(rule, step, people, risk, wants):
    errors = {}
    if not people:
        errors["people"] = "Name at least one person. Without a rule everyone is asked whose role allows it."
    elif strange := [each for each in people if each not in asking.who_may(step, rule.school)]:
        where = rule.school.name if rule.school else "every school"
        errors["people"] = f"{strange[0].name} may not do this at {where}: {WORDS[RIGHT[step]].lower()}."
    same = ApproverRule.objects.filter(school=rule.school, step=step, risk=risk).exclude(pk=rule.pk)
    if same.exists():
        errors["risk"] = ONE_RULE
    if errors:
        raise ValidationError(errors)


def _write_deputy(row, *, by, at, deputy, first, last):
    _check_deputy(row.person, deputy, first, last, today=timezone.localdate(at))
    row.deputy, row.first, row.last, row.named_by, row.named_at = deputy, first, last, by, at
    row.save()
    return row


def _check_deputy(person, deputy, first, last, *, today):
    errors = {}
    if deputy == person:
        errors["deputy"] = "Nobody stands in for themselves. Choose somebody else."
    elif not (deputy.is_active and _share_a_right(person, deputy)):
        errors["deputy"] = f"{deputy.name} may answer nothing that {person.name} is asked. Choose somebody who may."
    if last and last < first:
        errors["last"] = "This lies before the first day."
    elif last and last < today:
        errors["last"] = "This lies in the past."
    if errors:
        raise ValidationError(errors)


def _share_a_right(person, deputy):
    """May both answer the same question at some school?"""
    schools = list(person.memberships.values_list("school", flat=True))
    return any(
        person.may(right, school) and (deputy.may(right, school) or (school is None and deputy.may_anywhere(right)))
        for right in set(RIGHT.values())
        for school in schools
    )


def _ask_those_named_now(rule, *, at):
    """What waits for this step is asked of those whom the rule names now, unless one of them is asked already."""
    asks = Q(status=next(status for status, step in approving.STEP_AT.items() if step == rule.step))
    asks |= Q(afterwards=Afterwards.ASKED) if rule.step == Step.IMPLEMENT else Q()
    waiting = Change.objects.filter(asks, **({"school": rule.school} if rule.school else {}))
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        _ask_anew(pk, at=at)


@transaction.atomic
def _ask_anew(pk, *, at):
    change = approving.locked(pk)
    step = approving.step_of(change)
    people = asking.who_is_asked(change, step).people if step else []
    asked = asking.asked_now(change, step, at=at).people if people else []
    if not people or {person.pk for person in people} & {person.pk for person in asked}:
        return 0
    approving.ask(change, step, at)
    return 1
