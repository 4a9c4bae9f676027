"""Questions about assets."""

from datetime import UTC, date, datetime, timedelta

from django.db import models
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce

from servicedesk.models import Person
from servicedesk.roles import Permission

# Stands for a day or moment that is not known where a list is sorted by it.
FIRST_DAY = date(1, 1, 1)
FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)


def warranty_known():
    """Until when its warranty lasts."""
    return Coalesce("warranty_until", Value(FIRST_DAY))


def bought_known():
    """When it was bought."""
    return Coalesce("bought_on", Value(FIRST_DAY))


def seen_known():
    """When somebody last stood before it."""
    return Coalesce("audited_at", Value(FIRST_MOMENT))


class AssetTypeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The sorts of things are no secret within the trust."""
        return self if person.works_here else self.none()


class AssetQuerySet(models.QuerySet):
    named_by = {"sort": "type", "place": "room", "keeper": "custodian"}

    def visible_to(self, person):
        """The desk sees the register of its schools."""
        return self.filter(person.within(Permission.SEE_ASSETS, field="school"))

    def in_service(self):
        """What can break today."""
        return self.exclude(state__in=["disposed", "lost"])

    def to_sort(self):
        """With what the list can be sorted by beside its own columns; what is not known comes first."""
        return self.annotate(
            sort=F("type__name"),
            place=Coalesce("room__name", Value("")),
            keeper=Coalesce("custodian__name", Value("")),
            warranty=warranty_known(),
            bought=bought_known(),
            seen=seen_known(),
        )

    def warranty_ends_within(self, days, *, today):
        """Whose warranty ends in the days to come."""
        return self.filter(warranty_until__gte=today, warranty_until__lte=today + timedelta(days=days))

    def not_seen_since(self, moment):
        """What the school should have and nobody stood before since then."""
        return self.in_service().filter(Q(audited_at=None) | Q(audited_at__lt=moment))


class AssetImportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools into which a person may bring records."""
        return self.filter(person.within(Permission.IMPORT, field="school"))


class OfAsset(models.QuerySet):
    """Rows that belong to a thing are seen by those who see the thing."""

    def visible_to(self, person):
        """Those of the things a person may see."""
        return self.filter(person.within(Permission.SEE_ASSETS, field="asset__school"))


class StocktakeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools whose register a person sees."""
        return self.filter(person.within(Permission.SEE_ASSETS, field="school"))

    def running(self):
        """Those that have not ended."""
        return self.filter(ended_at=None)


class LoanQuerySet(OfAsset):
    def out(self):
        """What has not come back."""
        return self.filter(returned_at=None)


class RelationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Both ends must be seen."""
        here = person.within(Permission.SEE_ASSETS, field="asset__school")
        return self.filter(here, person.within(Permission.SEE_ASSETS, field="other__school"))


class ServiceNeedQuerySet(OfAsset):
    """What the services need."""


class SoftwareQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Titles are known to everyone who sees any register."""
        return self if person.may_anywhere(Permission.SEE_ASSETS) else self.none()


class SoftwareMasterQuerySet(SoftwareQuerySet):
    """The definitive software library."""


class LicenceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools whose register a person sees, and those of the whole trust."""
        if not person.may_anywhere(Permission.SEE_ASSETS):
            return self.none()
        here = person.within(Permission.SEE_ASSETS, field="school")
        return self if here == Q() else self.filter(here | Q(school=None))

    def with_uses(self):
        """With how many are used (`used`), how many of those on things that are gone (`gone`), and how many are `left`.

        None are left to count for a site without a number; where more are used than were bought, `left` is below 0.
        """
        in_use = Q(uses__taken_back_at=None)
        used = Count("uses", filter=in_use)
        gone = Count("uses", filter=in_use & Q(uses__asset__state__in=["disposed", "lost"]))
        titled = self.annotate(title=F("software__name"))
        return titled.annotate(used=used, gone=gone).annotate(left=F("quantity") - F("used"))

    def over_used(self):
        """Those of which more are used than were bought; after `with_uses`."""
        return self.filter(quantity__isnull=False, left__lt=0)

    def ending(self, today, until):
        """Those that still hold and end by a day."""
        return self.filter(expires_on__gte=today, expires_on__lte=until)


class LicenceUseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of licences a person may see, on things and of people of schools they may see."""
        if not person.may_anywhere(Permission.SEE_ASSETS):
            return self.none()
        here = person.within(Permission.SEE_ASSETS, field="licence__school")
        if here == Q():
            return self
        thing = person.within(Permission.SEE_ASSETS, field="asset__school") & Q(asset__isnull=False)
        known = here | Q(person__in=Person.objects.visible_to(person).values("pk"))
        return self.filter(here | Q(licence__school=None)).filter(thing | (known & Q(person__isnull=False)))

    def in_use(self):
        """Those of today."""
        return self.filter(taken_back_at=None)
