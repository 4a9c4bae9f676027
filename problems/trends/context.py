"""What a detector may ask beside the history: names of things, kinds of days, and what it worked out the day before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from assets.models import Asset, AssetType
from problems.trends.history import NONE, History
from problems.trends.school_days import SchoolDays
from servicedesk.models import Category, Room, School, Service

NAMED_IN = {
    "school": (School, "name"),
    "category": (Category, "name"),
    "service": (Service, "name"),
    "room": (Room, "name"),
    "asset_type": (AssetType, "name"),
}


@dataclass
class Names:
    """What people call the things behind the codes of a history, each column read once, and only when asked for."""

    keys: dict[str, list[Any]] = field(repr=False)
    labels: dict[str, dict[Any, str]] = field(default_factory=dict, repr=False)

    def of(self, column: str, code: int) -> str:
        """“B12”, “No picture”, “Projector A-017”; the word itself for words, "" for NONE. Requesters are not named."""
        key = self.key(column, code)
        return "" if key is None else self._read(column).get(key, str(key))

    def key(self, column: str, code: int) -> Any:
        """The primary key behind a code, or the word; None for NONE."""
        return None if code == NONE else self.keys[column][code]

    def school_code(self, code: int) -> str:
        """“HBS”: the short form for keys."""
        return self._codes.get(self.key("school", code), "")

    @cached_property
    def _codes(self) -> dict[int, str]:
        return dict(School.objects.values_list("pk", "code"))

    def _read(self, column: str) -> dict[Any, str]:
        if column not in self.labels:
            self.labels[column] = self._labels(column)
        return self.labels[column]

    def _labels(self, column: str) -> dict[Any, str]:
        if column == "asset":
            return {pk: f"{name} {tag}" for pk, name, tag in Asset.objects.values_list("pk", "name", "tag").iterator()}
        if column == "requester":
            return dict.fromkeys(self.keys[column], "one person")
        if column not in NAMED_IN:
            return {}
        model, name = NAMED_IN[column]
        return dict(model._default_manager.values_list("pk", name).iterator())


@dataclass
class Context:
    """One run of the detectors, over one day or over many. `at`: nothing after this moment is known; None: a whole day.

    `kept` lives as long as the run: what a detector worked out on one day and wants again on the next. Its keys begin
    with the kind of the detector.
    """

    names: Names
    school_days: SchoolDays = field(default_factory=SchoolDays)
    at: datetime | None = None
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once in a run."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def parsed(self, key: Any, history: History, parse: Callable[[str], Any]) -> list[Any]:
        """`parse(summary and description)` of each row, in their order; each record is read and parsed once in a run.

        Keep what `parse` gives small: it stays in memory for every record.
        """
        known = self.once(("parsed", key), dict)
        keys = history.pk.tolist()
        new = np.array([place for place, pk in enumerate(keys) if pk not in known], dtype=np.int64)
        if len(new):
            unread = history.rows(new)
            known |= {int(unread.pk[place]): parse(said) for place, said in unread.words()}
        return [known[pk] for pk in keys]
