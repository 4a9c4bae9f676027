"""What stands above the register: what it is narrowed by, all it could be narrowed by, and what it is sorted by."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from assets.filters import ORDERS

SORTED_BY = {
    "tag": "Tag",
    "name": "Name",
    "type": "Sort",
    "model": "Make and model",
    "room": "Room",
    "custodian": "Who answers for it",
    "state": "State",
    "bought": "Bought on",
    "warranty": "Warranty",
    "audited": "Last seen",
}
# Columns that stand in every list, and the class that hides each where it is narrow; others come when sorted by.
ALWAYS = {"tag": "", "name": "", "type": "wide-cell", "model": "wide-cell", "room": "", "state": "from-tablet"}
OWN = ("page", "sort", "filters")  # of the list itself: narrows nothing


@dataclass(frozen=True)
class Chip:
    """Something the list is narrowed by, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Bar:
    """The chips, the filters that are shown, whether they are all shown, and what the form has to carry along."""

    chips: list[Chip]
    is_open: bool
    shown: list[Any]
    carried: list[tuple[str, str]]
    query: str
    orders: list[tuple[str, str]]
    sort: str


@dataclass(frozen=True)
class Column:
    """The head of a column: its name, which way it is sorted now, and what a click asks for."""

    name: str
    label: str
    hides: str
    direction: str
    ask: str


def order_in(asked) -> tuple[str, bool]:
    """The order that an address asks for, and whether from the other end; by tag where it asks for none that is."""
    wanted = asked.get("sort", "")
    name = wanted.removeprefix("-")
    return (name, wanted.startswith("-")) if name in ORDERS else ("tag", False)


def columns_of(sort: str, down: bool) -> list[Column]:
    """The columns that can be sorted by; the one that is comes first to be turned round."""
    shown = ALWAYS if sort in ALWAYS else ALWAYS | {sort: ""}
    return [_column(name, hides, sort, down) for name, hides in shown.items()]


def _column(name, hides, sort, down):
    direction = ("descending" if down else "ascending") if name == sort else ""
    return Column(name, SORTED_BY[name], hides, direction, f"-{name}" if name == sort and not down else name)


def bar_of(found, request) -> Bar:
    """The bar over the things that a filter set found."""
    asked = {name: value for name, value in request.GET.items() if value and name not in OWN}
    chips = list(_chips(found, asked, request)) if found.is_valid() else []
    sort, down = order_in(request.GET)
    is_open = bool(found.form.errors) or request.GET.get("filters") == "open"
    shown = _shown(found.form, asked, is_open)
    return Bar(
        chips,
        is_open,
        [found.form[name] for name in shown],
        [(name, value) for name, value in request.GET.items() if name not in (*shown, "q", "page", "sort", "filters")],
        urlencode(asked),
        [(sign + name, f"{label}{', from the other end' if sign else ''}") for name, label, sign in _orders()],
        f"{'-' if down else ''}{sort}",
    )


def _shown(form, asked, is_open):
    """Which filters are asked. Rooms are offered once there is one place to choose them from: a trust has thousands."""
    several = len(form.fields["school"].queryset) > 1
    quick = ["school", "type", "state"] if several else ["type", "state"]
    if not is_open:
        return quick
    places = ["building"] if several and not (asked.get("school") or asked.get("building")) else ["building", "room"]
    return [*quick, *places, "make", "model", "custodian", "warranty_within", "not_audited_since"]


def _orders():
    return [(name, label, sign) for name, label in SORTED_BY.items() for sign in ("", "-")]


def _chips(found, asked, request):
    for name, field in found.form.fields.items():
        value = found.form.cleaned_data.get(name)
        if name == "q" or value in (None, ""):
            continue
        rest = {other: each for other, each in request.GET.items() if other not in (name, "page")}
        words = found.stopping.words if name == "stops_with" else _words(name, field, value)
        yield Chip(words, urlencode(rest))


def _words(name: str, field: Any, value: Any) -> str:
    """How a filter reads: the thing it names, or its question with the answer."""
    if name == "state":
        return dict(field.choices)[value]
    if name == "warranty_within":
        return f"Warranty ends within {int(value)} days"
    if name == "not_audited_since":
        return f"Nobody stood before it since {value.day} {value:%b %Y}"
    if name in ("make", "model"):
        return f"{field.label}: {value}"
    return f"{field.label}: {value.name}" if name == "custodian" else str(getattr(value, "name", value))
