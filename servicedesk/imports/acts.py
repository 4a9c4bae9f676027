"""A file that is brought in as one recorded act: looked at first, then written batch by batch, so that it can go on.

What the rows mean, an engine of the app above says. A batch is one transaction that holds the act, and its count of
rows moves with it: a worker that was killed goes on where the last batch ended, and no row goes in twice.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from django.db import IntegrityError, reset_queries, transaction

from servicedesk.imports.columns import Layout
from servicedesk.imports.errors import BadRow, Unusable
from servicedesk.imports.reader import open_table
from servicedesk.imports.records import Record, Table, clean
from servicedesk.imports.workbooks import ZIP, as_csv
from servicedesk.models.upload import UploadState

LARGEST = 20 * 1024 * 1024  # bytes of a file that is sent
MOST_ROWS = 60_000  # more are not looked at while somebody waits
AT_ONCE = 500  # rows of a batch
FIRST = 3  # rows that are shown while the columns are named
SHOWN = 50  # of the rows that can't go in, and of those that change, on a page
KEPT = timedelta(days=2)  # of what is sent and then only looked at
TRIES = 3  # of a batch that met somebody else's record
COUNTS = {"new": "added", "changed": "changed", "same": "same", "refused": "refused"}


@dataclass
class Verdict:
    """What becomes of a row: new, changed, same or refused, and why; `what` is for the engine that writes it."""

    record: Record
    becomes: str
    reason: str = ""
    what: Any = None

    @property
    def line(self) -> int:
        """Where it stands in the file."""
        return self.record.line


class Engine(Protocol):
    """What the rows of one act mean. It is made once for a walk through the file."""

    def survey(self, records: Iterable[Record]) -> None:
        """Learn what only the whole file says, such as which numbers stand in it twice."""

    def judge(self, records: list[Record]) -> list[Verdict]:
        """What would become of each of some rows."""

    def write(self, verdicts: list[Verdict], *, at: datetime) -> None:
        """Write those that are new or changed, and keep those that are refused."""


Make = Callable[[Any, list[str]], Engine]  # of the act and the header of its file


@dataclass
class Look:
    """What bringing a file in would do."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    refused: list[Verdict] = field(default_factory=list)
    changed: list[Verdict] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All rows of the file."""
        return sum(self.counts.values())

    def add(self, verdict: Verdict) -> None:
        """Count a row, and keep the first few of what people look for."""
        self.counts[verdict.becomes] += 1
        kept = {"refused": self.refused, "changed": self.changed}.get(verdict.becomes)
        if kept is not None and len(kept) < SHOWN:
            kept.append(verdict)


@contextmanager
def opened(upload: Any, layout: Layout) -> Iterator[Table]:
    """The file of an act as a table. Raises Unusable."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(upload.file_name).name or "file")
        path.write_bytes(bytes(upload.content))
        how = partial(open_table, delimiter=layout.delimiter, encoding=layout.encoding, dates=layout.dates)
        with how(path, copies=True) as table:
            yield table


def beginning_of(upload: Any, layout: Layout) -> tuple[list[str], list[list[str]]]:
    """The names of its columns and its first rows. Raises Unusable where the file is none, or has no rows."""
    with opened(upload, layout) as table:
        rows = [record.cells for record in islice(_sensible(table), FIRST)]
        if not rows:
            raise Unusable(f"{upload.file_name} has a header but no rows.")
        return table.header, rows


def settle_content(upload: Any, layout: Layout) -> None:
    """A spreadsheet is kept as the CSV file that it is read as, which is many times quicker to walk through.

    Not where its lines would no longer have the numbers that people see, or its names be taken apart.
    """
    if bytes(upload.content[: len(ZIP)]) != ZIP or layout.encoding or layout.delimiter:
        return
    with opened(upload, layout) as table:
        if (content := as_csv(table.header, _sensible(table))) is not None:
            upload.content = content


def rows_of(upload: Any, layout: Layout) -> int:
    """How many rows its file has. Raises Unusable where it can't be read to its end."""
    with opened(upload, layout) as table:
        return sum(1 for _ in _sensible(table))


def column_of(upload: Any, layout: Layout, column: str) -> set[str]:
    """All that stands in one column of its file, each text once. Raises Unusable."""
    with opened(upload, layout) as table:
        place = table.header.index(column)
        return {record.cells[place].strip() for record in _sensible(table) if not record.problem}


