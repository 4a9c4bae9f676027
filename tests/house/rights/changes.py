"""Who gets at changes."""

from tests.house.rights.doors import DESK, KEEPERS, LEADER, Door, at_school, listed, page, reading, sending

TOLD = DESK | {LEADER}  # sees what is to be changed, and may be asked
PAGES = {
    "changes:list": reading(TOLD),
    "changes:detail": reading(TOLD, "recorded"),
    "changes:record": page(KEEPERS, "-", says=at_school),
    "changes:correct": page(KEEPERS, "recorded"),
}
BY_PROGRAMS = {
    "change-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"title": "New cable", "made_at": "2026-09-01T09:00:00Z"},
        makes=True,
    ),
    "change-affected": reading(KEEPERS, "recorded", sees=TOLD),
    "change-followed": reading(TOLD, "recorded", sees=set()),
    "change-detail": reading(TOLD, "recorded", sees=set()) | {"PATCH": Door(KEEPERS, "recorded", sees=TOLD)},
}
