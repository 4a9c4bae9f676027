"""Owners are reminded of their actions: once a week before the day, and once when it has passed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from healthcheck.models import Action
from servicedesk import letters

AHEAD = timedelta(days=7)
SATURDAY = 5


@transaction.atomic
def remind(*, at):
    """One letter for each owner, with all that is due or late; nobody is written to on a weekend. Returns how many."""
    today = timezone.localdate(at)
    if today.weekday() >= SATURDAY:
        return 0
    waiting = Action.objects.to_do().select_related("owner", "school").select_for_update(of=("self",))
    due = waiting.filter(due_on__gte=today, due_on__lte=today + AHEAD, told_due_at=None)
    late = waiting.filter(due_on__lt=today, told_late_at=None)
    theirs = {}
    for which, found, field in (("due", due, "told_due_at"), ("late", late, "told_late_at")):
        rows = list(found.order_by("due_on", "pk"))
        for action in rows:
            theirs.setdefault(action.owner, {"due": [], "late": []})[which].append(action)
        Action.objects.filter(pk__in=[action.pk for action in rows]).update(**{field: at})
    return sum(_write(owner, at=at, **had) for owner, had in theirs.items())


def _write(owner, *, due, late, at):
    one = [*late, *due]
    path = one[0].get_absolute_url() if len(one) == 1 else "/evidence/health/actions/?owner=me"
    return letters.write(owner, "healthcheck/reminder", at=at, path=path, due=due, late=late) is not None
