"""Brings the rows of one incident together on disk, so that memory stays flat whatever their order."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from types import TracebackType

from servicedesk.imports.errors import Unusable

AT_ONCE = 5000


class Spool:
    """Rows by incident, each incident's in the order of the file, the incidents in the order they first appear."""

    def __init__(self) -> None:
        self.rows = 0
        self.incidents = 0
        self.waiting: list[tuple[str, str]] = []

    def __enter__(self) -> "Spool":
        self.db = sqlite3.connect("", isolation_level=None)  # no name: a file that vanishes with the connection
        self.db.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE incident (id INTEGER PRIMARY KEY, number TEXT UNIQUE);
            CREATE TABLE row (id INTEGER PRIMARY KEY, incident INTEGER, cells TEXT);
            BEGIN;
            """
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()
        if isinstance(error, sqlite3.Error):
            raise Unusable(
                f"There is no room to sort the rows in: {error}. Set TMPDIR to a folder with space."
            ) from error

    def add(self, number: str, row: dict[str, str]) -> None:
        """Keep a row of an incident."""
        self.rows += 1
        self.waiting.append((number, json.dumps(row, ensure_ascii=False)))
        if len(self.waiting) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self.db.executemany("INSERT OR IGNORE INTO incident (number) VALUES (?)", [row[:1] for row in self.waiting])
        self.db.executemany(
            "INSERT INTO row (incident, cells) SELECT id, ?2 FROM incident WHERE number = ?1", self.waiting
        )
        self.waiting.clear()

    def finish(self) -> None:
        """All rows are in: count, and make them findable by incident."""
        self._flush()
        self.db.execute("CREATE INDEX row_of_incident ON row (incident)")
        self.incidents = self.db.execute("SELECT count(*) FROM incident").fetchone()[0]

    def groups(self) -> Iterator[tuple[str, list[dict[str, str]]]]:
        """Each incident's number and its rows."""
        found = self.db.execute(
            "SELECT number, cells FROM row JOIN incident ON incident.id = row.incident ORDER BY row.incident, row.id"
        )
        for number, rows in groupby(found, key=itemgetter(0)):
            yield number, [json.loads(cells) for _, cells in rows]
