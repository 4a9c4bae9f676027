"""Questions about incidents; `visible_to` is the only door."""

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from servicedesk.roles import Permission

OPEN_STATES = ["new", "assigned", "in_progress", "waiting"]


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the schools it serves; a requester sees what they asked or logged."""
        here = person.within(Permission.SEE_SCHOOL, field="school")
        if not person.may_anywhere(Permission.SEE_SCHOOL):
            return self.of_person(person) if person.works_here else self.none()
        return self.filter(here) if here == Q() else self.filter(here | Q(requester=person) | Q(logged_by=person))

    def reportable_to(self, person):
        """What counts in the reports a person may read."""
        return self.filter(person.within(Permission.SEE_REPORTS, field="school"))

    def of_person(self, person):
        """What a person asked for, or logged for somebody."""
        return self.filter(Q(requester=person) | Q(logged_by=person))

    def unresolved(self):
        """What somebody still has to do something about."""
        return self.filter(status__in=OPEN_STATES)

    def in_period(self, first, last):
        """Opened from the day `first` to the day `last`, both counted."""
        return self.filter(opened_on__gte=first, opened_on__lte=last)

    def with_fact(self, name, value):
        """Those whose field `name` of another desk says `value`."""
        return self.annotate(_fact=KeyTextTransform(name, "facts")).filter(_fact=value)

    def with_rows_shown(self):
        """Everything a line of the queue shows, in one query."""
        return self.select_related(
            "school", "room", "asset", "category", "requester", "assignee", "response_clock", "resolution_clock"
        )
