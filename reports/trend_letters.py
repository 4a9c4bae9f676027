"""Who gets the trend report by letter, and when: technicians each school week, managers after each half-term.

Safe to miss, to repeat and to run twice at once: that a report of a period was sent to a person is a row, written in
one transaction with the letter. A school without a calendar has no school week, so nothing is sent about it.
"""

from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.urls import reverse

from reports import periods
from reports.models import NoTrendReport, SentTrendReport, TrendReportKind
from reports.paper.trends import file_name, trends_pdf
from reports.periods import DAY, Period
from reports.shift.ground import Ground
from reports.trend_report import place_of, trend_report
from servicedesk import letters
from servicedesk.models import Person, School
from servicedesk.roles import SERVICE_LEVEL_MANAGER, TECHNICIAN
from sla.school_year import SchoolYear

WEEK = timedelta(weeks=1)
LONGEST_HOLIDAY = 10  # weeks
SOON = 5  # school days after a half-term in which its report is still news


def send(*, at):
    """Write the letters that are due and were not written yet. Returns how many."""
    everyone = Ground.of(School.objects.all(), at=at)
    reports: dict = {}
    due = [*_weekly(everyone), *_half_termly(everyone)]
    return sum(_send(person, kind, period, schools, reports, at=at) for person, kind, period, schools in due)


def _weekly(everyone):
    """(technician, kind, period, schools) of this week, where there is school today."""
    by_person = defaultdict(list)
    for school, year in _in_school(everyone):
        for person in Person.objects.with_role(TECHNICIAN.key, school):
            by_person[person, last_school_week(year, everyone.today)].append(school)
    for (person, period), schools in by_person.items():
        yield person, TrendReportKind.WEEKLY, period, schools


def _half_termly(everyone):
    """(manager, kind, period, schools) of the half-term that ended, where the next has just begun."""
    by_person = defaultdict(list)
    for school, year in _in_school(everyone):
        if period := half_term_before(year, everyone.today):
            for person in Person.objects.with_role(SERVICE_LEVEL_MANAGER.key, school):
                by_person[person, period].append(school)
    for (person, period), schools in by_person.items():
        yield person, TrendReportKind.HALF_TERM, period, schools


def _in_school(everyone):
    """The schools that have school today, each with its calendar."""
    for school in everyone.schools:
        year = everyone.year(school.pk)
        if year is not None and year.school_days(everyone.today, everyone.today):
            yield school, year


def last_school_week(year: SchoolYear, today) -> Period:
    """From the Monday of the last week before this one with a school day in it, to the Sunday before today."""
    sunday = periods.week_of(today).first - DAY
    monday = periods.week_of(sunday).first
    for _ in range(LONGEST_HOLIDAY):
        if year.school_days(monday, sunday):
            break
        monday -= WEEK
    return Period(monday, sunday)


def half_term_before(year: SchoolYear, today) -> Period | None:
    """The half-term that ended last, while the next is at most a few school days old; else None."""
    period = periods.termly(year, today=today).get("last-half-term")
    return period if period and year.school_days(period.last + DAY, today) <= SOON else None


def _send(person, kind, period, schools, reports, *, at):
    """One letter with its report, unless it was sent, switched off, or there is no address."""
    told = {"person": person, "kind": kind, "first": period.first, "last": period.last}
    off = NoTrendReport.objects.filter(person=person).exists()
    if off or not person.email or SentTrendReport.objects.filter(**told).exists():
        return 0
    key = (tuple(school.pk for school in schools), period)
    if key not in reports:
        reports[key] = _made(schools, period, at=at)
    try:
        with transaction.atomic():
            sent = SentTrendReport.objects.create(**told, at=at)
            sent.letter = _write(person, reports[key], at=at)
            sent.save(update_fields=["letter"])
    except IntegrityError:  # another worker was first
        return 0
    return 1


def _made(schools, period, *, at):
    """A report and its paper, made once for all who get the same."""
    report = trend_report(Ground.of(schools, at=at), period)
    return report, trends_pdf(report)


def _write(person, made, *, at):
    report, pdf = made
    asked = {"from": report.period.first, "to": report.period.last}
    schools = report.ground.schools
    asked |= {"school": schools[0].code} if len(schools) == 1 else {}
    settings = letters.address(reverse("reports:trend-letters"))
    about = {"report": report, "place": place_of(report.ground), "settings": settings}
    path = f"{reverse('reports:trends')}?{urlencode(asked)}"
    return letters.write(person, "reports/trends", at=at, path=path, enclosed=[(file_name(report), pdf)], **about)


def is_on(person) -> bool:
    """Does a person get the letters?"""
    return not NoTrendReport.objects.filter(person=person).exists()


def switch(person, *, on: bool, at):
    """Switch the letters of a person on or off."""
    if on:
        NoTrendReport.objects.filter(person=person).delete()
    else:
        NoTrendReport.objects.get_or_create(person=person, defaults={"since": at})
