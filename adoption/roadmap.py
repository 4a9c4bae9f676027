"""The programme as pages and programs show it: schools × processes with plan and signs, and what is next."""

from dataclasses import dataclass
from datetime import date

from adoption.models import Phase, Place, Start
from adoption.signs import IN_USE, Sign, signs
from healthcheck.statements import NAMES
from servicedesk.models import School


@dataclass(frozen=True)
class Step:
    """One process of one school, in FITS's recommended order: since when it is switched on, and its signs of life."""

    process: str
    name: str
    on: date | None
    note: str
    sign: Sign
    today: date

    @property
    def is_on(self) -> bool:
        """Is it switched on by the plan?"""
        return self.on is not None and self.on <= self.today

    @property
    def is_silent(self) -> bool:
        """Is it switched on, but nothing shows that it is used?"""
        return self.is_on and self.sign.stage == "not_started"


@dataclass(frozen=True)
class SchoolRoadmap:
    """A school with its phase and its ten steps."""

    school: School
    phase: Phase | None
    steps: tuple[Step, ...]

    @property
    def in_use(self) -> int:
        """How many processes are in use."""
        return sum(step.sign.stage == IN_USE for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first in the recommended order that is not in use; None where all are."""
        return next((step for step in self.steps if step.sign.stage != IN_USE), None)


def roadmaps(schools, *, today: date) -> list[SchoolRoadmap]:
    """Each school's roadmap; as many queries for one as for a hundred."""
    some = list(schools)
    phases = {place.school_id: place.phase for place in Place.objects.filter(school__in=some).select_related("phase")}
    starts = {(start.school_id, start.process): start for start in Start.objects.filter(school__in=some)}
    alive = signs(some, today)
    return [
        SchoolRoadmap(
            school,
            phases.get(school.pk),
            tuple(
                _step(process, name, starts.get((school.pk, process)), alive[school.pk][process], today)
                for process, name in NAMES.items()
            ),
        )
        for school in some
    ]


def _step(process, name, start, sign, today):
    return Step(process, name, start.on if start else None, start.note if start else "", sign, today)
