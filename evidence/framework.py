"""Evidence frameworks: data files that say what a school is asked, read and checked in one place."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from evidence import fits, former

FOLDER = Path(__file__).with_name("frameworks")
KEY = re.compile(r"[a-z0-9][a-z0-9.-]{0,19}")
MOST_LEVELS = 9
HEALTH_CHECK = "health check"


class WrongFramework(ValueError):
    """A framework that isn't there or can't be used; the message is a sentence."""


@dataclass(frozen=True)
class Level:
    """How far a school is; 1 is the highest."""

    number: int
    says: str


@dataclass(frozen=True)
class Statement:
    """One thing a school says about itself, the figures that speak to it, and what a person has to bring.

    `level` 0: it belongs to no level of its own; where the framework has levels, the claim names one.
    """

    key: str
    says: str
    level: int = 0
    figures: tuple[str, ...] = ()
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
    """Elements → strands → statements, with notes; where it has no levels a claim is a plain answer."""

    key: str
    name: str
    edition: str
    notes: str
    levels: tuple[Level, ...] = field(default=())
    elements: tuple[Element, ...] = field(default=())
    version: int = 0  # of the school's own text; 0 is as the desk brings it
    reads: str = ""  # what fills its statements in, where that is another part of the desk

    @property
    def strands(self):
        """Those that say something, in order."""
        return [strand for element in self.elements for strand in element.strands if strand.statements]

    @property
    def statements(self):
        """Every statement, in order."""
        return [statement for strand in self.strands for statement in strand.statements]

    def statement(self, key):
        """A statement by its key; None when there is none."""
        return next((statement for statement in self.statements if statement.key == key), None)

    def strand_of(self, key):
        """The strand in which a statement stands."""
        return next(strand for strand in self.strands if any(each.key == key for each in strand.statements))

    @property
    def is_health_check(self):
        """Are its statements answered by the health check?"""
        return self.reads == HEALTH_CHECK

    def asks_level(self, statement):
        """Does a claim about this statement name a level, instead of an answer?"""
        return bool(self.levels) and not statement.level


def keys():
    """The frameworks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(key):
    """A framework by its key. Raises WrongFramework with a sentence when there is none, or its file is wrong."""
    if key not in keys():
        raise WrongFramework(f"There is no framework “{key}”: use {', '.join(keys())}.")
    try:
        return read(_document(key))
    except tomllib.TOMLDecodeError as error:
        raise WrongFramework(f"{key}.toml can’t be read: {error}.") from error


def document_of(key):
    """The document of a framework that the desk brings, as data. Raises WrongFramework."""
    load(key)
    return _document(key)


def _document(key):
    document = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    return document | {"elements": fits.elements()} if document.get("reads") == HEALTH_CHECK else document


def read(document, *, version=0):
    """A framework from its document; whether its figures can be worked out is asked in `gathering.check`."""
    try:
        found = _framework(document, version)
    except (KeyError, TypeError, AttributeError) as error:
        raise WrongFramework(f"The framework lacks, or has in the wrong shape: {error}.") from error
    _demand_words(found)
    _demand_unique("statement", [statement.key for statement in found.statements])
    _demand_unique("strand", [strand.key for element in found.elements for strand in element.strands])
    numbers = {level.number for level in found.levels}
    for statement in found.statements:
        if statement.level and statement.level not in numbers:
            raise WrongFramework(f"Statement {statement.key} has level {statement.level}, which the framework lacks.")
        if not statement.figures and not statement.bring:
            raise WrongFramework(f"Nothing speaks to statement {statement.key}: name figures, or what to bring.")
    return found


def _demand_words(found):
    """Texts are texts and keys are short and plain: they stand in addresses and in names of files."""
    strands = [strand for element in found.elements for strand in element.strands]
    texts = [
        found.name,
        found.edition,
        *(level.says for level in found.levels),
        *(each.name for each in found.elements),
    ]
    texts += [strand.name for strand in strands]
    for statement in found.statements:
        texts += [statement.says, *statement.bring, *statement.figures]
    if not all(isinstance(text, str) and text.strip() and "\0" not in text for text in texts):
        raise WrongFramework("Every name and sentence of the framework must be a text, and not empty.")
    for key in [found.key, *(strand.key for strand in strands), *(statement.key for statement in found.statements)]:
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise WrongFramework(
                f"“{key!s:.40}” can’t be a key: use up to 20 small letters, digits, full stops, hyphens."
            )
    numbers = [level.number for level in found.levels] + [statement.level for statement in found.statements]
    if not all(type(number) is int and 0 <= number <= MOST_LEVELS for number in numbers):
        raise WrongFramework(f"A level is a whole number up to {MOST_LEVELS}.")
    if not found.statements:
        raise WrongFramework("The framework has no statement yet.")


def _framework(document, version):
    return Framework(
        key=document["key"],
        name=document["name"],
        edition=document["edition"],
        notes=" ".join(document["notes"].split()),
        levels=tuple(Level(**level) for level in document.get("levels", ())),
        elements=tuple(_element(element) for element in document["elements"]),
        version=version,
        reads=document.get("reads", ""),
    )


def _element(document):
    strands = tuple(_strand(strand) for strand in document.get("strands", ()))
    return Element(number=document["number"], name=document["name"], strands=strands)


def _strand(document):
    statements = tuple(_statement(statement) for statement in document.get("statements", ()))
    return Strand(key=document["key"], name=document["name"], statements=statements)


def _statement(document):
    lists = {name: _texts(document.get(name, ())) for name in ("figures", "bring")}
    figures = tuple(former.today(name) for name in lists["figures"])
    return Statement(**document | lists | {"figures": figures})


def _texts(found):
    if isinstance(found, str):
        raise TypeError("a list of texts is written in square brackets")
    return tuple(found)


def _demand_unique(what, found):
    twice = [key for key, number in Counter(found).items() if number > 1]
    if twice:
        raise WrongFramework(f"The {what} {twice[0]} is there twice.")
