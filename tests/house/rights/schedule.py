"""Who gets at the schedule of changes, freezes and feeds."""

from tests.house.rights.changes import TOLD
from tests.house.rights.doors import EDITORS, Door, at_school, listed, open_to_all, page, reading, sending

DAYS = {"first": "2026-09-21", "last": "2026-09-25"}
WINDOW = {"starts_at": "2026-09-21T16:00", "ends_at": "2026-09-21T18:00"}


def _window(place):
    return at_school(place) | {name: f"{moment}:00Z" for name, moment in WINDOW.items()}


PAGES = {
    "changes:schedule": reading(TOLD, "-", says=at_school),
    "changes:my_feed": sending(TOLD),
    "changes:feed": open_to_all("GET"),
    "changes:window": reading(TOLD, "-", elsewhere=400, says=lambda place: at_school(place) | WINDOW),
    "changes:freezes": reading(TOLD),
    "changes:add_freeze": page(EDITORS),
    "changes:end_freeze": sending(EDITORS, "freeze"),
    "changes:put_back_freeze": sending(EDITORS, "freeze"),
}
BY_PROGRAMS = {
    "change-freeze-list": listed()
    | sending(
        EDITORS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | DAYS | {"title": "Exams"},
        makes=True,
    ),
    "change-freeze-detail": reading(TOLD, "freeze", sees=set()),
    "change-freeze-end": sending(EDITORS, "freeze", sees=TOLD),
    "change-freeze-put-back": sending(EDITORS, "freeze", sees=TOLD),
    "api-change-window": sending(TOLD, "-", elsewhere=400, says=_window),
    "api-change-feed": reading(TOLD) | sending(TOLD, makes=True) | {"DELETE": Door(TOLD)},
}
