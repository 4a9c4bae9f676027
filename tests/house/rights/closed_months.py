"""Who may do what with closed months."""

from tests.house.rights.doors import EDITORS, READERS, at_school, reading, sending


def _anew(place):
    return at_school(place) | {"month": "2026-08", "reason": "A forgotten sheet of paper."}


PAGES = {
    "reports:closed": reading(READERS),
    "reports:count-anew": sending(EDITORS, "-", elsewhere=400, says=_anew),
}
BY_PROGRAMS = {
    "api-reports-closed": reading(READERS),
    "api-reports-count-anew": sending(EDITORS, "-", elsewhere=400, says=_anew),
}
