"""Which promise holds for a school at a moment."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from sla.calendars import current_version, current_versions
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
    found = {version.agreement.school_id: version for version in _wordings(Q(agreement__school=school))}
    version, calendar_version = found.get(school.pk) or found.get(None), current_version(school)
    return Promise(version, calendar_version) if version and calendar_version else None


def promises_for(schools):
    """The promise in force for each of some schools, by its key; as many queries for one as for all."""
    found = {version.agreement.school_id: version for version in _wordings(Q(agreement__school__in=schools))}
    calendars = current_versions(schools)
    pairs = {school.pk: (found.get(school.pk) or found.get(None), calendars.get(school.pk)) for school in schools}
    return {school: Promise(*pair) if all(pair) else None for school, pair in pairs.items()}


def _wordings(own):
    """The service levels in force: own ones, and the trust's."""
    versions = AgreementVersion.objects.of_service_level().in_force().filter(own | Q(agreement__school=None))
    return versions.prefetch_related("targets", "steps").select_related("agreement__school")
