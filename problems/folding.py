"""Several patterns that are one thing seen from several sides: the same records, as an asset, a room, a word.

Pure: patterns in the order in which they are to be read, and the records of each.
"""

from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

Pattern = TypeVar("Pattern", bound=Hashable)

SHARED = 0.5  # of all the records of two patterns, how many both must have to be one (P. Jaccard's index)


def fold(
    patterns: Iterable[Pattern], records: Mapping[Pattern, AbstractSet[int]]
) -> list[tuple[Pattern, list[Pattern]]]:
    """Each pattern that stands by itself, with those that follow it and have mostly the same records."""
    folded: list[tuple[Pattern, list[Pattern]]] = []
    for pattern in patterns:
        own = records.get(pattern, frozenset())
        leader = next((also for first, also in folded if is_same(own, records.get(first, frozenset()))), None)
        if leader is None:
            folded.append((pattern, []))
        else:
            leader.append(pattern)
    return folded


def is_same(one: AbstractSet[int], other: AbstractSet[int]) -> bool:
    """Are at least half of all the records of both among the records of both?"""
    shared = len(one & other)
    return shared > 0 and shared >= SHARED * (len(one) + len(other) - shared)
