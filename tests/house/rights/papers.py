"""Who may do what with papers, and with the crest on top of them."""

from base64 import b64encode

from tests.house.rights.doors import DESK, EDITORS, HATTED, SIGNED_IN, Door, page, reading, sending
from tests.pictures import png

SHEET = {"key": "incident"}
CREST = {"picture": b64encode(png(64, 64)).decode()}


def _sheet(place):
    """The sheet of a fault of a place."""
    return {"record": place.fault.pk}


def _crest(place):
    """A picture for a place."""
    return CREST


PAGES: dict[str, dict[str, Door]] = {
    "papers:forms": reading(SIGNED_IN),
    "papers:form": reading(DESK, "fault", sees=set(), also=SHEET, says=_sheet),
    "papers:paper": reading(DESK, "fault", sees=set(), also=SHEET, says=_sheet),
    "servicedesk:crest": reading(HATTED, "school", sees=set()),
    "servicedesk:edit-crest": page(EDITORS, "school", sees=set()),
    "servicedesk:remove-crest": sending(EDITORS, "school", sees=set()),
}
BY_PROGRAMS: dict[str, dict[str, Door]] = {
    "api-paper": reading(DESK, "fault", sees=set(), also=SHEET, says=_sheet),
    "school-crest": reading(HATTED, "school", sees=set())
    | {"PUT": Door(EDITORS, "school", sees=HATTED, says=_crest), "DELETE": Door(EDITORS, "school", sees=HATTED)},
}
