"""What happened to a thing, as its history keeps it: who, when, and what it was before."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from assets.models import Asset
from assets.questions import questions_of

SHOWN = 12
NAMES = {
    "state": "State",
    "room": "Room",
    "custodian": "Who answers for it",
    "tag": "Tag",
    "name": "Name",
    "type": "Sort",
    "make": "Make",
    "model": "Model",
    "serial": "Serial number",
    "supplier": "Supplier",
    "order_number": "Order number",
    "funding": "Paid from",
    "bought_on": "Bought on",
    "cost": "Cost",
    "warranty_until": "Warranty until",
    "contract": "Support contract",
    "notes": "Notes",
}
LINKED = {"room", "custodian", "type"}
STATES = dict(Asset.State.choices)
LONGEST = 60


@dataclass(frozen=True)
class Turn:
    """One field that became something else; "" where it was, or became, nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the history: what was done, by whom and when, why, and what it changed."""

    at: Any
    by: str
    is_first: bool
    turns: tuple[Turn, ...]
    why: str

    @property
    def words(self):
        """What was done, in a word."""
        return "Added" if self.is_first else "Changed"


def story_of(asset, *, shown: int | None = SHOWN) -> tuple[list[Entry], bool]:
    """The newest entries first (all of them without `shown`), and whether there are older ones. A constant few queries.

    Two saves that changed nothing one could read are no entries.
    """
    found = asset.history.select_related("history_user", "room", "custodian", "type")
    rows = list(found if shown is None else found[: shown + 1])
    more = shown is not None and len(rows) > shown
    names = {question.key: question.name for question in questions_of(asset.type.questions)}
    entries = [_entry(row, older, names) for row, older in pairwise(rows)]
    if rows and not more:
        entries.append(_entry(rows[-1], None, names))
    return [entry for entry in entries if entry.is_first or entry.turns or entry.why], more


def _entry(row, older, names):
    by = row.history_user.name if row.history_user else ""
    turns = () if older is None else (*_turns(older, row), *_answers(older.details, row.details, names))
    return Entry(row.history_date, by, row.history_type == "+", turns, row.history_change_reason or "")


def _turns(older, row):
    for field, name in NAMES.items():
        key = f"{field}_id" if field in LINKED else field
        if getattr(older, key) != getattr(row, key):
            yield Turn(name, _shown(older, field), _shown(row, field))


def _answers(before, after, names):
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield Turn(names.get(key, key), _cut(before.get(key)), _cut(after.get(key)))


def _shown(row, field):
    """A field as people read it; a room or person that is gone has no name any more."""
    value = getattr(row, field)
    if field in LINKED and value is None and getattr(row, f"{field}_id"):
        return "one that is gone"
    if field == "state":
        return STATES.get(value, value)
    if field == "cost" and value is not None:
        return f"£{value:,.2f}"
    return f"{value.day} {value:%b %Y}" if isinstance(value, date) else _cut(value)


def _cut(value):
    if value is None:
        return ""
    text = ("Yes" if value else "No") if isinstance(value, bool) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
