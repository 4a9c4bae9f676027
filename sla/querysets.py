"""Questions about calendars, agreements and clocks."""

from django.db import models
from django.db.models import Q

from servicedesk.roles import Permission


class SchoolOrTrustQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the schools whose agreements a person may read, and the trust's own."""
        if not person.may_anywhere(Permission.SEE_AGREEMENTS):
            return self.none()
        here = person.within(Permission.SEE_AGREEMENTS, field="school")
        # An empty filter means every school, and “or” would drop it.
        return self.filter(here) if here == Q() else self.filter(here | Q(school=None))


class ReevaluationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Acts on what the reader may see: calendars, agreements and priorities of their schools, and the trust's."""
        if not person.may_anywhere(Permission.SEE_AGREEMENTS):
            return self.none()
        calendars = person.within(Permission.SEE_AGREEMENTS, field="calendar_version__calendar__school")
        agreements = person.within(Permission.SEE_AGREEMENTS, field="agreement_version__agreement__school")
        if calendars == Q():
            return self
        priorities = person.within(Permission.SEE_AGREEMENTS, field="school")
        trusts = Q(calendar_version__calendar__is_trust_wide=True) | Q(agreement_version__agreement__is_trust_wide=True)
        everywhere = Q(kind="priorities", agreement_version=None, school=None)
        return self.filter(calendars | agreements | priorities | trusts | everywhere)


class AgreementVersionQuerySet(models.QuerySet):
    def in_force(self):
        """What holds today."""
        return self.filter(state="in_force")

    def of_service_level(self):
        """Wordings of what the schools were promised, without what holds that up from below."""
        return self.filter(agreement__kind="sla")


class ClockQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A clock is seen by whoever may see the whole school."""
        return self.filter(person.within(Permission.SEE_SCHOOL, field="school"))

    def run_out(self, at):
        """Running clocks whose time is over and whose breach is not yet written."""
        return self.filter(state="running", breached_at=None, due__lt=at)

    def to_escalate(self, at):
        """Clocks with an escalation step due."""
        return self.filter(next_step_at__lte=at)


class FiredQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Escalations of the schools whose records a person may see."""
        return self.filter(person.within(Permission.SEE_SCHOOL, field="clock__school"))
