"""Which slots of a wording name a thing: those whose values come back. A slot whose values are mostly new varies.

The share of tickets whose value was seen only once estimates how likely the next value is new (I. J. Good, The
Population Frequencies of Species, Biometrika 40, 1953). Until there is evidence, what mixes letters and digits names
a thing, and a plain number too unless it is long: so that tickets about different things are never put together on a
guess.
"""

from collections import Counter
from collections.abc import Sequence

LONG = 6  # digits: rather the number of an event than of a thing
NEW, MOSTLY_NEW = 0.6, 0.9  # shares of values seen once
FEW, MANY = 8, 30  # tickets


def naming(rows: Sequence[tuple[str, ...]]) -> tuple[bool, ...]:
    """For each slot of one wording, whether it names a thing. `rows`: the values of each ticket, as many as slots."""
    if not rows:
        return ()
    columns = [Counter(column) for column in zip(*rows, strict=True)]
    count = len(rows)
    plain = [_is_plain(column) for column in columns]
    new = [_new(column, count) for column in columns]
    has_name = any(
        not is_plain and len(column) > 1 and count >= FEW and share < NEW
        for column, is_plain, share in zip(columns, plain, new, strict=True)
    )
    return tuple(
        _names(column, count, is_plain, share, has_name)
        for column, is_plain, share in zip(columns, plain, new, strict=True)
    )


def _names(column: Counter[str], count: int, plain: bool, new: float, has_name: bool) -> bool:
    if len(column) == 1:
        return count > 1 or not plain or len(next(iter(column))) < LONG
    if plain and has_name:
        return False  # the thing is named already: a number that varies with it is a count or an event
    if plain and sum(map(len, column)) >= LONG * len(column):
        return count >= FEW and new < 1 - NEW
    if plain:
        return not (count >= FEW and new > NEW)
    return not (new > MOSTLY_NEW and count >= (FEW if has_name else MANY))


def _new(column: Counter[str], count: int) -> float:
    return sum(times == 1 for times in column.values()) / count


def _is_plain(column: Counter[str]) -> bool:
    return all(value.isdigit() for value in column)
