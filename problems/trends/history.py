"""Records as columns: what was logged, where and about what, one entry a record, ready for arithmetic.

Ten years of a trust fit in memory as small whole numbers; the words are read only for those that a detector asks for.
Rows lie in the order of their days, so that what was known on a day is a view of the columns and costs nothing. The
moments are read as seconds: making 300,000 of them into objects and back took longer than all the rest of reading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce

from incidents.facts import Fact
from incidents.models import Incident

NONE = -1
CHUNK = 20_000
SAMPLE = 500  # imported records looked at to learn what the other desk called its fields
SUBCATEGORY = {"subcategory"}  # letters only, lower case
# Column → the field of the record it holds. A thing has one code in the whole history.
COLUMNS = {
    "school": "school_id",
    "category": "category_id",
    "service": "category__service_id",
    "room": "room_id",
    "asset": "asset_id",
    "asset_type": "asset__type_id",
    "requester": "requester_id",
}


@dataclass(frozen=True)
class History:
    """Columns of one length, in the order of day and moment of opening; `keys[column]` says what a code stands for.

    `pk` int64; `opened` int64 seconds since 1970 in UTC; `day` int32, the local date as `date.toordinal()`;
    `fault`, `duplicate`, `stopped` (a lesson) bool; every other column int32 codes, NONE where there is nothing.
    """

    pk: np.ndarray
    opened: np.ndarray
    day: np.ndarray
    fault: np.ndarray
    duplicate: np.ndarray
    stopped: np.ndarray
    codes: dict[str, np.ndarray]
    keys: dict[str, list[Any]] = field(repr=False)  # column → code → primary key, or word

    def __len__(self) -> int:
        return len(self.pk)

    def until(self, day: date) -> "History":
        """What was known at the end of a day."""
        return self.rows(slice(None, int(np.searchsorted(self.day, day.toordinal(), "right"))))

    def since(self, day: date) -> "History":
        """What was opened on a day or later."""
        return self.rows(slice(int(np.searchsorted(self.day, day.toordinal(), "left")), None))

    def rows(self, chosen: np.ndarray | slice) -> "History":
        """Some of the rows, in their order: a mask, positions that ascend, or a slice (a view, no copy)."""
        columns = {name: getattr(self, name)[chosen] for name in ("pk", "opened", "day", *FLAGS)}
        return History(**columns, codes={name: codes[chosen] for name, codes in self.codes.items()}, keys=self.keys)

    def without_duplicates(self) -> "History":
        """Each fault once, however many said so."""
        return self.rows(~self.duplicate)

    def words(self) -> Iterator[tuple[int, str]]:
        """(position, summary and description) of each row, read from the database in the order of the rows."""
        for begin in range(0, len(self), CHUNK):
            part = self.pk[begin : begin + CHUNK].tolist()
            found = Incident.objects.filter(pk__in=part).values_list("pk", "summary", "description")
            said = {pk: _said(summary, description) for pk, summary, description in found}
            yield from ((begin + place, said.get(pk, "")) for place, pk in enumerate(part))


FLAGS = ("fault", "duplicate", "stopped")


def read(*, first: date, last: date, schools: Iterable[Any] | None = None) -> History:
    """The records opened from `first` to `last`, both included, of some schools or of all."""
    found = Incident.objects.in_period(first, last).order_by()
    if schools is not None:
        found = found.filter(school__in=schools)
    lookups = {name: F(path) for name, path in COLUMNS.items()}
    rows = found.annotate(**{f"_{name}": lookup for name, lookup in lookups.items()}, _subcategory=_subcategory(found))
    rows = rows.annotate(_opened=Seconds("opened_at"))
    names = [f"_{name}" for name in (*COLUMNS, "subcategory")]
    return _columns(rows.values_list("pk", "_opened", "opened_on", "kind", "duplicate_of", "lesson_stopped", *names))


class Seconds(Func):
    """A moment as whole seconds since 1970 in UTC."""

    output_field = BigIntegerField()
    template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"

    def get_db_converters(self, connection):
        """They are whole numbers already; asking each of a million costs a second or two."""
        return []

    def as_sqlite(self, compiler, connection, **context):
        """SQLite keeps moments as text in UTC."""
        written = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"  # a sign doubled for each time it is filled in
        return self.as_sql(compiler, connection, template=written, **context)


def _subcategory(found):
    """The other desk's subcategory, by whatever name it had there."""
    names: set[str] = set()
    brought_in = found.filter(~Q(source="")).order_by("-pk").values_list("facts", flat=True)
    for facts in brought_in[:SAMPLE]:
        names |= {name for name in facts if "".join(filter(str.isalpha, name.casefold())) in SUBCATEGORY}
    parts = [Fact(name) for name in sorted(names)]
    nothing = Value(None, output_field=TextField())
    return Coalesce(*parts, nothing) if parts else nothing


def _columns(rows) -> History:
    """Rows into columns, a chunk at a time, so that memory holds numbers and not objects."""
    names = [*COLUMNS, "subcategory"]
    books: dict[str, dict[Any, int]] = {name: {None: NONE} for name in names}
    parts: list[list[np.ndarray]] = []
    for chunk in _chunks(rows.iterator(chunk_size=CHUNK)):
        pk, opened, day, kind, duplicate, stopped, *things = zip(*chunk, strict=True)
        coded = [_coded(books[name], values) for name, values in zip(names, things, strict=True)]
        parts.append(
            [
                np.array(pk, dtype=np.int64),
                np.array(opened, dtype=np.int64),
                np.array([each.toordinal() for each in day], dtype=np.int32),
                np.array([each == "fault" for each in kind], dtype=bool),
                np.array([each is not None for each in duplicate], dtype=bool),
                np.array(stopped, dtype=bool),
                *coded,
            ]
        )
    every = [np.concatenate(part) for part in zip(*parts, strict=True)] if parts else _nothing(len(names))
    order = np.lexsort((every[0], every[1], every[2]))  # by day, moment, primary key
    flags = dict(zip(FLAGS, every[3:], strict=False))
    codes = dict(zip(names, every[3 + len(FLAGS) :], strict=True))
    keys = {name: [key for key in book if key is not None] for name, book in books.items()}
    return History(every[0], every[1], every[2], **flags, codes=codes, keys=keys).rows(order)


def _coded(book: dict[Any, int], values: Iterable[Any]) -> np.ndarray:
    """The code of each value; a new value gets the next free one."""
    return np.array([book.setdefault(value or None, len(book) - 1) for value in values], dtype=np.int32)


def _chunks(rows) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _nothing(things: int) -> list[np.ndarray]:
    empty = [np.array([], dtype=kind) for kind in (np.int64, np.int64, np.int32)]
    return empty + [np.array([], dtype=bool) for _ in FLAGS] + [np.array([], dtype=np.int32)] * things


def _said(summary: str, description: str) -> str:
    """Summary and description, without saying the same twice."""
    return summary if description.startswith(summary) or not description else f"{summary}\n{description}"
