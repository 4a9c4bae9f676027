"""What else belongs to a record: asked here, answered by those above who keep it.

An app above registers functions in its `ready`: `@panel` gives sections for the side of a record's page, `@for_ticked`
the ways that lead on from ticked rows of the queue, `@of_one_cause` records that may be one fault with another. This
app shows what it gets and knows nothing of what it means.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Way:
    """A way that leads on: what it is called, its address and its sign."""

    words: str
    url: str
    icon: str = "next"


@dataclass(frozen=True)
class Line:
    """One line of a section: a number or name that leads somewhere, and what stands beside it."""

    name: str
    words: str
    url: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Section:
    """A section at the side of a record: lines, a sentence, and ways on; or a `template` that is given `facts`."""

    title: str
    lines: tuple[Line, ...] = ()
    says: str = ""
    ways: tuple[Way, ...] = ()
    template: str = ""
    facts: Any = None


_panels: list[Callable[..., Iterable[Section]]] = []
_for_ticked: list[Callable[..., Iterable[Way]]] = []
_of_one_cause: list[Callable[..., Iterable[int]]] = []


def panel(function):
    """Register a function (incident, reader, at) that gives sections; one that may not be read is not given."""
    if function not in _panels:
        _panels.append(function)
    return function


def for_ticked(function):
    """Register a function (reader) that gives ways; each is posted the ticked rows as `row`."""
    if function not in _for_ticked:
        _for_ticked.append(function)
    return function


def of_one_cause(function):
    """Register a function (incident) that gives the ids of records which may have its cause, whoever may see them."""
    if function not in _of_one_cause:
        _of_one_cause.append(function)
    return function


def sections_of(incident, *, reader, at) -> list[Section]:
    """All that others keep about a record, for a technician who reads it."""
    return [section for function in _panels for section in function(incident, reader=reader, at=at)]


def ways_for_ticked(reader) -> list[Way]:
    """Where the ticked rows of a queue can go, beside being taken or given to somebody."""
    return [way for function in _for_ticked for way in function(reader)]


def maybe_of_one_cause(incident) -> set[int]:
    """The ids of the records that may have the cause of this one, as far as others know of any."""
    return {pk for function in _of_one_cause for pk in function(incident)}
