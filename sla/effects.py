"""What a change does to the clocks that are open, counted and in words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

SHOWN = 20


class Standing(NamedTuple):
    """How a clock stood before a change."""

    due: datetime | None
    breached_at: datetime | None


@dataclass
class Effect:
    """What a change does to the clocks that are open."""

    looked_at: int = 0
    moved: int = 0
    later: int = 0
    sooner: int = 0
    late: int = 0
    examples: list = field(default_factory=list)

    def note(self, clock, before, after, *, at):
        """Count one clock: its deadline before and after, and whether the change makes it late."""
        self.looked_at += 1
        was_late = before.breached_at is not None or bool(before.due and before.due < at)
        late = after.breached_at is not None and not was_late
        self.late += late
        if before.due == after.due and not late:
            return
        self.moved += before.due != after.due
        self.later += bool(before.due and after.due and after.due > before.due)
        self.sooner += bool(before.due and after.due and after.due < before.due)
        if len(self.examples) < SHOWN:
            self.examples.append((clock, before.due, after.due, late))

    def __str__(self):
        clocks_move = "1 open clock moves" if self.moved == 1 else f"{self.moved:,} open clocks move"
        if not self.moved and not self.late:
            return "No open clock moves."
        late = "1 would already be late" if self.late == 1 else f"{self.late:,} would already be late"
        return f"{clocks_move}, {late if self.late else 'none would be late'}."
