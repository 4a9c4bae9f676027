"""Known errors: who keeps them, and who may use them."""

from problems.known_error_moves import KNOWN_ERROR_MOVES
from servicedesk.roles import Permission
from tests.house.rights.doors import DESK, EDITORS, HATTED, KEEPERS, at_school, listed, page, reading, sending

PAGES = {
    "problems:known_errors": reading(DESK),
    "problems:known_error": reading(DESK, "known"),
    "problems:write_known_error": page(KEEPERS),
    "problems:help": reading(HATTED),
    "problems:help_entry": reading(HATTED, "published", sees=set()),
    "problems:worked": page(HATTED, "published", sees=set(), says=lambda place: {"school": place.school.pk}),
}
# Technicians keep what they alone are offered; only a manager makes it everybody's. Whoever is offered it may use it.
KEPT_BY = {
    move.name.removesuffix("_known_error"): EDITORS if move.permission == Permission.MANAGE_PROBLEMS else KEEPERS
    for move in KNOWN_ERROR_MOVES
    if move.permission != Permission.LOG
}
RETIRED = {"bring_back": "retired", "narrow": "published"}  # the entry that stands where the move begins
MOVED = {
    f"problems:{name}_known_error": page(who, RETIRED.get(name, "known"), sees=HATTED if name == "narrow" else DESK)
    for name, who in KEPT_BY.items()
} | {
    "problems:use_known_error": page(
        HATTED, "published", sees=set(), says=lambda place: {"incident": place.mine.pk, "helped": "yes"}
    )
}
BY_PROGRAMS = {
    "known-error-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"title": "Dark", "symptoms": "Dark", "workaround": "Turn it on."},
        makes=True,
    ),
    "known-error-detail": reading(DESK, "known", sees=set()),
    "known-error-suggest": reading(HATTED, "-", elsewhere=400, says=at_school),
    "known-error-use": sending(HATTED, "published", sees=set(), says=lambda place: at_school(place) | {"helped": True}),
    **{
        f"known-error-{name.replace('_', '-')}": sending(
            who, RETIRED.get(name, "known"), sees=HATTED if name == "narrow" else DESK
        )
        for name, who in KEPT_BY.items()
    },
}
