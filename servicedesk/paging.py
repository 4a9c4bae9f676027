"""Key-set paging: a page costs the same however deep it lies: it starts behind a key instead of counting rows."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite

from django.core.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from servicedesk.paging_by_name import beyond, rows_by_name


class KeysetPagination(BasePagination):
    """The API's pages: follow `next` and `previous`; no total, because counting costs more than the page.

    A view says its order in `ordering`, and in `orderings` which others may be asked for: a name (with `-`: from the
    other end) and its fields, the last of them unique.
    """

    page_size = 50
    max_page_size = 200
    ordering: tuple[str, ...] = ("pk",)
    parameters = ("cursor", "page_size")

    def paginate_queryset(self, queryset, request, view=None):
        """The rows of the page that was asked for."""
        asked = request.query_params
        name, orderings = asked.get("ordering", ""), getattr(view, "orderings", {})
        if name and name not in orderings:
            raise ValidationError({"ordering": f"Choose one of: {', '.join(orderings)}."})
        order = orderings.get(name) or getattr(view, "ordering", self.ordering)
        token = asked.get("cursor", "")
        if token and not _key(queryset, order, token)[0]:
            raise ValidationError({"cursor": "This is no page of this list. Start without a cursor."})
        self.url = request.build_absolute_uri()
        self.page = page(queryset, order=order, token=token, size=self._size(asked), descending=name.startswith("-"))
        return self.page.rows

    def _size(self, asked):
        size = asked.get("page_size", str(self.page_size))
        if not (size.isascii() and size.isdigit() and len(size) < 7 and 0 < int(size) <= self.max_page_size):
            raise ValidationError({"page_size": f"Choose a number from 1 to {self.max_page_size}."})
        return int(size)

    def get_paginated_response(self, data):
        """The page with the addresses of those around it."""
        return Response({"next": self._url(self.page.next), "previous": self._url(self.page.previous), "results": data})

    def _url(self, token):
        return replace_query_param(self.url, "cursor", token) if token else None

    def get_paginated_response_schema(self, schema):
        """The shape of a page, for the description of the API."""
        url = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": url, "previous": url, "results": schema},
        }

    def get_schema_operation_parameters(self, view):
        """What may be said about the page wanted, for the description of the API."""
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        known = [
            ("cursor", "A page, as `next` or `previous` named it.", {"type": "string"}),
            ("page_size", "Rows on a page.", size),
        ]
        if orderings := getattr(view, "orderings", {}):
            known.append(("ordering", "The order of the rows.", {"type": "string", "enum": list(orderings)}))
        return [
            {"name": name, "in": "query", "required": False, "description": says, "schema": schema}
            for name, says, schema in known
        ]


@dataclass(frozen=True)
class Page:
    """One page of rows, with the tokens of the pages around it (empty where there is none)."""

    rows: list
    next: str
    previous: str
    descending: bool = False


def page(queryset, *, order, token="", size=50, descending=False):
    """A page of `queryset` by the fields `order` (the last one unique), from an opaque `token` of an earlier page.

    All fields ascend, or all descend. A token that was tampered with, or is of another list, starts at the first page.
    Which first field is the name of what a row belongs to, the queryset says in `named_by`: field → foreign key.
    """
    key, back = _key(queryset, order, token)
    rows = _rows(queryset, order, key, back != descending, size + 1)
    more = len(rows) > size
    rows = rows[:size][::-1] if back else rows[:size]
    return Page(
        rows,
        next=_write(rows[-1], order, back=False) if rows and (more or back) else "",
        previous=_write(rows[0], order, back=True) if rows and (more if back else key) else "",
        descending=descending,
    )


def _rows(queryset, order, key, downwards, count):
    """So many rows behind a key."""
    if of := getattr(queryset, "named_by", {}).get(order[0]):
        return rows_by_name(queryset, of=of, order=order, key=key, downwards=downwards, count=count)
    found = queryset.order_by(*(f"-{field}" if downwards else field for field in order))
    if key:
        found = found.filter(beyond(order, key, "lt" if downwards else "gt"))
    return list(found[:count])


def _key(queryset, order, token):
    """The key in a token and which way it leads; no key where it is not one of such rows."""
    key, back = _read(token, order)
    return (key, back) if key and _fits(queryset, order, key) else (None, False)


def _fits(queryset, order, key):
    """Is this a key of such rows, or of another list?"""
    try:
        for name, value in zip(order, key, strict=True):
            _field(queryset, name).to_python(value)
    except (ValidationError, TypeError):
        return False
    return True


def _field(queryset, name):
    """What a field of the order holds: one of the table, or one that was worked out for the list."""
    worked_out, table = queryset.query.annotations.get(name), queryset.model._meta
    return worked_out.output_field if worked_out else table.pk if name == "pk" else table.get_field(name)


def _words(value):
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # half a character is no text that a row could have
    return value


def _moment(value):
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _measure(value):
    if not isinstance(value, float) or not isfinite(value):
        raise ValueError
    return value


READ = {"t": _moment, "d": date.fromisoformat, "s": _words, "v": int, "f": _measure}


def _plain(value):
    """A part of a key with the sign of its kind: a moment, a day, words, a measure or a number."""
    if isinstance(value, date):  # a moment is one too
        return ["t" if isinstance(value, datetime) else "d", value.isoformat()]
    kind = "s" if isinstance(value, str) else "f" if isinstance(value, float) else "v"
    return [kind, value]


def _write(row, order, *, back):
    plain = [_plain(getattr(row, field)) for field in order]
    return base64.urlsafe_b64encode(json.dumps([plain, back]).encode()).decode().rstrip("=")


def _read(token, order):
    try:
        plain, back = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        key = [READ[kind](v) for kind, v in plain]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None, False
    return (key, bool(back)) if len(key) == len(order) else (None, False)
