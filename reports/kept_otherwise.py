"""Where closed months say otherwise than records as they stand now: both figures, so that no page contradicts another.

The pages for working with, *Service levels* and *Preventing*, count records live, so that every record behind a figure
can be opened. The service report takes what closed months kept. Where the two differ, the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reports.catalogue import MEASURES, Cell
from reports.catalogue.asking import written
from reports.catalogue.kept import Kept
from reports.catalogue.measure import Measure, Question, Standing
from reports.closing import differs
from reports.measures import FIGURES
from reports.periods import Period
from reports.shift.ground import Ground
from reports.shift.measure import NAMES, SHARES

SERVICE_LEVELS = (*FIGURES, "met_percent", "met_percent_after_excuses", "response_percent")
PREVENTING = (*NAMES, *SHARES)


@dataclass(frozen=True)
class Otherwise:
    """A figure that the service report gives otherwise."""

    measure: Measure
    kept_value: float | None
    found_value: float | None

    @property
    def kept(self) -> str:
        """As the service report says it."""
        return written(self.kept_value, self.measure.unit)

    @property
    def found(self) -> str:
        """As the records say it now."""
        return written(self.found_value, self.measure.unit)


def kept_otherwise(names: Iterable[str], ground: Ground, period: Period) -> list[Otherwise]:
    """The measures that come to something else by what closed months kept; one query where none is kept.

    What stands open is left out: there a page of working with says what is open now, and the report what was then.
    """
    asked = [MEASURES[name] for name in names if name in MEASURES]
    asked = [measure for measure in asked if not isinstance(measure, Standing)]
    kept = Kept.of(asked, Question(ground, period))
    if not kept.months:
        return []
    live = Kept(kept.question, kept.measures)
    values = [(measure, _value(kept, measure), _value(live, measure)) for measure in asked]
    return [Otherwise(*each) for each in values if differs(each[1], each[2])]


def service_levels_otherwise(query, *, at: datetime) -> list[Otherwise]:
    """Those of *Service levels*; of a priority or a category alone no month keeps anything."""
    if query.is_narrowed:
        return []
    return kept_otherwise(SERVICE_LEVELS, Ground.of(query.schools, at=at), query.asked)


def preventing_otherwise(query) -> list[Otherwise]:
    """Those of *Preventing*."""
    return kept_otherwise(PREVENTING, query.ground, query.asked)


def _value(cells: Kept, measure: Measure) -> float | None:
    found = cells.cells(measure)
    return None if found is None else measure.value(found.get(None, Cell()))
