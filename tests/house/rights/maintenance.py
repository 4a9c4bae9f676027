"""Plans of upkeep and their rounds."""

from maintenance import moves as round_moves
from tests.house.rights.doors import DESK, EDITORS, KEEPERS, Door, at_school, listed, page, reading, sending


def _new_plan(place):
    """A plan with the least that it needs."""
    facts = {"name": "Hall", "owner": place.plan.owner_id, "rule": {"every": "week"}, "active_from": "2026-09-01"}
    return at_school(place) | facts


PAGES = {
    "maintenance:rounds": reading(DESK),
    "maintenance:round": reading(DESK, "round"),
    "maintenance:plans": reading(DESK),
    "maintenance:plan": reading(DESK, "plan"),
    "maintenance:add_plan": page(EDITORS, "school"),
    "maintenance:change_plan": page(EDITORS, "plan"),
    "maintenance:starters": reading(EDITORS),
    "maintenance:adopt": sending(EDITORS, "-", says=at_school, also={"key": "backups"}),
    **{f"maintenance:{move.name}": page(KEEPERS, "round") for move in round_moves.MOVES},
}
BY_PROGRAMS = {
    "maintenance-plan-list": listed()
    | sending(
        EDITORS,
        "-",
        elsewhere=400,
        says=lambda place: (
            at_school(place)
            | {"name": "Hall", "owner": place.plan.owner_id, "rule": {"every": "week"}, "active_from": "2026-09-01"}
        ),
        makes=True,
    ),
    "maintenance-plan-detail": reading(DESK, "plan", sees=set()) | {"PATCH": Door(EDITORS, "plan", sees=DESK)},
    "maintenance-plan-dates": reading(DESK, "plan", sees=set()),
    "maintenance-plan-starters": listed(),
    "maintenance-plan-adopt": sending(
        EDITORS, "-", elsewhere=400, says=lambda place: at_school(place) | {"starter": "backups"}, makes=True
    ),
    "maintenance-round-list": listed(),
    "maintenance-round-detail": reading(DESK, "round", sees=set()),
    **{
        f"maintenance-round-{move.name.replace('_', '-')}": sending(KEEPERS, "round", sees=DESK)
        for move in round_moves.MOVES
    },
}
