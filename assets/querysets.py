"""Questions about assets."""

from django.db import models

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
        return self.exclude(state="disposed")
