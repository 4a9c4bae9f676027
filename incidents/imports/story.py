"""The rows of an incident as its story: what each changed, in a sentence, and which of them are here already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from incidents.imports.translate import Row, Translator

Change = dict[str, Any]  # column → its new text; None where it was emptied
NEWS = ("status", "team", "assignee", "priority")


def change(before: Row, after: Row) -> Change:
    """What a row says that the one before it didn't."""
    gone = dict.fromkeys(before.keys() - after.keys())
    return {column: text for column, text in after.items() if before.get(column) != text} | gone


def rows_of(changes: Iterable[Change]) -> Iterator[Row]:
    """The rows again, from the changes that were kept of them."""
    row: Row = {}
    for changed in changes:
        row = {column: text for column, text in (row | changed).items() if text is not None}
        yield row


def unseen(rows: list[Row], stored: list[Row], translator: Translator) -> list[bool]:
    """For each row: is it news? Equal rows are matched one for one.

    Another desk may fill in columns of past events when a ticket ends, so a row that differs is still the same event
    when its event key is the same. Only the last row must be here exactly as it is: it says how things stand.
    """
    same = Counter(map(_fingerprint, stored))
    news = []
    for row in rows:
        mark = _fingerprint(row)
        news.append(not same[mark])
        same[mark] -= bool(same[mark])
    left = _keys_left(stored, same, translator)
    for place, row in enumerate(rows[:-1]):
        key = translator.event_key(row)
        if news[place] and key and left[key]:
            left[key] -= 1
            news[place] = False
    return news


def _keys_left(stored: list[Row], unmatched: Counter[Any], translator: Translator) -> Counter[Any]:
    """How many stored events of each key were not met in the file as they are."""
    still = defaultdict(int, unmatched)
    left: Counter[Any] = Counter()
    for row in stored:
        mark = _fingerprint(row)
        if still[mark]:
            still[mark] -= 1
            left[translator.event_key(row)] += 1
    return left


def _fingerprint(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset(row.items())


def sentence(before: Row, after: Row, translator: Translator) -> str:
    """The turn a ticket took, in plain words; empty when only small print changed."""
    if comment := translator.text("comment", after):
        return comment
    parts = []
    for name in NEWS if before != after else ():
        old, new = translator.text(name, before), translator.text(name, after)
        if old != new:
            parts.append(_PHRASES[name](old, new))
    if not parts:
        return ""
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


_PHRASES = {
    "status": lambda old, new: f"{old} → {new}" if old and new else f"state {new or 'emptied'}",
    "team": lambda old, new: f"passed to {new}" if new else f"taken from {old}",
    "assignee": lambda old, new: f"assigned to {new}" if new else f"no longer assigned to {old}",
    "priority": lambda old, new: f"priority {old} → {new}" if old and new else f"priority {new or 'emptied'}",
}
