"""Questions about the figures that are kept each night."""

from django.db import models
from django.db.models import Q, Sum

from servicedesk.roles import Permission


class DayFigureQuerySet(models.QuerySet):
    def reportable_to(self, person):
        """Those of the schools whose reports a person may read."""
        return self.filter(person.within(Permission.SEE_REPORTS, field="school"))

    def backlog_by_day(self, first, last):
        """(day, how many were open at its end) from `first` to `last`, the schools added up."""
        found = self.filter(day__gte=first, day__lte=last).order_by("day").values("day")
        return list(found.annotate(open=Sum("backlog")).values_list("day", "open"))


class ReportActionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Actions are seen by who reads the reports of the school, and by who is to do them."""
        here = person.within(Permission.SEE_REPORTS, field="school")
        return self if here == Q() else self.filter(here | Q(owner=person))

    def of_report(self, first, last):
        """What stands in the report of these days: written into it, or carried from an earlier one."""
        own = Q(report_last__range=(first, last))
        carried = Q(report_last__lt=first) & (Q(done_on=None) | Q(done_on__gte=first))
        return self.filter(own | carried)

    def to_do(self):
        """Not done yet."""
        return self.filter(done_on=None)


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everyone sees their own."""
        return self.filter(person=person)


class OfClosedMonths(models.QuerySet):
    def at(self, ground):
        """Those of some schools; with the whole trust also those that name no school."""
        return self.filter(ground.here_or_trust())

    def reportable_to(self, person):
        """Those of the schools whose reports a person may read; what names no school for readers of all of them."""
        return self.filter(person.within(Permission.SEE_REPORTS, field="school"))


class SavedQuestionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and those that are shared, of the schools whose reports a person may read."""
        if not person.may_anywhere(Permission.SEE_REPORTS):
            return self.none()
        within = person.within(Permission.SEE_REPORTS, field="school")
        here = within | Q(school=None) if within else within  # no condition is every school
        return self.filter(Q(owner=person) | Q(status="shared"), here)
