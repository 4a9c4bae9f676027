"""Who gets at the asset register, and at what belongs to it."""

from tests.house.rights.doors import DESK, HATTED, KEEPERS, Door, at_school, listed, page, reading, sending

PAGES = {
    "assets:list": reading(DESK),
    "assets:add": page(KEEPERS, "school"),
    "assets:detail": reading(DESK, "asset"),
    "assets:change": page(KEEPERS, "asset"),
}
BY_PROGRAMS = {
    "asset-type-list": listed(),
    "asset-type-detail": reading(HATTED, "asset_type", sees=set(), elsewhere=None),
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
