"""Somebody left: what they looked after is a manager's until it is given to somebody else."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from maintenance import timeline
from maintenance.models import Plan, Round
from maintenance.rounds import managers_of
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import Permission


@transaction.atomic
def pass_on(person, *, by, at):
    """Their plans, with the rounds of these, go to a manager of the school, what they did for others back to these.

    Who gets something is told of all of it in one letter. Plans that ended and rounds that are done stay as they were.
    """
    theirs = defaultdict(lambda: {"plans": [], "rounds": []})
    plans = Plan.objects.in_force(at.date() - timedelta(days=1)).filter(owner=person).select_related("school")
    for plan in plans.order_by("pk").select_for_update(of=("self",)):
        if heir := _heir(plan.school):
            _pass_plan(plan, heir, person, by=by, at=at)
            theirs[heir]["plans"].append(plan)
    rounds = Round.objects.to_do().filter(owner=person).exclude(plan__owner=person).select_related("plan__owner")
    for round in rounds.order_by("pk").select_for_update(of=("self",)):
        _pass_back(round, person, by=by, at=at)
        theirs[round.owner]["rounds"].append(round)
    for heir, had in theirs.items():
        letters.write(heir, "maintenance/left", at=at, path="/maintenance/?owner=me", person=person, **had)


def _heir(school):
    """A manager, or whoever else does maintenance there; None where nobody does."""
    able = Person.objects.who_may(Permission.DO_MAINTENANCE, school)
    return able.filter(pk__in=managers_of(school)).order_by("name", "pk").first() or able.order_by("name", "pk").first()


def _pass_plan(plan, heir, person, *, by, at):
    """What of its rounds was theirs as well is told anew to whom it goes."""
    plan.owner = heir
    plan._history_user, plan._history_date, plan._change_reason = by, at, _why(person)
    plan.save()
    plan.rounds.to_do().filter(owner=person).update(owner=heir, is_handed_over=False, told_due_at=None)


def _pass_back(round, person, *, by, at):
    round.owner, round.is_handed_over = round.plan.owner, False
    round.save(update_fields=["owner", "is_handed_over"])
    timeline.write(round, "hand_over", by=by, at=at, text=_why(person), to=round.owner.pk, name=round.owner.name)


def _why(person):
    return f"{person.name} has left."
