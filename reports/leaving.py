"""Somebody left: their open actions of the service report are a manager's until these give them to somebody else."""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse

from reports.action_moves import KEEP
from reports.models import ReportAction
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import SERVICE_LEVEL_MANAGER


@transaction.atomic
def pass_on(person: Person, *, by: Person, at) -> None:
    """One letter tells each of all that is theirs now; what is due is told of anew. What is done stays as it was."""
    theirs = defaultdict(list)
    actions = ReportAction.objects.to_do().filter(owner=person).select_related("school").order_by("due", "pk")
    for action in actions.select_for_update(of=("self",)):
        if heir := _heir(action.school):
            action.owner, action.told_due_at, action.told_late_at = heir, None, None
            action._history_user, action._history_date = by, at
            action._change_reason = f"{person.name} has left."
            action.save()
            theirs[heir].append(action)
    for heir, had in theirs.items():
        path = had[0].get_absolute_url() if len(had) == 1 else reverse("reports:actions")
        letters.write(heir, "reports/actions_left", at=at, path=path, person=person, actions=had)


def _heir(school) -> Person | None:
    """A manager, or whoever else keeps the report there; None where nobody does."""
    able = Person.objects.who_may(KEEP, school).order_by("name", "pk")
    managers = Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school) if school else able
    return able.filter(pk__in=managers).first() or able.first()
