"""A calendar made on top of another goes along when that changes: what they shared follows, what is its own stays.

Pure: documents of school years in (`sla.year_document`), a document out. So a school's calendar follows the trust's,
and a draft what somebody else has applied in the meantime.
"""

from typing import Any

from sla.year_document import merge

Document = dict[str, Any]
Entries = list[dict[str, Any]]


def carry(own: Document, *, before: Document, after: Document) -> Document:
    """`own` as it is to be now that what it was laid over has changed from `before` to `after`.

    In a year for which `own` has terms of its own, new terms, holidays and INSET days are not taken over; closures are.
    """
    carried = own | {key: _word(key, own, before, after) for key in ("zone", "nation")}
    carried["hours"] = _by_key(own.get("hours", {}), before.get("hours", {}), after.get("hours", {}))
    carried["known_until"] = _known_until(own, before, after)
    carried["ranges"] = _ranges(own, before, after)
    carried["overrides"] = _dated("overrides", own, before, after)
    if own.get("nation") == before.get("nation"):
        carried["bank_holidays"] = _dated("bank_holidays", own, before, after)
    marks = _marks(own, before, after)
    return {key: value for key, value in carried.items() if key != "marks"} | ({"marks": marks} if marks else {})


def _word(key: str, own: Document, before: Document, after: Document) -> Any:
    return after.get(key) if own.get(key) == before.get(key) else own.get(key)


def _known_until(own: Document, before: Document, after: Document) -> str | None:
    """Without end stays without end where it is the school's own; else the later of the two days."""
    days = own.get("known_until"), after.get("known_until")
    if own.get("known_until") == before.get("known_until"):
        return days[1]
    return max(filter(None, days)) if all(days) else days[0]


def _by_key(own: Document, before: Document, after: Document) -> Document:
    """The value of each key: the new one where the old one was shared."""
    keys = [*own, *(key for key in after if key not in own)]
    taken = {key: after.get(key) if own.get(key) == before.get(key) else own.get(key) for key in keys}
    return {key: value for key, value in taken.items() if value is not None}


def _dated(field: str, own: Document, before: Document, after: Document) -> Entries:
    by_date = [{entry["date"]: entry for entry in document.get(field, [])} for document in (own, before, after)]
    found = _by_key(*by_date)
    return [found[day] for day in sorted(found)]


def _ranges(own: Document, before: Document, after: Document) -> Entries:
    """Old ranges go, new ones come, cut where the school has its own."""
    olds, news, mine = (document.get("ranges", []) for document in (before, after, own))
    gone, come = [e for e in olds if e not in news], [e for e in news if e not in olds and e not in mine]
    of_its_own = [entry for entry in mine if entry not in olds]
    shared = [entry for entry in mine if entry in olds and entry not in gone]
    taken = merge({"ranges": come}, {"ranges": of_its_own})["ranges"]
    return sorted([*shared, *taken], key=lambda entry: (entry["first"], entry["last"]))


def _marks(own: Document, before: Document, after: Document) -> Entries:
    olds, news, mine = (document.get("marks", []) for document in (before, after, own))
    kept = [entry for entry in mine if entry in news or entry not in olds]
    come = [entry for entry in news if entry not in olds]
    return merge({"marks": come}, {"marks": kept}).get("marks", [])
