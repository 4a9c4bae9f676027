"""Somebody tried what the register says: it helped, or it did not. Every try counts, on a record once."""

from datetime import timedelta

from django.db import transaction

from incidents.intake import local_date
from problems.known_error_moves import USE
from problems.models import KnownErrorUse
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission

JUST_NOW = timedelta(hours=1)


@transaction.atomic
def use_known_error(known, *, by, at, helped, incident=None, school=None, lesson_saved=False):
    """Say whether it helped: on a record, or (`school`) before one was reported, so that none is needed.

    On a record it counts once; whoever says something else later corrects it. A lesson is saved only where it helped.
    Returns the entry.
    """
    known = USE.begin(known, by=by)
    school = incident.school if incident else school
    _may_say(known, by, incident, school)
    facts = {"school": school, "by": by, "at": at, "on": local_date(school, at)}
    facts |= {"helped": helped, "lesson_saved": lesson_saved and helped}
    if incident:
        KnownErrorUse.objects.update_or_create(known_error=known, incident=incident, defaults=facts)
    else:
        KnownErrorUse.objects.create(known_error=known, **facts)
    return known


@transaction.atomic
def save_lesson(known, *, by, at):
    """What somebody just said helped them before they reported anything: it let a lesson go on. Returns the entry."""
    mine = known.uses.select_for_update().filter(by=by, incident=None, helped=True, at__gte=at - JUST_NOW)
    latest = mine.order_by("-at", "-pk").first()
    if latest is None:
        raise Refused("You said so too long ago, or not at all. Nothing was changed.")
    latest.lesson_saved = True
    latest.save()
    return known


def _may_say(known, by, incident, school):
    if school is None or not by.may(Permission.LOG, school):
        raise NotYours("You have no role at that school.")
    if known.school_id not in (None, school.pk):
        raise NotYours(f"{known.reference} does not hold at {school.name}.")
    involved = incident is None or by.pk in (incident.requester_id, incident.logged_by_id)
    if not involved and not by.may(Permission.WORK, school):
        raise NotYours("Only whoever reported it, or works on it, says whether it helped.")
