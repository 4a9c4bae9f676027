"""Key-set paging: a page costs the same however deep it lies, because it starts behind a key instead of counting rows."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """The API's pages: follow `next` and `previous`; no total, because counting costs more than the page."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "pk"


@dataclass(frozen=True)
class Page:
    """One page of rows, with the tokens of the pages around it (empty where there is none)."""

    rows: list
    next: str
    previous: str


def page(queryset, *, order, token="", size=50, descending=False):
    """A page of `queryset` by the fields `order` (the last one unique), from an opaque `token` of an earlier page.

    All fields ascend, or all descend. A token that was tampered with, or is of another list, starts at the first page.
    """
    key, back = _read(token, order)
    key = key if key and _fits(queryset.model, order, key) else None
    downwards = back != descending
    found = queryset.order_by(*(f"-{field}" if downwards else field for field in order))
    if key:
        found = found.filter(_beyond(order, key, "lt" if downwards else "gt"))
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1] if back else rows[:size]
    return Page(
        rows,
        next=_write(rows[-1], order, back=False) if rows and (more or back) else "",
        previous=_write(rows[0], order, back=True) if rows and (more if back else key) else "",
    )


def _fits(model, order, key):
    """Is this a key of such rows, or of another list?"""
    try:
        for name, value in zip(order, key, strict=True):
            (model._meta.pk if name == "pk" else model._meta.get_field(name)).to_python(value)
    except (ValidationError, TypeError):
        return False
    return True


def _beyond(order, key, side):
    """Rows behind a key in lexicographic order: (a, b) > (x, y) is a > x or (a = x and b > y)."""
    condition = Q()
    for i, field in enumerate(order):
        same = dict(zip(order[:i], key, strict=False))
        condition |= Q(**same, **{f"{field}__{side}": key[i]})
    # The first field alone bounds the scan, so that the database can start in the index instead of filtering.
    return condition & Q(**{f"{order[0]}__{side}e": key[0]})


def _words(value):
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    return value


READ = {"t": datetime.fromisoformat, "s": _words, "v": int}


def _plain(value):
    """A part of a key with the sign of its kind: a moment, words or a number."""
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    return ["s" if isinstance(value, str) else "v", value]


def _write(row, order, *, back):
    plain = [_plain(getattr(row, field)) for field in order]
    return base64.urlsafe_b64encode(json.dumps([plain, back]).encode()).decode().rstrip("=")


def _read(token, order):
    try:
        plain, back = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        key = [READ[kind](v) for kind, v in plain]
    except (ValueError, TypeError, KeyError):
        return None, False
    aware = all(v.tzinfo for v in key if isinstance(v, datetime))
    return (key, bool(back)) if len(key) == len(order) and aware else (None, False)
