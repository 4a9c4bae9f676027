"""Calendars and agreements: what the desk promises."""

from tests.house.rights.doors import AGREED, EDITORS, at_school, page, reading, sending

PAGES = {
    "sla:calendars": reading(AGREED),
    "sla:import_dates": page(EDITORS),
    "sla:begin_own": sending(EDITORS, of="-", says=at_school),
    "sla:calendar": reading(AGREED, "calendar", sees=set()),
    "sla:edit_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:settle_draft": sending(EDITORS, "calendar", sees=AGREED),
    "sla:preview_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:close_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:open_calendar": page(EDITORS, "calendar", sees=AGREED),
    "sla:changes": reading(AGREED),
    "sla:change": reading(AGREED, "change", sees=set()),
    "sla:agreements": reading(AGREED),
    "sla:agreement": reading(AGREED, "agreement", sees=set()),
    "sla:agreement_pdf": reading(AGREED, "version", sees=set()),
    "sla:underpinning": reading(AGREED),
    "sla:add_agreement": page(EDITORS),
    "sla:draft": sending(EDITORS, "agreement", sees=AGREED),
    "sla:edit_draft": page(EDITORS, "draft", sees=AGREED),
    "sla:put_in_force": page(EDITORS, "draft", sees=AGREED),
    "sla:sign": sending(EDITORS, "version", sees=AGREED),
    "sla:throw_away": sending(EDITORS, "draft", sees=AGREED),
}
