"""Evidence frameworks: data files that say what a school is asked, read and checked in one place."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("frameworks")


class WrongFramework(ValueError):
    """A framework that isn't there or can't be used; the message is a sentence."""


@dataclass(frozen=True)
class Level:
    """How far a school is; 1 is the highest."""

    number: int
    says: str


@dataclass(frozen=True)
class Statement:
    """One thing a school says about itself, the figures that speak to it, and what a person has to bring."""

    key: str
    level: int
    says: str
    figures: tuple[str, ...]
    bring: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strand:
    key: str
    name: str
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Element:
    number: int
    name: str
    strands: tuple[Strand, ...] = ()


@dataclass(frozen=True)
class Framework:
    """Elements → strands → statements, with levels and notes."""

    key: str
    name: str
    edition: str
    notes: str
    levels: tuple[Level, ...] = field(default=())
    elements: tuple[Element, ...] = field(default=())

    @property
    def strands(self):
        """Those that say something, in order."""
        return [strand for element in self.elements for strand in element.strands if strand.statements]

    @property
    def statements(self):
        """Every statement, in order."""
        return [statement for strand in self.strands for statement in strand.statements]


def keys():
    """The frameworks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(key):
    """A framework by its key. Raises WrongFramework with a sentence when there is none, or its file is wrong."""
    if key not in keys():
        raise WrongFramework(f"There is no framework “{key}”: use {', '.join(keys())}.")
    try:
        return read(tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise WrongFramework(f"{key}.toml can’t be read: {error}.") from error


def read(document):
    """A framework from its document; whether its figures can be worked out is asked in `gathering.check`."""
    try:
        found = _framework(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise WrongFramework(f"The framework lacks, or has in the wrong shape: {error}.") from error
    _demand_unique("statement", [statement.key for statement in found.statements])
    _demand_unique("strand", [strand.key for element in found.elements for strand in element.strands])
    numbers = {level.number for level in found.levels}
    for statement in found.statements:
        if statement.level not in numbers:
            raise WrongFramework(f"Statement {statement.key} has level {statement.level}, which the framework lacks.")
        if not statement.figures and not statement.bring:
            raise WrongFramework(f"Nothing speaks to statement {statement.key}: name figures, or what to bring.")
    return found


def _framework(document):
    return Framework(
        key=document["key"],
        name=document["name"],
        edition=document["edition"],
        notes=" ".join(document["notes"].split()),
        levels=tuple(Level(**level) for level in document["levels"]),
        elements=tuple(_element(element) for element in document["elements"]),
    )


def _element(document):
    strands = tuple(_strand(strand) for strand in document.get("strands", ()))
    return Element(number=document["number"], name=document["name"], strands=strands)


def _strand(document):
    statements = tuple(_statement(statement) for statement in document.get("statements", ()))
    return Strand(key=document["key"], name=document["name"], statements=statements)


def _statement(document):
    lists = {name: tuple(document.get(name, ())) for name in ("figures", "bring")}
    return Statement(**document | lists)


def _demand_unique(what, found):
    twice = [key for key, number in Counter(found).items() if number > 1]
    if twice:
        raise WrongFramework(f"The {what} {twice[0]} is there twice.")
