"""Who brings lists in from other desks, and who may report what an inventory agent found."""

from tests.house.rights.doors import DESK, EDITORS, KEEPERS, at_school, page, reading, sending

PAGES = {
    "assets:register-xlsx": reading(DESK),
    "assets:imports": page(EDITORS),
    "assets:import": reading(EDITORS, "asset_import"),
    "assets:import-columns": page(EDITORS, "asset_import"),
    "assets:import-bring-in": sending(EDITORS, "asset_import"),
    "assets:import-throw-away": sending(EDITORS, "asset_import"),
    "assets:import-refused": reading(EDITORS, "asset_import"),
    "changes:imports": page(EDITORS),
    "changes:import": reading(EDITORS, "change_import"),
    "changes:import-columns": page(EDITORS, "change_import"),
    "changes:import-bring-in": sending(EDITORS, "change_import"),
    "changes:import-throw-away": sending(EDITORS, "change_import"),
    "changes:import-refused": reading(EDITORS, "change_import"),
}
BY_PROGRAMS = {
    "api-asset-report": sending(
        KEEPERS, "-", elsewhere=400, says=lambda place: at_school(place) | {"items": [{"tag": place.asset.tag}]}
    ),
}
