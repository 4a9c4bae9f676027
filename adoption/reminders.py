"""People are reminded of their certificates: four weeks before the day, once it has passed, and before one runs out."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from adoption.models import Certificate, Status
from adoption.standing import RENEWAL
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import SERVICE_LEVEL_MANAGER

AHEAD = timedelta(weeks=4)
SATURDAY = 5


@transaction.atomic
def remind(*, at):
    """One letter for each person with all of theirs, and one for the managers of a school with what is overdue there.

    Each is told once; nobody on a weekend. Returns how many letters.
    """
    today = timezone.localdate(at)
    if today.weekday() >= SATURDAY:
        return 0
    active = Certificate.objects.filter(person__is_active=True).select_related("person", "school")
    waiting = active.select_for_update(of=("self",)).order_by("pk")
    due, held = waiting.filter(status=Status.DUE), waiting.filter(status=Status.PASSED)
    found = {
        "due": list(due.filter(due_on__gte=today, due_on__lte=today + AHEAD, told_due_at=None)),
        "late": list(due.filter(due_on__lt=today, told_late_at=None)),
        "ending": list(held.filter(expires_on__gte=today, expires_on__lte=today + RENEWAL, told_renewal_at=None)),
    }
    for which, field in (("due", "told_due_at"), ("late", "told_late_at"), ("ending", "told_renewal_at")):
        Certificate.objects.filter(pk__in=[each.pk for each in found[which]]).update(**{field: at})
    return _to_holders(found, at=at) + _to_managers(found["late"], at=at)


def _to_holders(found, *, at):
    theirs = {}
    for which, rows in found.items():
        for each in rows:
            theirs.setdefault(each.person, {"due": [], "late": [], "ending": []})[which].append(each)
    path = "/evidence/certificates/"
    return sum(
        letters.write(person, "adoption/yours", at=at, path=path, **had) is not None for person, had in theirs.items()
    )


def _to_managers(late, *, at):
    by_school = {}
    for each in late:
        by_school.setdefault(each.school, []).append(each)
    written = 0
    for school, rows in by_school.items():
        about = {"school": school, "rows": rows, "path": f"/evidence/certificates/?school={school.code}&state=overdue"}
        for manager in Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school):
            written += letters.write(manager, "adoption/overdue", at=at, **about) is not None
    return written
