"""Letters to those who decide about a calendar whose dates run out in a few months."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from servicedesk import letters
from servicedesk.models import Letter, Person
from servicedesk.roles import SERVICE_LEVEL_MANAGER, Permission
from sla.models import CalendarVersion
from sla.year_page import NOTICE

LETTER = "calendars/running_out"


@transaction.atomic
def warn(*, at):
    """Write to the service level managers of each calendar that ends within four months; once for each version.

    Returns how many letters were written. The trust's calendar is for those who have the role in the whole trust.
    """
    newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("pk")[:1]
    ending = CalendarVersion.objects.filter(
        pk=Subquery(newest), known_until__lt=timezone.localdate(at) + NOTICE
    ).select_related("calendar__school")
    return sum(_write(version, person, at=at) for version in ending for person in _untold(version))


def _untold(version):
    """The managers of a calendar, or else all who may change it, who were not told of this version yet."""
    school = version.calendar.school
    managers = Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school)
    people = managers if managers.exists() else Person.objects.who_may(Permission.EDIT_AGREEMENTS, school)
    told = Letter.objects.filter(template=LETTER, reference=_reference(version)).values("to")
    return people.exclude(pk__in=told)


def _write(version, person, *, at):
    path = f"/calendars/{version.calendar_id}/"
    letter = letters.write(person, LETTER, at=at, reference=_reference(version), path=path, version=version)
    return letter is not None


def _reference(version):
    return f"calendar {version.calendar_id}, version {version.number}"
