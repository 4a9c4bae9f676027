"""The register as rows for a file: every column that the register's import reads, so that a file can come back."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from assets.models import Asset, AssetType

# What the file calls it → where it stands.
COLUMNS = {
    "Tag": "tag",
    "Name": "name",
    "Sort": "type__name",
    "Make": "make",
    "Model": "model",
    "Serial number": "serial",
    "School": "school__code",
    "Building": "room__building__name",
    "Room": "room__name",
    "State": "state",
    "Kept by": "custodian__name",
    "Kept by, e-mail": "custodian__email",
    "Supplier": "supplier",
    "Order number": "order_number",
    "Paid from": "funding",
    "Bought on": "bought_on",
    "Cost": "cost",
    "Warranty until": "warranty_until",
    "Support contract": "contract",
    "Notes": "notes",
}
DETAIL = "Detail: "
STATES = dict(Asset.State.choices)
AT_ONCE = 2000


def rows(queryset: QuerySet[Asset]) -> Iterator[list[Any]]:
    """A line of headings, then a line for each thing, in the order of the queryset; few are in memory at once."""
    keys = _details_of(queryset)
    yield [*COLUMNS, *(f"{DETAIL}{name}" for name in keys.values())]
    places = queryset.values_list(*COLUMNS.values(), "details")
    state = list(COLUMNS).index("State")
    for *values, details in places.iterator(chunk_size=AT_ONCE):
        values[state] = STATES.get(values[state], values[state])
        yield [*values, *(_cell(details.get(key)) for key in keys)]


def _cell(value: Any) -> Any:
    """Something that has several parts is one text in a cell."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def detail_names() -> dict[str, str]:
    """What the columns of details are called, by key: as the sorts of things ask; by its key where two ask alike."""
    asked = {}
    for questions in AssetType.objects.values_list("questions", flat=True):
        asked |= {question["key"]: question["name"] for question in questions}
    often = Counter(name.casefold() for name in asked.values())
    keys = {key.casefold() for key in asked}
    return {
        key: name if often[name.casefold()] == 1 and name.casefold() not in keys - {key.casefold()} else key
        for key, name in asked.items()
    }


def _details_of(queryset: QuerySet[Asset]) -> dict[str, str]:
    """The keys of the details that these things have, in the order they are asked, and what each is called."""
    met: set[str] = set()
    kept = queryset.exclude(details={}).order_by().values_list("details", flat=True)
    for details in kept.iterator(chunk_size=AT_ONCE):
        met |= details.keys()
    names = detail_names()
    order: Iterable[str] = [*(key for key in names if key in met), *sorted(met - names.keys())]
    return {key: names.get(key, key) for key in order}
