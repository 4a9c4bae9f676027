"""Who may do what with papers."""

from tests.house.rights.doors import DESK, SIGNED_IN, Door, reading

SHEET = {"key": "incident"}


def _sheet(place):
    """The sheet of a fault of a place."""
    return {"record": place.fault.pk}


PAGES: dict[str, dict[str, Door]] = {
    "papers:forms": reading(SIGNED_IN),
    "papers:form": reading(DESK, "fault", sees=set(), also=SHEET, says=_sheet),
    "papers:paper": reading(DESK, "fault", sees=set(), also=SHEET, says=_sheet),
}
BY_PROGRAMS: dict[str, dict[str, Door]] = {
    "api-paper": reading(DESK, "fault", sees=set(), also=SHEET, says=_sheet),
}
