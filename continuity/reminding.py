"""Letters about what falls due: once two weeks before, once when it is late; each lead once before a rehearsal."""

from datetime import timedelta

from django.db import transaction

from continuity.models import Rehearsal, RehearsalAction, Reminder, Status
from continuity.standing import plan_of
from incidents.intake import local_date
from servicedesk import letters
from servicedesk.models import Person, School
from servicedesk.roles import SERVICE_LEVEL_MANAGER, Permission

SATURDAY = 5
AHEAD = timedelta(days=7)  # a lead is told a week before
WHAT = {"rehearsal": "Rehearsal", "backup": "Back-up test"}


def tell(*, at):
    """Tell who keeps a service of what falls due there, and leads of their rehearsals. Returns how many letters."""
    return sum(_tell(school, at=at) for school in School.objects.order_by("pk"))


@transaction.atomic
def _tell(school, *, at):
    today = local_date(school, at)
    if today.weekday() >= SATURDAY:
        return 0
    School.objects.select_for_update().get(pk=school.pk)  # two sweeps at once write one letter
    return _of_due(school, today, at=at) + _of_rehearsals(school, today, at=at) + _of_actions(school, today, at=at)


def _of_due(school, today, *, at):
    """One letter a person with all that falls due for them."""
    mine = {}
    for standing in plan_of(school, today=today).lines:
        for what, due in (("rehearsal", standing.rehearsed), ("backup", standing.backed_up)):
            if not due.is_late and not due.is_soon:
                continue
            facts = {"service": standing.line.service, "what": what, "due_on": due.due_on, "is_late": due.is_late}
            _, is_new = Reminder.objects.get_or_create(school=school, **facts, defaults={"told_at": at})
            if is_new:
                for person in _keepers(standing.line, school):
                    mine.setdefault(person, []).append(facts | {"words": WHAT[what]})
    about = {"school": school, "path": f"/continuity/?school={school.code}"}
    return sum(
        letters.write(who, "continuity/due", at=at, rows=rows, **about) is not None for who, rows in mine.items()
    )


def _of_rehearsals(school, today, *, at):
    planned = Rehearsal.objects.filter(school=school, status=Status.PLANNED).select_related("lead", "school")
    soon = planned.filter(planned_on__gte=today, planned_on__lte=today + AHEAD, told_soon_at=None)
    late = planned.filter(planned_on__lt=today, told_late_at=None)
    written = 0
    for rows, field in ((soon, "told_soon_at"), (late, "told_late_at")):
        for each in list(rows):
            Rehearsal.objects.filter(pk=each.pk).update(**{field: at})
            about = {"rehearsal": each, "is_late": field == "told_late_at", "path": each.get_absolute_url()}
            written += letters.write(each.lead, "continuity/rehearsal", at=at, **about) is not None
    return written


def _of_actions(school, today, *, at):
    late = RehearsalAction.objects.filter(rehearsal__school=school, done_at=None, due_on__lt=today, told_late_at=None)
    written = 0
    for each in list(late.select_related("owner", "rehearsal")):
        RehearsalAction.objects.filter(pk=each.pk).update(told_late_at=at)
        about = {"action": each, "path": each.rehearsal.get_absolute_url()}
        written += letters.write(each.owner, "continuity/action", at=at, **about) is not None
    return written


def _keepers(line, school):
    """Who brings the service back, or else the managers of the school, or else all who may keep its order."""
    if line.owner and line.owner.is_active:
        return [line.owner]
    managers = list(Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school))
    return managers or list(Person.objects.who_may(Permission.KEEP_CONTINUITY, school))
