"""Who gets at releases: whoever sees changes reads them, whoever makes changes moves them."""

from changes.release_moves import RELEASE_MOVES
from tests.house.rights.changes import TOLD
from tests.house.rights.doors import KEEPERS, at_school, listed, page, reading, sending

STAND = {"mark_room": "rolling", "roll_back_room": "rolling", "finish": "rolling", "roll_back": "rolling"}
STAND |= {"sign_test": "tested_release", "begin_pilot": "tested_release", "roll_out": "tested_release"}
STAND |= {"reopen": "ended_release"}
SHORT = [move.name.removesuffix("_release") for move in RELEASE_MOVES]

PAGES = {
    "changes:releases": reading(TOLD),
    "changes:release": reading(TOLD, "release"),
    "changes:release_pdf": reading(TOLD, "release"),
    "changes:design_release": page(KEEPERS, "-", says=at_school),
    **{f"changes:{name}_release": page(KEEPERS, STAND.get(name, "release")) for name in SHORT},
}
BY_PROGRAMS = {
    "release-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"name": "New build"},
        makes=True,
    ),
    "release-detail": reading(TOLD, "release", sees=set()),
    "release-timeline": reading(TOLD, "release", sees=set()),
    "release-licences": reading(TOLD, "release", sees=set()),
    **{f"release-{name.replace('_', '-')}": sending(KEEPERS, STAND.get(name, "release"), sees=TOLD) for name in SHORT},
}
