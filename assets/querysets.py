"""Questions about assets."""

from django.db import models
from django.db.models import Count, F, Q

from servicedesk.roles import Permission


class AssetTypeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The sorts of things are no secret within the trust."""
        return self if person.works_here else self.none()


class AssetQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the register of its schools."""
        return self.filter(person.within(Permission.SEE_ASSETS, field="school"))

    def in_service(self):
        """What can break today."""
        return self.exclude(state__in=["disposed", "lost"])


class OfAsset(models.QuerySet):
    """Rows that belong to a thing are seen by those who see the thing."""

    def visible_to(self, person):
        """Those of the things a person may see."""
        return self.filter(person.within(Permission.SEE_ASSETS, field="asset__school"))


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
        """With how many are used (`used`) and how many are left (`left`; none for a site)."""
        used = Count("uses", filter=Q(uses__taken_back_at=None))
        return self.annotate(used=used).annotate(left=F("quantity") - F("used"))


class LicenceUseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of licences a person may see, on things of schools they may see."""
        if not person.may_anywhere(Permission.SEE_ASSETS):
            return self.none()
        here = person.within(Permission.SEE_ASSETS, field="licence__school")
        thing = person.within(Permission.SEE_ASSETS, field="asset__school")
        if here == Q():
            return self
        return self.filter(here | Q(licence__school=None), thing | Q(asset=None))
