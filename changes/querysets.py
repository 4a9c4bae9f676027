"""Questions about changes; `visible_to` is the only door."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from servicedesk.roles import Permission

LATELY = timedelta(weeks=4)
AHEAD = ("raised", "proceed", "planned", "reviewed", "approved", "announced")
# What several places ask of changes, as conditions that can be counted side by side.
UNFINISHED = ~Q(status__in=["closed", "rejected", "withdrawn"])
WAITING = Q(status__in=["raised", "planned", "reviewed"]) | Q(afterwards="asked")
COMING_UP = Q(status__in=AHEAD, starts_at__isnull=False)
MADE = Q(made_at__isnull=False)
UNUSUAL = Q(kind="emergency") | Q(outcome__in=["failed", "backed_out"])
REFUSED_SINCE = Q(afterwards="rejected", reviewed_at__lt=F("afterwards_at"))
TO_REVIEW = Q(Q(UNUSUAL, reviewed_at=None) | REFUSED_SINCE, status="closed")


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the changes of its schools, and those of the whole trust."""
        here = person.within(Permission.SEE_CHANGES, field="school")
        if not person.may_anywhere(Permission.SEE_CHANGES):
            return self.none()
        return self if here == Q() else self.filter(here | Q(school=None))

    def before(self, incident):
        """The changes of the weeks before a record that touched its thing, its room or its service."""
        touched = Q(assets=incident.asset_id) if incident.asset_id else Q()
        touched |= Q(rooms=incident.room_id) if incident.room_id else Q()
        touched |= Q(service=incident.category.service_id, assets=None, rooms=None) if incident.category else Q()
        if not touched:
            return self.none()
        at_school = Q(school=incident.school_id) | Q(school=None)
        lately = {"made_at__lte": incident.opened_at, "made_at__gte": incident.opened_at - LATELY}
        return self.filter(at_school, touched, **lately).distinct()

    def with_caused(self, person):
        """With how many incidents that a person may see each is said to have caused: `caused_count`."""
        links = self.model._meta.get_field("incident_links").related_model.objects.filter(change=OuterRef("pk"))
        seen = links.filter(person.within(Permission.SEE_SCHOOL, field="incident__school"), link="caused")
        if not person.may_anywhere(Permission.SEE_SCHOOL):
            seen = links.none()
        counted = seen.order_by().values("change").annotate(number=Count("pk")).values("number")
        return self.annotate(caused_count=Coalesce(Subquery(counted), 0, output_field=models.IntegerField()))

    def with_rows_shown(self):
        """With everything that stands in a row."""
        return self.select_related("school", "service", "made_by", "implementer", "problem").prefetch_related(
            "assets", "rooms"
        )

    def ahead(self):
        """Those that are still to be made."""
        return self.filter(status__in=AHEAD)

    def unfinished(self):
        """Those of which something is still to be done."""
        return self.filter(UNFINISHED)

    def waiting_for_approval(self):
        """Those about which somebody is asked: before they go on, or afterwards."""
        return self.filter(WAITING)

    def coming_up(self):
        """Those ahead that have a window."""
        return self.filter(COMING_UP)

    def to_review(self):
        """Those that are over but did not go the usual way, so that somebody has to look back."""
        return self.filter(TO_REVIEW)

    def needing(self, person, *, on):
        """Those in which the next act is this person's, on a day: a yes or no, a plan, the making or the closing."""
        return self.filter(self.needs(person, on=on))

    def needs(self, person, *, on):
        """The same as a condition."""
        return self._asked(person, on) | self._theirs(person)

    def _asked(self, person, on):
        """Somebody waits for their word, or for that of a person they stand in for."""
        waiting = self.model._meta.get_field("approvals").related_model.objects.waiting_for(person, day=on)
        return Q(pk__in=waiting.values("change"))

    def _theirs(self, person):
        """They plan it, or make it and see it to its end."""
        planning = Q(status="proceed") & (Q(implementer=person) | Q(implementer=None, originator=person))
        making = Q(status__in=["approved", "announced", "implemented", "in_register"], implementer=person)
        return planning | making

    def scheduled(self, start, end):
        """Those whose window shares a moment with this one; one that only touches it does not."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def not_called_off(self):
        """Those that were made or may still be."""
        return self.exclude(status__in=["rejected", "withdrawn"]).exclude(outcome="cancelled")

    def at_school_or_trust(self, school):
        """Those of one school, and those of several."""
        return self.filter(Q(school=school) | Q(school=None))

    def made(self):
        """Those that took effect."""
        return self.filter(MADE)


class ChangeImportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of schools into which a person may bring records: where its rows name several, into all of them."""
        here = person.within(Permission.IMPORT, field="school")
        if here == Q():
            return self
        named = self.model.schools.through.objects.filter(changeimport=OuterRef("pk"))
        theirs = Q(Exists(named), names_others=False) | Q(by=person)
        several = Q(~Exists(named.exclude(here)), theirs, school=None)
        return self.filter(here | several) if person.may_anywhere(Permission.IMPORT) else self.none()


