"""Every measure there is, each defined once: what it is, how it is counted, from what, and what is said of few.

`MEASURES` is the list; `asking.ask` works them out for some schools and a period, whole or broken down.
"""

from reports.catalogue.cells import Cell
from reports.catalogue.measure import Measure, Process
from reports.catalogue.of_assets import ASSETS
from reports.catalogue.of_incidents import INCIDENTS
from reports.catalogue.of_service import SATISFACTION, SERVICE
from reports.catalogue.of_work import CHANGES, PROACTIVE, PROBLEMS

MEASURES = {
    measure.name: measure for measure in (*INCIDENTS, *SERVICE, *SATISFACTION, *PROBLEMS, *PROACTIVE, *CHANGES, *ASSETS)
}

__all__ = ["MEASURES", "Cell", "Measure", "Process"]
