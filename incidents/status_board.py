"""What is known to be broken now, what works again, and what is planned: one answer for everyone at a school.

An app above that knows of planned work registers a function in its `ready`; page and API of this app show what they
get.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from incidents.models import Incident, IncidentEntry, MajorIncident

LATELY = timedelta(hours=48)


@dataclass(frozen=True)
class Planned:
    """Work that was announced: what people notice of it, from when until when, and where (None: at every school)."""

    title: str
    says: str
    starts_at: datetime
    ends_at: datetime | None = None
    school: Any = None
    url: str = ""


@dataclass(frozen=True)
class Board:
    """The status page of a reader."""

    going_on: list[MajorIncident]
    restored: list[MajorIncident]
    planned: list[Planned]

    @property
    def all_well(self):
        """Is nothing known to be broken?"""
        return not self.going_on


_planners: list[Callable[..., Iterable[Planned]]] = []


def planner(function):
    """Register a function (person, at) that gives the planned work that a person may know of."""
    if function not in _planners:
        _planners.append(function)
    return function


def board_for(person, *, at, school=None):
    """What a person may know, at one school or at all of theirs."""
    seen = MajorIncident.objects.visible_to(person).with_news()
    planned = [each for function in _planners for each in function(person, at=at)]
    if school:
        seen = seen.filter(incident__school=school)
        planned = [each for each in planned if each.school in (None, school)]
    return Board(
        going_on=list(seen.going_on()),
        restored=list(seen.restored_since(at - LATELY)),
        planned=sorted(planned, key=lambda each: each.starts_at),
    )


def known_broken(person, school=None):
    """The majors that are going on, for one line on top of a page."""
    seen = MajorIncident.objects.visible_to(person).going_on()
    return list(seen.filter(incident__school=school) if school else seen)


@dataclass(frozen=True)
class Toll:
    """How many a major incident hits: people who reported it, records of it, and lessons that were stopped."""

    people: int = 0
    records: int = 0
    lessons: int = 0


ROOT = Coalesce("duplicate_of__parent", "duplicate_of", "parent", "pk")


def tolls(majors):
    """The toll of each of some major incidents, by its id; every report with a stopped lesson counts one lesson.

    A record that says so only because of a report of the same counts none: that lesson is counted with the report.
    """
    wanted = [major.pk for major in majors]
    not_its_own = IncidentEntry.objects.filter(move="got_duplicate", data__lesson_is_theirs=True)
    own_lesson = Q(lesson_stopped=True) & ~Q(pk__in=not_its_own.values("incident"))
    counts = {
        "people": Count("requester", distinct=True),
        "records": Count("pk", distinct=True),
        "lessons": Count("pk", filter=own_lesson, distinct=True),
    }
    found = Incident.objects.felt_with_any(wanted).annotate(root=ROOT).order_by().values("root").annotate(**counts)
    return {row.pop("root"): Toll(**row) for row in found}


def with_tolls(majors):
    """Some major incidents, each with its toll beside it."""
    found = tolls(majors)
    for major in majors:
        major.toll = found.get(major.pk, Toll())
    return majors


def own_reports(person, majors):
    """What a person reported of some major incidents themselves: id of the major → the first of their records."""
    theirs = Incident.objects.felt_with_any([major.pk for major in majors]).filter(requester=person)
    return {record.root: record for record in theirs.annotate(root=ROOT).order_by("-pk")}
