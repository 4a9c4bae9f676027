"""What belongs to a thing: asked here, answered by those who keep it, in this app and in those above.

A module registers a function in its app's `ready`: `@panel` gives sections for the page of a thing, `@leads_on` gives
the ways that lead on from its head. This page shows what it gets and knows nothing of what it means.
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
    """One line of a section: a name that leads somewhere, what it says, and what is said more quietly."""

    name: str
    words: str = ""
    url: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Badge:
    """A state in the head of a section, drawn as every state is: its kind, its sign and its words."""

    kind: str
    sign: str
    words: str


@dataclass(frozen=True)
class Section:
    """A section of the page of a thing: a sentence, lines, and ways on; or a `template` that is given `facts`.

    A `wide` one stands in the broad column, others at the side; among its neighbours the lower `order` comes first.
    `badge` and `more` stand in its head. A template draws all that is under the head, its own padding included.
    """

    title: str
    says: str = ""
    lines: tuple[Line, ...] = ()
    ways: tuple[Way, ...] = ()
    badge: Badge | None = None
    more: Way | None = None
    template: str = ""
    facts: Any = None
    wide: bool = False
    order: int = 50


_panels: list[Callable[..., Iterable[Section]]] = []
_leading_on: list[Callable[..., Iterable[Way]]] = []


def panel(function):
    """Register a function (asset, reader, at) that gives sections; one that may not be read is not given."""
    if function not in _panels:
        _panels.append(function)
    return function


def leads_on(function):
    """Register a function (asset, reader) that gives ways for the head of its page; only those that are open."""
    if function not in _leading_on:
        _leading_on.append(function)
    return function


def sections_of(asset, *, reader, at) -> list[Section]:
    """All that others keep about a thing, for somebody who may see it."""
    found = [section for function in _panels for section in function(asset, reader=reader, at=at)]
    return sorted(found, key=lambda section: section.order)


def ways_on(asset, *, reader) -> list[Way]:
    """What can be done with a thing, beside changing it."""
    return [way for function in _leading_on for way in function(asset, reader=reader)]
