"""Who gets at the asset register, and at what belongs to it."""

from tests.house.rights.doors import DESK, HATTED, KEEPERS, Door, at_school, listed, page, reading, sending

PAGES = {
    "assets:list": reading(DESK),
    "assets:add": page(KEEPERS, "school"),
    "assets:detail": reading(DESK, "asset"),
    "assets:change": page(KEEPERS, "asset"),
    "assets:register-csv": reading(DESK),
    "assets:dispose": page(KEEPERS, "asset"),
    "assets:bring_back": page(KEEPERS, "disposed"),
    "assets:certificate": reading(DESK, "disposed"),
    "incidents:asset-models": reading(DESK),
    "incidents:asset-models-csv": reading(DESK),
    "assets:sorts": reading(DESK),
    "assets:add-sort": page(KEEPERS),
    "assets:change-sort": page(KEEPERS, "asset_type", elsewhere=None),
}
BY_PROGRAMS = {
    "asset-type-list": listed() | sending(KEEPERS, says=lambda place: {"name": "Phone"}, makes=True),
    "asset-type-detail": reading(HATTED, "asset_type", sees=set(), elsewhere=None)
    | {"PATCH": Door(KEEPERS, "asset_type", sees=HATTED, elsewhere=None)},
    "api-asset-models": reading(DESK),
    "asset-dispose": sending(KEEPERS, "asset", sees=DESK),
    "asset-bring-back": sending(KEEPERS, "disposed", sees=DESK),
    "asset-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"tag": "T-99", "name": "Phone", "new_type": "Phone"},
        makes=True,
    ),
    "asset-detail": reading(DESK, "asset", sees=set()) | {"PATCH": Door(KEEPERS, "asset", sees=DESK)},
}
