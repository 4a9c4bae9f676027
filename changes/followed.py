"""What went wrong after a change: the faults on what it touched, set beside as long a time before it.

Shown while a change is looked back on. It counts and claims nothing: whether so many are more than chance is asked by
the nightly `changes.after_changes`, and that the change caused one of them is for somebody to say.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from assets import impact
from incidents.models import Incident
from servicedesk.models import Kind
from servicedesk.roles import Permission
from sla.calendars import current_version, school_year_of

AFTER = timedelta(days=28)
SHOWN = 20


@dataclass(frozen=True)
class Followed:
    """Faults on what a change touched: `after` it until `last`, `before` it over as many days, and the school days of
    either side (None where the calendar says nothing); the latest of them, and those it is said to have caused.
    """

    before: int
    after: int
    days_before: int | None
    days_after: int | None
    first: date
    last: date
    incidents: list[Incident]
    caused: list[Incident]
    reaches: str

    @property
    def unlinked(self):
        """The numbers of those that nobody linked to it yet, as a form takes them."""
        known = {incident.pk for incident in self.caused}
        return " ".join(incident.reference for incident in self.incidents if incident.pk not in known)

    @property
    def still_open(self):
        """Is the time that is looked at not over yet?"""
        return self.last >= timezone.localdate()


def followed(change, *, reader, at) -> Followed | None:
    """The faults after a change that was made; None for one that was not. Rows are those the reader may see; whoever
    reads the reports of the school may know how many there are.
    """
    if change.made_at is None:
        return None
    until = min(at, change.made_at + AFTER)
    span = until - change.made_at
    touched, reaches = _touched(change)
    mine = Incident.objects.visible_to(reader)
    counted = Incident.objects.all() if reader.may(Permission.SEE_REPORTS, change.school) else mine
    counted = counted.filter(touched, category__kind=Kind.FAULT, duplicate_of=None)
    after = counted.filter(opened_at__gt=change.made_at, opened_at__lte=until)
    first, last = timezone.localdate(change.made_at - span), timezone.localdate(until)
    caused = mine.filter(change_links__change=change, change_links__link="caused")
    return Followed(
        before=counted.filter(opened_at__gt=change.made_at - span, opened_at__lte=change.made_at).count(),
        after=after.count(),
        days_before=_school_days(change.school, first, change.made_on),
        days_after=_school_days(change.school, change.made_on, last),
        first=first,
        last=last,
        incidents=list(
            (after & mine).select_related("school", "room", "asset", "category").order_by("-opened_at")[:SHOWN]
        ),
        caused=list(caused.select_related("school", "room", "asset").order_by("-opened_at")),
        reaches=reaches,
    )


def _touched(change):
    """Which records are about what it touched, with the things that stop with its things; and that in words."""
    here = Q(school=change.school) if change.school else Q()
    assets = [asset.pk for asset in change.assets.all()]
    rooms = [room.pk for room in change.rooms.all()]
    if assets or rooms:
        stops = impact.touching(assets) if assets else set()
        beside = len(stops - set(assets))
        words = "what it touched" + (f" and the {beside} things that stop with it" if beside else "")
        return here & (Q(asset__in=stops) | Q(room__in=rooms)), words
    if change.service:
        return here & Q(category__service=change.service), f"{change.service}"
    return Q(pk__in=()), "nothing that was named"


def _school_days(school, first, last):
    """Days from the first to the last on which the school teaches; None where its calendar says nothing."""
    version = current_version(school)
    if version is None:
        return None
    return school_year_of(version).school_days(first, last)
