"""What the status page says of changes: the announced ones that lie ahead or are being made, in plain words."""

from datetime import timedelta

from django.db.models import Q

from changes.models import Change, Status
from incidents.status_board import Planned, planner

SOON = timedelta(weeks=2)


@planner
def announced_changes(person, *, at):
    """Announced work of the schools a person works at, and of the whole trust, within two weeks."""
    ahead = Change.objects.filter(status=Status.ANNOUNCED, starts_at__lte=at + SOON, ends_at__gt=at)
    here = person.within_any(field="school")
    ahead = ahead.filter(here | Q(school=None)) if here else ahead
    seen = set(Change.objects.visible_to(person).filter(pk__in=ahead).values_list("pk", flat=True))
    for change in ahead.select_related("school").order_by("starts_at", "pk") if person.works_here else ():
        yield Planned(
            title=change.title,
            says=change.impact_during.strip() or "Nothing should stop meanwhile.",
            starts_at=change.starts_at,
            ends_at=change.ends_at,
            school=change.school,
            url=change.get_absolute_url() if change.pk in seen else "",
        )
