"""What is already known about a fault: asked here, answered by those above who keep what the school has learnt.

An app above registers a function in its `ready`; pages and API of this app ask `advice_for` and show what they get.
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
    helped: int = 0
    said_at: str = ""  # the address to which “this helped” is sent; empty where nobody counts


_advisers: list[Callable[[Circumstances], Iterable[Advice]]] = []


def adviser(function):
    """Register a function that gives advice, the best first."""
    if function not in _advisers:
        _advisers.append(function)
    return function


def advice_for(circumstances: Circumstances, *, most: int = 3) -> list[Advice]:
    """The best of what is known, at most `most`."""
    found = [each for function in _advisers for each in function(circumstances)]
    return found[:most]
