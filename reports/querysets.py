"""Questions about the figures that are kept each night."""

from django.db import models
from django.db.models import Sum

from servicedesk.roles import Permission


class DayFigureQuerySet(models.QuerySet):
    def reportable_to(self, person):
        """Those of the schools whose reports a person may read."""
        return self.filter(person.within(Permission.SEE_REPORTS, field="school"))

    def backlog_by_day(self, first, last):
        """(day, how many were open at its end) from `first` to `last`, the schools added up."""
        found = self.filter(day__gte=first, day__lte=last).order_by("day").values("day")
        return list(found.annotate(open=Sum("backlog")).values_list("day", "open"))