class OfSchoolOrTrust(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools whose changes a person sees, and those of the whole trust."""
        if not person.may_anywhere(Permission.SEE_CHANGES):
            return self.none()
        here = person.within(Permission.SEE_CHANGES, field="school")
        return self if here == Q() else self.filter(here | Q(school=None))


class FreezeQuerySet(OfSchoolOrTrust):
    def in_force(self):
        """Those that nobody took back."""
        return self.filter(ended_at=None)


class _Of(models.QuerySet):
    """Rows of a record are seen by those who see the record."""

    of = ""

    def visible_to(self, person):
        """Those of the records a person may see."""
        if not person.may_anywhere(Permission.SEE_CHANGES):
            return self.none()
        here = person.within(Permission.SEE_CHANGES, field=f"{self.of}__school")
        return self if here == Q() else self.filter(here | Q(**{f"{self.of}__school": None}))


class OfChange(_Of):
    """Rows of a change."""

    of = "change"


class ApprovalQuerySet(OfChange):
    def open(self):
        """The questions that somebody still has to answer."""
        now = Q(step="proceed", change__status="raised") | Q(step="peer_review", change__status="planned")
        now |= Q(step="implement", change__status="reviewed") | Q(step="afterwards", change__afterwards="asked")
        return self.filter(now, decided_at=None, lapsed_at=None)

    def waiting_for(self, person, *, day):
        """The open questions that a person can answer on a day: their own, and those they stand in for."""
        people = self.model._meta.get_field("approver").related_model.objects
        lasts = Q(deputies__last=None) | Q(deputies__last__gte=day)
        away = people.filter(lasts, deputies__deputy=person, deputies__first__lte=day).values("pk")
        approves = _at(person, Permission.APPROVE_CHANGES) & ~Q(step="peer_review")
        reviews = _at(person, Permission.RECORD_CHANGES) & Q(step="peer_review")
        return self.open().filter(Q(approver=person) | Q(approver__in=away), approves | reviews)


def _at(person, permission):
    """Where a person may do one thing, as a filter that can stand beside an or."""
    here = person.within(permission, field="change__school")
    return Q(pk__isnull=False) if here == Q() else here


class DeputyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who stands in for whom is seen by those who say who approves changes there."""
        if not person.may_anywhere(Permission.MANAGE_CHANGES):
            return self.none()
        here = person.within(Permission.MANAGE_CHANGES, field="memberships__school")
        people = self.model._meta.get_field("person").related_model.objects.filter(here).values("pk")
        return self.filter(person__in=people)

    def on(self, day):
        """Those that hold on a day."""
        return self.filter(Q(last=None) | Q(last__gte=day), first__lte=day)


class OfRelease(_Of):
    """Rows of a release."""

    of = "release"


class OfMeeting(_Of):
    """Rows of a meeting."""

    of = "meeting"