def look(upload: Any, make: Make, layout: Layout) -> Look:
    """What bringing it in would do now. Nothing is written."""
    found = Look()
    engine = _surveyed(upload, make, layout)
    with opened(upload, layout) as table:
        for batch in _batches(_sensible(table)):
            for verdict in engine.judge(batch):
                found.add(verdict)
    return found


def go_on(upload: Any, make: Make, layout: Layout, *, at: datetime, seconds: float | None = None) -> Iterator[Any]:
    """Bring in what is left of a running act, batch by batch; yields the act as it stands after each.

    Stops after so many `seconds`, to be taken up again by whoever comes next.
    """
    began = monotonic()
    try:
        engine = _surveyed(upload, make, layout)
        with opened(upload, layout) as table:
            for batch in _batches(islice(_sensible(table), upload.done, None)):
                if not _settled(upload, engine, batch, at=at):
                    return  # somebody else is at it, or it is through
                yield upload
                reset_queries()  # a debugging server would keep every statement
                if seconds is not None and monotonic() - began > seconds:
                    return
    except Unusable as reason:
        _end(upload, UploadState.STOPPED, at=at, trouble=str(reason)[:300])
    else:
        _end(upload, UploadState.DONE, at=at)
    yield upload


def _surveyed(upload: Any, make: Make, layout: Layout) -> Engine:
    """An engine that has seen the whole file once."""
    with opened(upload, layout) as table:
        engine = make(upload, table.header)
        engine.survey(_sensible(table))
    return engine


def _sensible(table: Table) -> Iterator[Record]:
    """The rows that say anything, without the characters that nothing can keep."""
    number = 0
    for record in table.records:
        if record.problem or any(map(str.strip, record.cells)):
            number += 1
            if number > MOST_ROWS:
                raise Unusable(f"The file has more than {MOST_ROWS:,} rows. Split it.")
            yield record._replace(cells=[clean(cell) for cell in record.cells])


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, AT_ONCE)):
        yield batch


def _settled(upload: Any, engine: Engine, batch: list[Record], *, at: datetime) -> bool:
    """Bring in one batch; False where that isn't ours to do."""
    for turn in range(1, TRIES + 1):
        try:
            return _settle(upload, engine, batch, at=at)
        except IntegrityError:
            if turn == TRIES:
                raise
    return False


@transaction.atomic
def _settle(upload: Any, engine: Engine, batch: list[Record], *, at: datetime) -> bool:
    held = type(upload).objects.select_for_update(of=("self",)).defer("content").get(pk=upload.pk)
    if not held.is_running or held.done != upload.done:
        return False
    verdicts = engine.judge(batch)
    engine.write(verdicts, at=at)
    held.done += len(batch)
    for verdict in verdicts:
        name = COUNTS[verdict.becomes]
        setattr(held, name, getattr(held, name) + 1)
    held.save(update_fields=["done", *COUNTS.values()])
    for name in ("done", *COUNTS.values()):
        setattr(upload, name, getattr(held, name))
    return True


@transaction.atomic
def _end(upload: Any, state: UploadState, *, at: datetime, trouble: str = "") -> None:
    """It is through: what was sent isn't kept any longer."""
    running = type(upload).objects.filter(pk=upload.pk, state=UploadState.RUNNING)
    running.update(state=state, trouble=trouble, content=b"", finished_at=at)
    upload.state, upload.trouble, upload.finished_at = state, trouble, at


def judged(record: Record, read: Callable[[list[str]], Verdict]) -> Verdict:
    """A verdict on a row, where anything that is wrong with it refuses it."""
    try:
        if record.problem:
            raise BadRow(record.problem)
        return read(record.cells)
    except BadRow as reason:
        return Verdict(record, "refused", _sentence(str(reason)))


def _sentence(reason: str) -> str:
    """Why a row can't go in, as a page and a file say it."""
    return f"{reason[:1].upper()}{reason[1:298]}".rstrip(".") + "."


def reject_rows(upload: Any) -> Iterator[list[Any]]:
    """The rows of an act that could not go in, as a file has them: line, reason, then the row as it was."""
    yield ["line", "reason", *upload.header]
    for row in upload.refused_rows.iterator(chunk_size=AT_ONCE):
        yield [row.line, row.reason, *row.cells]
