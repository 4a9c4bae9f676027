"""Costs as rows for a file."""

from finance.lines import Line
from finance.models import Contract, Sort
from finance.totals import WAYS, Totals
from servicedesk.models import School, Service
from servicedesk.tables import workbook

KINDS = {"asset": "Thing", "licence": "Licence", "contract": "Contract", "cost": "Cost"}


def line_rows(lines: list[Line]) -> list[list]:
    """A line of headings, then one for each cost."""
    schools: dict[int | None, str] = dict(School.objects.values_list("pk", "name"))
    services: dict[int | None, str] = dict(Service.objects.values_list("pk", "name"))
    sorts = dict(Sort.choices)
    head = ["What", "Kind", "School", "Service", "Sort", "Supplier", "Day", "Amount"]
    named = [
        [
            *(line.what, KINDS[line.kind], schools.get(line.school, "Whole trust"), services.get(line.service, "")),
            *(sorts[line.sort], line.supplier, line.day, line.amount),
        ]
        for line in lines
    ]
    return [head, *named]


def contract_rows(contracts) -> list[list]:
    """A line of headings, then one for each contract."""
    head = ["Number", "Contract", "Supplier", "School", "Cost", "A", "From", "Until", "Notice by", "Renews", "State"]
    return [head, *(_contract(each) for each in contracts)]


def costs_workbook(totals: Totals, lines: list[Line], *, year: str, place: str, currency: str) -> bytes:
    """A spreadsheet: the whole, a sheet for each way it is added up, and every line."""
    whole = totals.whole
    summary: list[list] = [["Costs", place], ["School year", year], ["In", currency], ["All", whole.amount]]
    summary += [["For each pupil", whole.per_pupil], ["For each thing in use", whole.per_thing]]
    sheets: dict[str, list[list]] = {
        f"By {words.lower()}": [[words, "Lines", "Amount"], *([t.name, t.count, t.amount] for t in totals.by[way])]
        for way, words in WAYS.items()
    }
    return workbook(summary, sheets | {"Lines": line_rows(lines)})


def _contract(each: Contract) -> list:
    where = each.school.name if each.school else "Whole trust"
    return [
        *(each.reference_number, each.name, each.supplier, where, each.cost, each.get_per_display().lower()),
        *(each.starts_on, each.ends_on, each.notice_on, each.renews, each.get_status_display()),
    ]
