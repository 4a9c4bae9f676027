"""Who reads the service report, keeps its actions, and gets it by letter."""

from tests.house.rights.doors import EDITORS, READERS, SIGNED_IN, Door, at_school, listed, page, reading, sending

DAYS = {"report_first": "2026-09-01", "report_last": "2026-09-30"}


def _report(place):
    """A report of one school."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


def _action(place):
    """What is asked of whoever writes an action down."""
    return {"text": "Look at the lamps", "owner": place.approver.pk, "due": "2026-12-01"}


PAGES = {
    "reports:service-report": reading(READERS, "-", says=_report),
    "reports:service-report-pdf": reading(READERS, "-", says=_report),
    "reports:service-report-csv": reading(READERS, "-", says=_report),
    "reports:service-report-xlsx": reading(READERS, "-", says=_report),
    "reports:report-letters": page(READERS),
    "reports:actions": reading(SIGNED_IN),
    "reports:action": reading(READERS, "report_action", sees=set()),
    "reports:add_action": {"GET": Door(EDITORS, "-", says=_report)},
    "reports:change_action": page(EDITORS, "report_action", sees=READERS),
    "reports:finish_action": page(EDITORS, "report_action", sees=READERS),
    "reports:reopen_action": page(EDITORS, "done_action", sees=READERS),
}
BY_PROGRAMS = {
    "api-service-report": reading(READERS, "-", says=_report),
    "api-report-letters": reading(READERS)
    | {"PUT": Door(READERS, "-", elsewhere=400, says=lambda place: at_school(place) | {"how_often": "month"})},
    "report-action-list": listed()
    | sending(EDITORS, "-", elsewhere=400, says=lambda place: at_school(place) | _action(place) | DAYS, makes=True),
    "report-action-detail": reading(READERS, "report_action", sees=set()),
    "report-action-change": sending(EDITORS, "report_action", sees=READERS, says=_action),
    "report-action-finish": sending(EDITORS, "report_action", sees=READERS),
    "report-action-reopen": sending(EDITORS, "done_action", sees=READERS),
}
