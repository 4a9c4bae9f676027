"""Who looks at dashboards, looks measures up with the records behind them, and asks for themselves."""

from tests.house.rights.doors import (
    ADMINISTRATOR,
    MANAGER,
    READERS,
    SIGNED_IN,
    at_school,
    listed,
    page,
    reading,
    sending,
)


def _september(place):
    """One school and a month."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


def _asked(place):
    """The same of a measure."""
    return _september(place) | {"measure": "incidents"}


def _saved(place):
    """The same, to be kept."""
    return {"name": "Faults", "asked": {"measure": ["faults"], "school": place.school.code}}


NAMED = {"name": "incidents"}
OWN = {MANAGER}  # whoever saved it
TIDY = {MANAGER, ADMINISTRATOR}  # its owner, and whoever looks after people there
CLOSED = SIGNED_IN - READERS  # every page of reports tells them so (403), whatever stands in its address
PAGES = {
    "reports:save_question": page(READERS, "-", says=_asked),
    "reports:question": reading(READERS, "question"),
    "reports:share_question": page(OWN, "private_question", sees=CLOSED),
    "reports:unshare_question": page(TIDY, "question"),
    "reports:schedule_question": page(OWN, "question"),
    "reports:delete_question": page(TIDY, "question"),
    "reports:dashboard": reading(READERS, "-", says=at_school),
    "reports:schools": reading(READERS),
    "reports:schools-csv": reading(READERS),
    "reports:ask": reading(READERS, "-", says=_asked),
    "reports:ask-csv": reading(READERS, "-", says=_asked),
    "reports:ask-xlsx": reading(READERS, "-", says=_asked),
    "reports:ask-pdf": reading(READERS, "-", says=_asked),
    "reports:measures": reading(READERS),
    "reports:measure-rows": reading(READERS, "-", says=_september, also=NAMED),
    "reports:measure-rows-csv": reading(READERS, "-", says=_september, also=NAMED),
}
BY_PROGRAMS = {
    "question-list": listed() | sending(READERS, "-", says=_saved, makes=True),
    "question-detail": reading(READERS, "question", sees=set()),
    "question-answer": reading(READERS, "question", sees=set()),
    "question-share": sending(OWN, "private_question", sees=set()),
    "question-unshare": sending(TIDY, "question", sees=READERS),
    "question-schedule": sending(OWN, "question", sees=READERS, says=lambda place: {"rhythm": ""}),
    "question-delete": sending(TIDY, "question", sees=READERS),
    "api-measures": reading(READERS),
    "api-measure": reading(READERS, "-", says=_september, also=NAMED),
    "api-measure-rows": reading(READERS, "-", says=_september, also=NAMED),
}
