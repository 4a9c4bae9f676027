"""Lines of costs added up: by school, service, sort and contract, with what it comes to for a pupil and a thing."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count

from assets.models import Asset
from finance.lines import ZERO, Line
from finance.models import Contract, Sort
from finance.money import pennies
from servicedesk.models import School, Service

WAYS = {"school": "School", "service": "Service", "sort": "Sort", "contract": "Contract"}
NONE = "none"  # stands in an address for lines that name no school, service or contract
NOBODY = {"school": "Whole trust", "service": "Of no one service", "contract": "Without a contract"}


@dataclass
class Total:
    """A part of the costs: its key in an address, its name, the sum, and how many lines it has."""

    key: str
    name: str
    amount: Decimal = ZERO
    count: int = 0
    pupils: int | None = None
    things: int | None = None

    @property
    def per_pupil(self):
        """For each pupil; None where nobody said how many there are."""
        return pennies(self.amount / self.pupils) if self.pupils else None

    @property
    def per_thing(self):
        """For each thing in use; None where there are none."""
        return pennies(self.amount / self.things) if self.things else None


@dataclass
class Totals:
    """The whole and its parts; `by`: way → totals, the largest first."""

    whole: Total
    by: dict[str, list[Total]] = field(default_factory=dict)


def total(lines: list[Line], *, schools: list[Any]) -> Totals:
    """Add up lines; `schools` are those the reader looks at, with or without costs. A constant number of questions."""
    names = _names(lines)
    counts = Asset.objects.in_service().filter(school__in=schools).values_list("school").annotate(Count("pk"))
    things = dict(counts.order_by())
    by = {way: _parts(lines, way, names[way]) for way in WAYS}
    known = {str(school.pk): school for school in schools}
    for part in by["school"]:
        if school := known.get(part.key):
            part.key, part.pupils, part.things = school.code, school.pupils, things.get(school.pk)
    whole = Total("", "All", sum((line.amount for line in lines), ZERO), len(lines))
    if schools and all(school.pupils for school in schools):
        whole.pupils = sum(school.pupils for school in schools)
    whole.things = sum(things.values()) or None
    return Totals(whole, by)


def narrowed(lines: list[Line], said: dict[str, Any]) -> list[Line]:
    """The lines behind a total: `said` names a school, service, sort or contract, or NONE for those without."""
    for way, value in said.items():
        wanted = None if value == NONE else getattr(value, "pk", value)
        lines = [line for line in lines if getattr(line, way) == wanted]
    return lines


def _parts(lines, way, names):
    found: dict[Any, Total] = {}
    for line in lines:
        key = getattr(line, way)
        name = names.get(key) or NOBODY.get(way, "")
        part = found.setdefault(key, Total(NONE if key is None else str(key), name))
        part.amount += line.amount
        part.count += 1
    return sorted(found.values(), key=lambda part: (-part.amount, part.name))


def _names(lines):
    """Way → number → name."""
    schools, services, contracts = ({getattr(line, way) for line in lines} for way in ("school", "service", "contract"))
    return {
        "school": dict(School.objects.filter(pk__in=schools - {None}).values_list("pk", "name")),
        "service": dict(Service.objects.filter(pk__in=services - {None}).values_list("pk", "name")),
        "contract": {each.pk: str(each) for each in Contract.objects.filter(pk__in=contracts - {None})},
        "sort": dict(Sort.choices),
    }
