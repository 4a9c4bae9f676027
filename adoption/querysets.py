"""Questions about the programme and the register of certificates; `visible_to` is the only door."""

from django.db import models
from django.db.models import Q

from servicedesk.roles import Permission


class PhaseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those with a school whose evidence a person reads, and those without any school yet."""
        if not person.may_anywhere(Permission.EXPORT_EVIDENCE):
            return self.none()
        here = person.within(Permission.EXPORT_EVIDENCE, field="places__school")
        return self if here == Q() else self.filter(Q(places=None) | here).distinct()


class OfReaders(models.QuerySet):
    def visible_to(self, person):
        """Who reads a school’s evidence reads how it takes FITS on."""
        if not person.may_anywhere(Permission.EXPORT_EVIDENCE):
            return self.none()
        return self.filter(person.within(Permission.EXPORT_EVIDENCE, field="school"))


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everybody sees their own; who keeps evidence sees those of their schools."""
        mine = Q(person=person.pk)
        if not person.may_anywhere(Permission.KEEP_EVIDENCE):
            return self.filter(mine)
        here = person.within(Permission.KEEP_EVIDENCE, field="school")
        return self if here == Q() else self.filter(here | mine)

    def due(self):
        """What is still to be passed."""
        return self.filter(status="due")

    def held_on(self, day):
        """Passed by a day and not run out on it."""
        holds = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.filter(holds, status="passed", exam_on__lte=day)
