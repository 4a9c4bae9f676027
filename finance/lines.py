"""What ICT costs in a span of days, line by line: each line knows its school, sort, services and the record it is from.

- a thing: its price, on the day it was bought; it counts for a service where exactly one needs it
- a licence: its price, on the day it was bought (else on the day it starts)
- a contract: by the day where it is paid by the year or the term (three a year), whole on its first day where once
- a cost of its own: whole on its day, or by the day where it is paid each year

Contracts that cover several services are shared equally among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from assets.models import Asset, Licence
from finance.models import Contract, Cost, Often, Per, Sort
from finance.money import pennies, share
from servicedesk.roles import Permission

YEAR_STARTS = 9  # a school year is 1 September to 31 August
TERMS = 3
ZERO = Decimal(0)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both counted."""

    first: date
    last: date

    @property
    def days(self):
        """How many days it has."""
        return (self.last - self.first).days + 1

    def within(self, first, last):
        """How many of its days lie from `first` to `last` (None: without end)."""
        return max((min(self.last, last or self.last) - max(self.first, first)).days + 1, 0)


@dataclass(frozen=True)
class Line:
    """An amount with what it was for; `school`, `service`, `contract`: numbers, None where it is of none."""

    kind: str  # asset, licence, contract or cost
    what: str
    amount: Decimal
    sort: str
    school: int | None
    service: int | None = None
    contract: int | None = None
    supplier: str = ""
    day: date | None = None
    url: str = ""


def school_year(begins: int) -> Span:
    """The school year that begins in a calendar year."""
    return Span(date(begins, YEAR_STARTS, 1), date(begins + 1, YEAR_STARTS, 1) - timedelta(days=1))


def year_of(day: date) -> int:
    """The calendar year in which the school year of a day began."""
    return day.year if day.month >= YEAR_STARTS else day.year - 1


def lines(span: Span, *, reader: Any, school=None) -> list[Line]:
    """All that a reader may see of what was spent; of one school where one is named. A constant number of questions."""
    found = [*_contracts(span, reader), *_costs(span, reader), *_licences(span, reader), *_assets(span, reader)]
    return [line for line in found if school is None or line.school == school.pk]


def _assets(span, reader) -> Iterator[Line]:
    bought = _of(Asset, reader).filter(bought_on__range=(span.first, span.last), cost__gt=0)
    bought = bought.annotate(needs=Count("needed_by__service", distinct=True), only=Min("needed_by__service"))
    rows = bought.values_list("pk", "tag", "name", "cost", "school", "supplier", "bought_on", "needs", "only")
    for pk, tag, name, cost, school, supplier, day, needs, only in rows.iterator(chunk_size=2000):
        facts = {"supplier": supplier, "day": day, "url": reverse("assets:detail", args=[pk])}
        service = only if needs == 1 else None
        yield Line("asset", f"{tag} {name}".strip(), cost, Sort.HARDWARE, school, service, **facts)


def _licences(span, reader) -> Iterator[Line]:
    paid = _of(Licence, reader).annotate(paid_on=Coalesce("bought_on", "starts_on"))
    rows = paid.filter(paid_on__range=(span.first, span.last), cost__gt=0).select_related("software")
    for each in rows:
        facts = {"supplier": each.supplier, "day": each.paid_on, "url": each.get_absolute_url()}
        yield Line("licence", each.software.name, each.cost, Sort.SOFTWARE, each.school_id, **facts)


def _contracts(span, reader) -> Iterator[Line]:
    running = Contract.objects.visible_to(reader).filter(starts_on__lte=span.last)
    for each in running.prefetch_related("services"):
        amount = contract_cost(each, span)
        if not amount:
            continue
        facts = {"contract": each.pk, "supplier": each.supplier, "day": each.starts_on, "url": each.get_absolute_url()}
        services = [service.pk for service in each.services.all()] or [None]
        for service, part in zip(services, share(amount, len(services)), strict=True):
            yield Line("contract", each.name, part, each.sort, each.school_id, service, **facts)


def _costs(span, reader) -> Iterator[Line]:
    for each in Cost.objects.visible_to(reader).filter(starts_on__lte=span.last):
        if each.often == Often.ONCE:
            amount = each.amount if each.starts_on >= span.first else ZERO
        else:
            amount = _by_the_day(each.amount, span, each.starts_on, each.ends_on)
        if amount:
            facts = {"day": each.starts_on, "url": each.get_absolute_url()}
            yield Line("cost", each.what, amount, each.sort, each.school_id, each.service_id, **facts)


def contract_cost(contract: Contract, span: Span) -> Decimal:
    """What a contract costs in a span, to the penny."""
    if contract.per == Per.ONCE:
        return contract.cost if span.first <= contract.starts_on <= span.last else ZERO
    a_year = contract.cost * (TERMS if contract.per == Per.TERM else 1)
    return _by_the_day(a_year, span, contract.starts_on, contract.goes_on_until)


def _by_the_day(a_year, span, first, last):
    return pennies(a_year * span.within(first, last) / span.days)


def _of(model, reader):
    """Rows of the register whose costs a reader sees: costs are their own right, and need none of the register."""
    here = reader.within(Permission.SEE_COSTS, field="school")
    if not reader.may_anywhere(Permission.SEE_COSTS):
        return model.objects.none()
    return model.objects.filter(here if model is Asset or here == Q() else here | Q(school=None))
