"""What each figure of the shift means, for “how is this computed?” on pages, by API and in files."""

from dataclasses import dataclass

from reports.shift import failures, fixes
from reports.shift.figure import SMALL
from reports.shift.measure import COUNTED, SHARES


@dataclass(frozen=True)
class Definition:
    """A figure: its words and unit, how and from what it is worked out, and what is said of small numbers."""

    name: str
    heading: str
    unit: str
    how: str
    source: str
    small: str


DEFINITIONS = (
    *(Definition(f.name, f.heading, f.unit, f.how, f.source, f.small) for f in COUNTED),
    *(
        Definition(name, heading, "%", how, "The figures of the same period.", SMALL)
        for name, (heading, how) in SHARES.items()
    ),
    Definition(
        "school_days_between_failures",
        "School days between two failures of one thing",
        "school days",
        failures.HOW,
        failures.SOURCE,
        failures.SMALL,
    ),
    Definition("prevented", "Faults prevented by a fix", "count", fixes.HOW, fixes.SOURCE, fixes.SMALL),
)
HEADINGS = {definition.name: definition.heading for definition in DEFINITIONS}
