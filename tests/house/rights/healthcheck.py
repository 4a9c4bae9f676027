"""Who may do what with health check."""

from healthcheck.moves import ACTION_MOVES, MOVES
from tests.house.rights.doors import EDITORS, READERS, SIGNED_IN, Door, at_school, listed, page, reading, sending

PAGES: dict[str, dict[str, Door]] = {
    "healthcheck:checks": reading(READERS),
    "healthcheck:start": page(EDITORS),
    "healthcheck:check": reading(READERS, "health_check"),
    **{f"healthcheck:{move.name}": page(EDITORS, "health_check") for move in MOVES},
    "healthcheck:actions": reading(SIGNED_IN),
    "healthcheck:action": reading(READERS, "health_action", sees=set()),
    **{f"healthcheck:{move.name}": page(EDITORS, "health_action", sees=READERS) for move in ACTION_MOVES},
}
BY_PROGRAMS: dict[str, dict[str, Door]] = {
    "health-check-list": listed() | sending(EDITORS, "-", elsewhere=400, says=at_school, makes=True),
    "health-check-detail": reading(READERS, "health_check", sees=set()),
    **{f"health-check-{move.name.replace('_', '-')}": sending(EDITORS, "health_check", sees=READERS) for move in MOVES},
    "health-action-list": listed(),
    "health-action-detail": reading(READERS, "health_action", sees=set()),
    **{
        f"health-action-{move.name.removesuffix('_action')}": sending(EDITORS, "health_action", sees=READERS)
        for move in ACTION_MOVES
    },
}
