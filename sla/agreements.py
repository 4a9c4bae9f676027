"""Which promise holds for a school at a moment."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from sla.calendars import current_version
from sla.models import AgreementVersion, CalendarVersion, Target


@dataclass(frozen=True)
class Promise:
    """An agreement's wording together with the calendar it is measured on."""

    version: AgreementVersion
    calendar_version: CalendarVersion

    @cached_property
    def _targets(self):
        return {(target.kind, target.priority): target for target in self.version.targets.all()}

    def target(self, kind, priority) -> Target | None:
        """The target for one kind of clock and one priority; None where nothing is promised."""
        return self._targets.get((kind, priority))


def promise_for(school):
    """The promise in force for a school: its own agreement before the trust's; None without agreement or calendar."""
    versions = (
        AgreementVersion.objects.of_service_level()
        .in_force()
        .filter(Q(agreement__school=school) | Q(agreement__school=None))
        .prefetch_related("targets", "steps")
        .select_related("agreement")
    )
    found = sorted(versions, key=lambda version: version.agreement.school_id is None)
    calendar_version = current_version(school)
    return Promise(found[0], calendar_version) if found and calendar_version else None
