"""Key-set paging: a page costs the same however deep it lies, because it starts behind a key instead of counting rows."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

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


def page(queryset, *, order, token="", size=50):
    """A page of `queryset` by the ascending fields `order` (the last one unique), from an opaque `token` of an earlier page.

    A token that was tampered with, or is of another list, starts at the first page.
    """
    key, back = _read(token, order)
    descending = tuple(f"-{field}" for field in order)
    found = queryset.order_by(*(descending if back else order))
    if key:
        found = found.filter(_beyond(order, key, "lt" if back else "gt"))
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1] if back else rows[:size]
    return Page(
        rows,
        next=_write(rows[-1], order, back=False) if rows and (more or back) else "",
        previous=_write(rows[0], order, back=True) if rows and (more if back else key) else "",
    )


def _beyond(order, key, side):
    """Rows behind a key in lexicographic order: (a, b) > (x, y) is a > x or (a = x and b > y)."""
    condition = Q()
    for i, field in enumerate(order):
        same = dict(zip(order[:i], key, strict=False))
        condition |= Q(**same, **{f"{field}__{side}": key[i]})
    # The first field alone bounds the scan, so that the database can start in the index instead of filtering.
    return condition & Q(**{f"{order[0]}__{side}e": key[0]})


def _write(row, order, *, back):
    values = [getattr(row, field) for field in order]
    plain = [["t", v.isoformat()] if isinstance(v, datetime) else ["v", v] for v in values]
    return base64.urlsafe_b64encode(json.dumps([plain, back]).encode()).decode().rstrip("=")


def _read(token, order):
    try:
        plain, back = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        key = [datetime.fromisoformat(v) if kind == "t" else int(v) for kind, v in plain]
    except (ValueError, TypeError):
        return None, False
    aware = all(v.tzinfo for v in key if isinstance(v, datetime))
    return (key, bool(back)) if len(key) == len(order) and aware else (None, False)
