"""The share of people certified, school by school: of those whom the register counts, how many hold one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from adoption.models import Certificate, Status
from reports.shift.figure import FEW, SMALL
from servicedesk.models import School

HEADING = "Certified practitioners"
HOW = (
    "People of the school’s register of certificates, without those who have left and entries that were withdrawn, "
    f"who hold a certificate that has not run out, of all of them. {SMALL}"
)


@dataclass(frozen=True)
class CertifiedShare:
    """How many hold one, of how many; `percent` is None for too few, so that it says nothing of one person."""

    holders: int
    people: int

    @property
    def percent(self) -> float | None:
        """Of a hundred; None of too few."""
        return 100 * self.holders / self.people if self.people >= FEW else None


def certified(schools: Iterable[School], day: date) -> dict[int, CertifiedShare]:
    """School → the share on a day, by its key; two queries however many there are."""
    counted = Certificate.objects.filter(school__in=schools, person__is_active=True).exclude(status=Status.WITHDRAWN)
    everyone = set(counted.values_list("school", "person"))
    holders = set(counted.held_on(day).values_list("school", "person"))
    return {school.pk: CertifiedShare(_of(school.pk, holders), _of(school.pk, everyone)) for school in schools}


def _of(school, pairs):
    return sum(each == school for each, _ in pairs)
