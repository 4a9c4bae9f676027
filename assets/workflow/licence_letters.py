"""Who keeps the licences is told that one ends: two months before, and two weeks before."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, localtime

from assets.models import Licence
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import SERVICE_LEVEL_MANAGER, Permission

STEPS = (timedelta(days=14), timedelta(days=60))  # before the last day


def tell_of_ending(*, at):
    """Tell the managers of each school what ends; each licence once at each step. Returns how many letters."""
    today = localdate(at)
    soon = Licence.objects.filter(expires_on__gte=today, expires_on__lte=today + max(STEPS))
    schools = {licence.school_id for licence in soon if is_to_be_told(licence, today)}
    return sum(_tell(school, today, at=at) for school in sorted(schools, key=lambda school: school or 0))


def is_to_be_told(licence, today):
    """Has a step come since its keepers were told last? A renewed one has new steps by itself."""
    step = next((step for step in STEPS if licence.expires_on - step <= today), None)
    if step is None:
        return False
    told = localtime(licence.told_expiry_at).date() if licence.told_expiry_at else None
    return told is None or told < licence.expires_on - step


@transaction.atomic
def _tell(school, today, *, at):
    soon = Licence.objects.filter(school=school, expires_on__gte=today, expires_on__lte=today + max(STEPS))
    soon = soon.select_for_update(of=("self",)).select_related("software", "school").order_by("expires_on", "pk")
    ending = [licence for licence in soon if is_to_be_told(licence, today)]
    if not ending:
        return 0
    Licence.objects.filter(pk__in=[licence.pk for licence in ending]).update(told_expiry_at=at)
    path = ending[0].get_absolute_url() if len(ending) == 1 else "/assets/licences/?state=ending"
    about = {"licences": ending, "school": ending[0].school, "path": path}
    return sum(letters.write(person, "assets/ending", at=at, **about) is not None for person in keepers_of(school))


def keepers_of(school):
    """The managers of a school (None: of the whole trust), or else all who may keep its licences."""
    managers = Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school)
    return managers if managers.exists() else Person.objects.who_may(Permission.EDIT_ASSETS, school)
