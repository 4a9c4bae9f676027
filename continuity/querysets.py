"""Questions about the recovery order, rehearsals and back-up tests; `visible_to` is the only door."""

from django.db import models
from django.db.models import Q

from servicedesk.roles import Permission


class OfSchoolOrTrust(models.QuerySet):
    """Rows of a school, or of the whole trust where they name none."""

    def visible_to(self, person):
        """Those of the schools whose agreements a person reads, and those of the whole trust."""
        if not person.may_anywhere(Permission.SEE_AGREEMENTS):
            return self.none()
        here = person.within(Permission.SEE_AGREEMENTS, field="school")
        return self if here == Q() else self.filter(here | Q(school=None))


class RecoveryLineQuerySet(OfSchoolOrTrust):
    def in_force_at(self, school):
        """The order of a school: its own, or else that of the trust."""
        own = self.filter(school=school)
        return own if own.exists() else self.filter(school=None)


class RehearsalQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools whose agreements a person reads."""
        return self.filter(person.within(Permission.SEE_AGREEMENTS, field="school"))

    def overdue(self, day):
        """Planned for a day that is past."""
        return self.filter(status="planned", planned_on__lt=day)


class OfRehearsal(models.QuerySet):
    def visible_to(self, person):
        """What belongs to a rehearsal is seen by those who see it."""
        return self.filter(person.within(Permission.SEE_AGREEMENTS, field="rehearsal__school"))


class BackupTestQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools whose agreements a person reads."""
        return self.filter(person.within(Permission.SEE_AGREEMENTS, field="school"))
