"""What fills each form in: one function for each, which finds the record among those its reader may see."""

from collections.abc import Callable

from papers.asking import Asked
from papers.drawing import Filling
from papers.records import incidents, problems

FILLED: dict[str, Callable[[Asked], Filling]] = {
    "incident": incidents.sheet,
    "diagnosis": incidents.diagnosis,
    "survey": incidents.survey,
    "problem": problems.problem,
    "known-error": problems.known_error,
}
