"""“Send this every month”: who gets the service report by letter, and when it is written to them.

Safe to miss, to repeat and to run twice at once: that a report of a period was sent to a subscriber is a row, written
in one transaction with the letter. Somebody who may no longer read the reports of the school gets none.
"""

from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reports import periods
from reports.models import HowOften, SentServiceReport, Subscription
from reports.paper.service_report import report_pdf
from reports.service_report.files import file_name
from reports.service_report.report import service_report
from reports.shift.ground import Ground
from reports.shift.story import where
from reports.trend_letters import half_term_before
from servicedesk import letters
from servicedesk.errors import NotYours
from servicedesk.models import School
from servicedesk.roles import WORDS, Permission

SOON = 10  # days of a month in which the report of the last one is still news


@transaction.atomic
def switch(*, school, how_often, by, at):
    """Send the report of a school, or of all the reader may read about, so often to the reader; empty: no more."""
    may = by.may(Permission.SEE_REPORTS, school) if school else by.may_anywhere(Permission.SEE_REPORTS)
    if not may:
        raise NotYours(f"None of your roles there includes this: {WORDS[Permission.SEE_REPORTS].lower()}.")
    if not how_often:
        Subscription.objects.filter(person=by, school=school).delete()
        return None
    told = {"defaults": {"how_often": how_often}, "create_defaults": {"how_often": how_often, "since": at}}
    return Subscription.objects.update_or_create(person=by, school=school, **told)[0]


def send(*, at):
    """Write the reports that are due and were not written yet. Returns how many."""
    today, reports = timezone.localdate(at), {}
    due = Subscription.objects.select_related("person", "school").order_by("pk")
    return sum(_send(each, today, reports, at=at) for each in due)


def _send(subscription, today, reports, *, at):
    ground = _ground(subscription, at=at)
    period = _period(subscription.how_often, ground, today) if ground else None
    if period is None or not subscription.person.email:
        return 0
    told = {"subscription": subscription, "first": period.first, "last": period.last}
    if SentServiceReport.objects.filter(**told).exists():
        return 0
    key = (tuple(ground.pks), ground.whole_trust, period)
    if key not in reports:
        reports[key] = _made(ground, period, subscription)
    try:
        with transaction.atomic():
            sent = SentServiceReport.objects.create(**told, at=at)
            sent.letter = _write(subscription, *reports[key], at=at)
            sent.save(update_fields=["letter"])
    except IntegrityError:  # another worker was first
        return 0
    return 1


def _ground(subscription, *, at):
    """The schools of the report as far as the reader may still read about them; None where there are none."""
    person, school = subscription.person, subscription.school
    schools = list(
        School.objects.where_may(person, Permission.SEE_REPORTS).filter(**{"pk": school.pk} if school else {})
    )
    if not schools or not person.is_active:
        return None
    return Ground.of(schools, at=at, whole_trust=school is None and person.may(Permission.SEE_REPORTS, None))


def _period(how_often, ground, today):
    if how_often == HowOften.HALF_TERM:
        year = ground.a_year
        return half_term_before(year, today) if year and year.school_days(today, today) else None
    return periods.named("last-month", today=today) if today.day <= SOON else None


def _made(ground, period, subscription):
    """A report and its paper, made once for all who get the same."""
    report = service_report(ground, period, where(ground, everything=subscription.school is None))
    return report, report_pdf(report)


def _write(subscription, report, pdf, *, at):
    school = subscription.school
    asked = {"from": report.period.first, "to": report.period.last} | ({"school": school.code} if school else {})
    return letters.write(
        subscription.person,
        "reports/service_report",
        at=at,
        path=f"{reverse('reports:service-report')}?{urlencode(asked)}",
        enclosed=[(file_name(report, "pdf"), pdf)],
        report=report,
        settings=letters.address(reverse("reports:report-letters")),
    )
