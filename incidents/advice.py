"""What is already known about a fault: asked here, answered by those above who keep what the school has learnt.

An app above registers functions in its `ready`: `@adviser` gives advice, `@listener` hears whether it helped. Pages of
this app ask `advice_for`, show what they get, and say with `tell_outcome` what came of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Circumstances:
    """What is known of a fault so far. `to`: the person who would be helped; `for_desk`: as a technician."""

    school: object
    to: object
    category: object = None
    asset: object = None
    room: object = None
    words: str = ""
    for_desk: bool = False


@dataclass(frozen=True)
class Advice:
    """Something that has helped before: what to call it, what to do step by step, where to read and say more."""

    key: str
    title: str
    steps: tuple[str, ...]
    why: str
    url: str
    helped: int = 0  # how many people
    said_at: str = ""  # the address to which “it works now” is sent; empty where nobody counts


_advisers: list[Callable[[Circumstances], Iterable[Advice]]] = []
_listeners: list[Callable[..., None]] = []


def adviser(function):
    """Register a function that gives advice, the best first."""
    if function not in _advisers:
        _advisers.append(function)
    return function


def advice_for(circumstances: Circumstances, *, most: int = 3) -> list[Advice]:
    """The best of what is known, at most `most`."""
    found = [each for function in _advisers for each in function(circumstances)]
    return found[:most]


def listener(function):
    """Register a function (key, incident, by, at, helped) that hears what came of an advice."""
    if function not in _listeners:
        _listeners.append(function)
    return function


def tell_outcome(key: str, *, incident, by, at, helped: bool):
    """Somebody followed the advice `key` before this record was logged; a key that nobody gave is heard by nobody."""
    for function in _listeners:
        function(key, incident=incident, by=by, at=at, helped=helped)
