"""What is asked: the data file of statements, read and checked in one place."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("statements.toml")


class WrongStatements(ValueError):
    """The file can't be used; the message is a sentence."""


@dataclass(frozen=True)
class Statement:
    """One thing that is in place or not; `probe` names what answers it from live records, "" where a person does."""

    key: str
    says: str
    probe: str = ""


@dataclass(frozen=True)
class Process:
    """A FITS process with its statements, in the order in which FITS recommends to take them on."""

    key: str
    name: str
    statements: tuple[Statement, ...]


def read(document):
    """The processes in a document. Raises WrongStatements with a sentence."""
    try:
        found = tuple(_process(each) for each in document["processes"])
    except (KeyError, TypeError) as error:
        raise WrongStatements(f"A statement lacks something, or has it in the wrong shape: {error}.") from error
    for what, keys in (
        ("process", [p.key for p in found]),
        ("statement", [s.key for p in found for s in p.statements]),
    ):
        if twice := [key for key, number in Counter(keys).items() if number > 1]:
            raise WrongStatements(f"The {what} {twice[0]} is there twice.")
    if empty := next((process.key for process in found if not process.statements), ""):
        raise WrongStatements(f"The process {empty} has no statements.")
    return found


def _process(document):
    statements = tuple(Statement(**each) for each in document["statements"])
    return Process(document["key"], document["name"], statements)


PROCESSES = read(tomllib.loads(FILE.read_text(encoding="utf-8")))
NAMES = {process.key: process.name for process in PROCESSES}
