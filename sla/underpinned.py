"""The agreements a person may read, laid beside those that hold them up."""

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localtime

from sla import underpinning
from sla.calendars import current_version, school_year_of
from sla.models import Agreement, AgreementKind, AgreementVersion
from sla.school_year import DayType
from sla.underpinning import SchoolDay, Wording
from sla.working_time import Hours, between

DAY = timedelta(days=1)
A_WEEK = [datetime(2024, 1, 1, tzinfo=UTC) + number * DAY for number in range(7)]  # any Monday to Sunday


def findings_for(person, *, at):
    """What can't be held up, among the agreements a person may read; service level agreements count when in force."""
    wordings = [_wording(agreement) for agreement in _readable(person)]
    above = [w for w in wordings if w.in_force and w.agreement.kind == AgreementKind.SERVICE_LEVEL]
    below = [w for w in wordings if w.agreement.kind != AgreementKind.SERVICE_LEVEL]
    found = []
    for top in above:
        day = school_day(current_version(top.agreement.school))
        found += underpinning.findings([top], below, day=day, at=at, today=localtime(at).date())
    return above, below, found


def school_day(version):
    """The shortest and the longest ordinary school day of a calendar's version; None without a day that is open."""
    if version is None:
        return None
    hours = Hours("UTC", dict(enumerate(school_year_of(version).week_of(DayType.TERM))))
    lengths = [length for day in A_WEEK if (length := between(hours, day, day + DAY))]
    return SchoolDay(min(lengths), max(lengths)) if lengths else None


def _readable(person):
    found = Agreement.objects.visible_to(person).select_related("school", "team")
    return found.prefetch_related("versions__targets", "versions__services")


def _wording(agreement):
    versions = list(agreement.versions.all())
    version = next((v for v in versions if v.state == AgreementVersion.State.IN_FORCE), None)
    facts = {"agreement": agreement, "name": agreement.name, "school": agreement.school_id}
    if version is None:
        return Wording(**facts, in_force=False)
    fixes = {t.priority: (t.amount, t.unit) for t in version.targets.all() if t.kind == "resolution"}
    services = frozenset(service.name for service in version.services.all())
    dates = {"ends": version.in_force_until, "review_on": version.review_on}
    return Wording(**facts, services=services, fixes=fixes, **dates)
