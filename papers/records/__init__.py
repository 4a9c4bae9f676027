"""What fills each form in: one function for each, which finds the record among those its reader may see."""

from collections.abc import Callable

from papers.asking import Asked
from papers.drawing import Filling
from papers.records import assets, care, changes, incidents, log, offers, problems

FILLED: dict[str, Callable[[Asked], Filling]] = {
    "incident": incidents.sheet,
    "call-log": log.call_log,
    "logging-checklist": log.logging_checklist,
    "diagnosis": incidents.diagnosis,
    "survey": incidents.survey,
    "problem": problems.problem,
    "known-error": problems.known_error,
    "change-communication": changes.communication,
    "change-schedule": changes.schedule,
    "licence-log": assets.licence_log,
    "asset": assets.sheet,
    "maintenance": care.checklist,
    "catalogue": offers.catalogue,
}
