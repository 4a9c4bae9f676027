"""The file of refused rows: the line, the reason, then the row as it was."""

import csv
import os
from pathlib import Path
from typing import IO, Any

from servicedesk.formulas import harmless
from servicedesk.imports.errors import Unusable

SHOWN = 5


def beside(path: Path) -> Path:
    """Where refused rows go when nobody says: beside the file, or in the current folder if that is read-only."""
    name = path.name.removesuffix(".gz").removesuffix(".csv") + ".rejects.csv"
    return path.with_name(name) if os.access(path.parent, os.W_OK) else Path.cwd() / name


def unlike(path: Path, *sources: Path) -> Path:
    """A path that is free to be written to. Raises Unusable where that would destroy a file that is read."""
    ours = {path.resolve(), _draft_of(path).resolve()}
    for source in sources:
        if source.resolve() in ours or (path.exists() and source.exists() and path.samefile(source)):
            raise Unusable(
                f"Refused rows can’t go to {path}: {source} would be lost. Name another file: --rejects FILE."
            )
    return path


def _draft_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


class RejectFile:
    """Counts refused rows and writes them down; the file appears only when it is kept, whole."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.count = 0
        self.first: list[tuple[int, str]] = []
        self.header: list[str] = []
        self._file: IO[str] | None = None
        self._writer: Any = None

    def add(self, line: int, reason: str, cells: list[str]) -> None:
        """One refused row."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append((line, reason))
        if not self.path:
            return
        try:
            self._open()
            self._writer.writerow([line, reason, *map(harmless, cells)])
        except OSError as error:
            words = f"Refused rows can’t be written to {self.path}: {error.strerror}."
            raise Unusable(f"{words} Name another file: --rejects FILE.") from error

    def _open(self) -> None:
        if self._file:
            return
        self._file = self._draft.open("w", newline="", encoding="utf-8-sig")
        self._writer = csv.writer(self._file)
        self._writer.writerow(["line", "reason", *map(harmless, self.header)])

    @property
    def _draft(self) -> Path:
        assert self.path
        return _draft_of(self.path)

    def keep(self) -> None:
        """The import stands: the file takes its name."""
        if self._file and self.path:
            self._file.close()
            self._draft.replace(self.path)

    def discard(self) -> None:
        """The import doesn't stand: nothing is left of the file."""
        if self._file:
            self._file.close()
            self._draft.unlink(missing_ok=True)
