"""Who may do what with continuity."""

from continuity.moves import MOVES
from tests.house.rights.doors import AGREED, KEEPERS, Door, at_school, listed, page, reading, sending

OF_HELD = {"add_action", "finish_action", "reopen"}


def _on(name):
    """The rehearsal that stands where a move begins."""
    return "held" if name in OF_HELD else "rehearsal"


def _line(place):
    """A service that is not in the order yet."""
    return at_school(place) | {"service": place.spare.pk, "back_within": 4}


PAGES = {
    "continuity:plan": reading(AGREED, "-", says=at_school),
    "continuity:paper": reading(AGREED, "-", says=at_school),
    "continuity:begin_own": sending(KEEPERS, "-", says=at_school),
    "continuity:add_line": page(KEEPERS, "-", says=at_school),
    "continuity:line": reading(AGREED, "line"),
    "continuity:change_line": page(KEEPERS, "line"),
    "continuity:remove_line": page(KEEPERS, "line"),
    "continuity:move_up": sending(KEEPERS, "line"),
    "continuity:move_down": sending(KEEPERS, "line"),
    "continuity:rehearsals": reading(AGREED),
    "continuity:plan_rehearsal": page(KEEPERS, "-", says=at_school),
    "continuity:rehearsal": reading(AGREED, "rehearsal"),
    **{f"continuity:{move.name}": page(KEEPERS, _on(move.name)) for move in MOVES},
    "continuity:backup_tests": reading(AGREED),
    "continuity:log_backup_test": page(KEEPERS, "-", says=at_school),
    "continuity:change_backup_test": page(KEEPERS, "backup_test"),
}
BY_PROGRAMS = {
    "recovery-line-list": listed() | sending(KEEPERS, "-", elsewhere=400, says=_line, makes=True),
    "recovery-line-detail": reading(AGREED, "line", sees=set())
    | {"PATCH": Door(KEEPERS, "line", sees=AGREED), "DELETE": Door(KEEPERS, "line", sees=AGREED)},
    "recovery-line-move-up": sending(KEEPERS, "line", sees=AGREED),
    "recovery-line-move-down": sending(KEEPERS, "line", sees=AGREED),
    "recovery-line-begin-own": sending(KEEPERS, "-", elsewhere=400, says=at_school),
    "api-recovery-plan": reading(AGREED, "-", elsewhere=400, says=at_school),
    "rehearsal-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"scenario": "Fire", "planned_on": "2026-10-01"},
        makes=True,
    ),
    "rehearsal-detail": reading(AGREED, "rehearsal", sees=set()),
    **{f"rehearsal-{move.name.replace('_', '-')}": sending(KEEPERS, _on(move.name), sees=AGREED) for move in MOVES},
    "backup-test-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"what": "A folder", "tested_on": "2026-09-01", "result": "passed"},
        makes=True,
    ),
    "backup-test-detail": reading(AGREED, "backup_test", sees=set())
    | {"PATCH": Door(KEEPERS, "backup_test", sees=AGREED)},
}
