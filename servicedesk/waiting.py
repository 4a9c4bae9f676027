"""What waits for somebody, as a number on a door of the rail: each app says here how it counts its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from servicedesk.roles import Permission


@dataclass(frozen=True)
class Waiting:
    """How many things wait behind a door, for those who have a permission."""

    permission: Permission
    count: Callable[[Any], int]


@dataclass(frozen=True)
class Counted:
    """The number for one person; asked for only where it is shown, and once."""

    waiting: Waiting
    person: Any

    @cached_property
    def number(self):
        """One question to the database; none for whoever nothing can wait for."""
        return self.waiting.count(self.person) if self.person.may_anywhere(self.waiting.permission) else 0


_DOORS: dict[str, Waiting] = {}


def count_on(door, permission, count):
    """Show on a door (the name of its address) what waits for those with a permission."""
    _DOORS[door] = Waiting(permission, count)


def counted(door, person):
    """What waits behind a door, not counted yet; None where nothing ever does."""
    return Counted(_DOORS[door], person) if door in _DOORS else None
