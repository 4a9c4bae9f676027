"""Who prints labels, looks at things, takes stock and lends."""

from tests.house.rights.doors import DESK, HATTED, KEEPERS, Door, at_school, listed, page, reading, sending

LENT = {"tag": "CAM-2"}  # each school has one


def _lent(place):
    """A loan of the thing of a place."""
    return {"asset": place.asset.pk, "to_name": "Year 9", "due_on": "2026-09-30"}


PAGES = {
    "assets:labels": reading(DESK),
    "assets:labels_on_paper": reading(DESK, says=lambda place: {"id": place.asset.pk}),
    "assets:scanned": reading(HATTED, "-", sees=set(), also=LENT),
    "assets:scanned_odd": reading(HATTED, "-", sees=set(), says=lambda place: LENT),
    "assets:scanned_room": reading(HATTED, "room", sees=set()),
    "assets:room": {"GET": Door(DESK, "room"), "POST": Door(KEEPERS, "room")},
    "assets:check": page(KEEPERS, "asset"),
    "assets:stocktakes": reading(DESK),
    "assets:begin_stocktake": page(KEEPERS),
    "assets:stocktake": reading(DESK, "stocktake"),
    "assets:stocktake_csv": reading(DESK, "stocktake"),
    "assets:end_stocktake": page(KEEPERS, "stocktake"),
    "assets:set_lost": page(KEEPERS, "stocktake"),
    "assets:undo_lost": sending(KEEPERS, "stocktake"),
    "assets:loans": reading(DESK),
    "assets:lend": page(KEEPERS, "asset"),
    "assets:take_back": page(KEEPERS, "loan"),
    "assets:extend": page(KEEPERS, "loan"),
}
BY_PROGRAMS = {
    "api-labels": reading(DESK, "-", elsewhere=400, says=at_school),
    "audit-list": listed()
    | sending(KEEPERS, "-", elsewhere=400, says=lambda place: {"asset": place.asset.pk}, makes=True),
    "audit-detail": reading(DESK, "audit", sees=set()),
    "stocktake-list": listed()
    | sending(KEEPERS, "-", elsewhere=400, says=lambda place: at_school(place) | {"name": "Summer"}, makes=True),
    "stocktake-detail": reading(DESK, "stocktake", sees=set()),
    "stocktake-outcome": reading(DESK, "stocktake", sees=set()),
    "stocktake-end": sending(KEEPERS, "stocktake", sees=DESK),
    "stocktake-set-lost": sending(KEEPERS, "stocktake", sees=DESK),
    "stocktake-undo-lost": sending(KEEPERS, "stocktake", sees=DESK),
    "loan-list": listed() | sending(KEEPERS, "-", elsewhere=400, says=_lent, makes=True),
    "loan-detail": reading(DESK, "loan", sees=set()),
    "loan-take-back": sending(KEEPERS, "loan", sees=DESK),
    "loan-extend": sending(KEEPERS, "loan", sees=DESK, says=lambda place: {"due_on": "2026-12-01"}),
}
