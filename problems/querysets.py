"""Questions about problems, known errors and trends; `visible_to` is the only door."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from servicedesk.roles import Permission

OPEN_STATES = ["new", "investigating", "known_error", "fix_proposed"]


def _of_school_or_trust(person, permission):
    """Rows of the schools where a person may do one thing; those of the whole trust, if they may do it at any."""
    return _or_trust(person.within(permission, field="school")) if person.may_anywhere(permission) else Q(pk__in=[])


def _or_trust(here):
    """`here`, and what names no school. An empty Q is everything already; OR would make nothing of it."""
    return here if here == Q() else here | Q(school=None)


class ProblemQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the problems of its schools, and those of the whole trust."""
        return self.filter(_of_school_or_trust(person, Permission.SEE_PROBLEMS))

    def unresolved(self):
        """What somebody still has to do something about."""
        return self.filter(status__written_in=OPEN_STATES)

    def with_counts(self):
        """How many incidents each caused, and how many of them its own resolver had fixed before it was resolved."""
        links = self.model._meta.get_field("links").related_model._base_manager.filter(problem=OuterRef("pk"))
        earlier = Q(problem__resolved_at=None) | Q(incident__resolved_at__lt=OuterRef("resolved_at"))
        own = links.filter(earlier, incident__resolved_by=OuterRef("resolver"))
        return self.annotate(incident_count=_number_of(links), own_fixes=_number_of(own))

    def with_rows_shown(self):
        """The problems with what stands in a line of the list."""
        return self.with_counts().select_related("school", "service", "resolver")


def _number_of(rows, *, by="problem"):
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class KnownErrorQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees all of its schools; everyone else what is for everyone and still holds."""
        desk = _of_school_or_trust(person, Permission.SEE_PROBLEMS)
        for_everyone = _or_trust(person.within_any(field="school")) & Q(audience="everyone", retired_at=None)
        return self.filter(desk if desk == Q() else desk | for_everyone) if person.works_here else self.none()

    def in_register_of(self, person):
        """What the desk sees of its schools, retired or not, with who wrote it and why."""
        return self.filter(_of_school_or_trust(person, Permission.SEE_PROBLEMS))

    def in_use(self):
        """Those that are offered."""
        return self.filter(retired_at=None)

    def published(self):
        """Those that are offered to everyone."""
        return self.in_use().filter(audience="everyone")

    def at(self, school):
        """What holds at a school: its own, and what holds in the whole trust."""
        return self.filter(Q(school=school) | Q(school=None))

    def to_review(self, day):
        """Those whose review is due on a day."""
        return self.in_use().filter(review_on__lte=day)

    def with_rows_shown(self):
        """The entries with what stands in a line of the register: how often each was tried, and what came of it."""
        uses = self.model._meta.get_field("uses").related_model._base_manager.filter(known_error=OuterRef("pk"))
        return self.select_related("school", "owner", "service").annotate(
            tried=_number_of(uses, by="known_error"),
            helped=_number_of(uses.filter(helped=True), by="known_error"),
            lessons=_number_of(uses.filter(lesson_saved=True), by="known_error"),
        )


class TrendQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the trends of its schools; those of several schools are for people of the whole trust."""
        return self.filter(person.within(Permission.SEE_PROBLEMS, field="school"))

    def to_decide(self):
        """Those nobody has decided about."""
        return self.filter(state="proposed")
