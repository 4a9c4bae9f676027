"""What a detector says: one pattern, with its evidence and why it is believed."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One pattern as of the day `found_on`; nothing later was looked at.

    `key` names what it is about, the same from day to day: “category=No picture @ HBS”. `count` records from `first` to
    `last`, both included, where `expected` were usual. `score` is -log10 of the probability of at least so many by
    chance, after allowing for how many things were looked at. `incidents`: their primary keys. `day_before`: of a day's
    doing, the day that it goes on from when that had it as well; else it is another matter.
    """

    kind: str
    key: str
    label: str
    first: date
    last: date
    count: int
    expected: float
    score: float
    found_on: date
    why: str
    incidents: tuple[int, ...] = field(repr=False)
    school: int | None = None  # primary key; None: several schools
    evidence: dict[str, Any] = field(default_factory=dict)
    day_before: date | None = None

    def as_json(self, references: dict[int, str]) -> dict[str, Any]:
        """The shape of `find_trends --format json`; `references`: primary key → the number people say."""
        facts = asdict(self)
        kept = ("kind", "key", "label", "count", "score", "why", "evidence")
        days = {"from": self.first, "to": self.last, "found_on": self.found_on}
        return (
            {name: facts[name] for name in kept}
            | {name: day.isoformat() for name, day in days.items()}
            | {"expected": round(self.expected, 3), "score": round(self.score, 2)}
            | {"incidents": [references.get(pk, str(pk)) for pk in self.incidents]}
        )
