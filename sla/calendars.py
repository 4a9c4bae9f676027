"""Calendars at work: which version holds for a school, its hours ready to count with, and how a new version is made."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.signals import post_save
from django.dispatch import receiver

from servicedesk.models import Person, School
from sla.models import Calendar, CalendarVersion
from sla.school_year import SchoolYear
from sla.working_time import Hours
from sla.year_document import parse

KEPT = 256  # versions whose arithmetic is kept ready in a process; a trust has a few for each school


def current_version(school: School | None) -> CalendarVersion | None:
    """The version that holds for a school now: its own calendar's newest, else (or for None) the trust's.

    Always read from the database (one query): another process may have announced a closure a second ago.
    """
    return (
        CalendarVersion.objects.filter(Q(calendar__school=school) | Q(calendar__school=None))
        .select_related("calendar")
        .order_by(F("calendar__school").desc(nulls_last=True), "-number")
        .first()
    )


def current_versions(schools: Iterable[School]) -> dict[int, CalendarVersion]:
    """The version that holds for each of some schools, by its key; without those that have none and follow none."""
    newest = CalendarVersion.objects.filter(calendar=OuterRef("pk")).order_by("-number").values("pk")[:1]
    calendars = Calendar.objects.filter(Q(school__in=schools) | Q(school=None)).annotate(newest=Subquery(newest))
    found = CalendarVersion.objects.filter(pk__in=calendars.values("newest")).select_related("calendar")
    held = {version.calendar.school_id: version for version in found}
    theirs = {school.pk: held.get(school.pk) or held.get(None) for school in schools}
    return {school: version for school, version in theirs.items() if version}


def school_year_of(version: CalendarVersion) -> SchoolYear:
    """What a version says, read once in each process: versions never change."""
    return _school_year(version, version.made_at)


def hours_of(version: CalendarVersion) -> Hours:
    """The support hours of a version, with their table of open time, made once in each process."""
    return _hours(version, version.made_at)


@transaction.atomic
def make_version(
    calendar: Calendar, document: dict[str, Any], *, by: Person | None, at: datetime, reason: str = ""
) -> CalendarVersion:
    """Write what a calendar says from now on; earlier versions stay as they were. Raises InvalidSchoolYear.

    Schools without a calendar of their own follow the trust's by asking, so nothing is copied to them. Clocks already
    running keep the version they were promised by.
    """
    year = parse(document)
    Calendar.objects.select_for_update().get(pk=calendar.pk)  # two people at once get two numbers
    newest = calendar.versions.first()
    return calendar.versions.create(
        number=newest.number + 1 if newest else 1,
        document=document,
        known_until=year.known_until,
        made_at=at,
        made_by=by,
        reason=reason,
    )


def calendar_of(school: School | None) -> Calendar:
    """The calendar of a school, or the trust's for None; made, still empty, where there is none."""
    name = f"{school.name} calendar" if school else "Trust calendar"
    return Calendar.objects.get_or_create(school=school, defaults={"name": name})[0]


# Instances compare by primary key; the moment beside it tells apart a number that a rolled-back version gave back.
@lru_cache(maxsize=KEPT)
def _school_year(version: CalendarVersion, made_at: datetime) -> SchoolYear:
    return parse(version.document)


@lru_cache(maxsize=KEPT)
def _hours(version: CalendarVersion, made_at: datetime) -> Hours:
    return _school_year(version, made_at).hours()


@receiver(post_save, sender=CalendarVersion)
def _forget(**_: Any) -> None:
    """A version was written: nothing kept may be older than it."""
    _school_year.cache_clear()
    _hours.cache_clear()
