"""Incidents and their moves."""

from incidents.moves import MOVES
from tests.house.rights.doors import AGREED, DESK, EDITORS, HATTED, REQUESTER, SIGNED_IN, page, reading, sending

PAGES = {
    "incidents:advise": sending(HATTED, "-", says=lambda place: {"room": place.room.pk}),
    "incidents:advise-call": sending(DESK),
    "incidents:report": page(HATTED, "-", says=lambda place: {"room": place.room.pk}),
    "incidents:mine": reading(HATTED),
    "incidents:reported": reading({REQUESTER}, "mine", sees=set()),
    "incidents:queue": page(DESK),
    "incidents:status": reading(SIGNED_IN),
    "incidents:hits-me": page(HATTED, "major"),
    "incidents:log_call": page(DESK),
    "incidents:join-ticked": sending(DESK),
    "incidents:detail": page(DESK, "fault", sees=set()),
    "incidents:explain": reading(DESK, "fault", sees=set(), also={"which": "resolution"}),
    "incidents:escalations": reading(DESK),
    "incidents:priorities": reading(AGREED),
    "incidents:change-priorities": page(EDITORS, "version"),
    "incidents:change-uplifts": page(EDITORS, "version"),
    "incidents:add-event": page(EDITORS),
    "incidents:change-event": page(EDITORS, "event"),
    "incidents:remove-event": sending(EDITORS, "event"),
}
MOVERS = {move.name: DESK if move.permission else set() for move in MOVES} | {"excuse": EDITORS}
MOVED = {f"incidents:{name}": page(who, "fault", sees=DESK) for name, who in MOVERS.items()}
MOVED_BY_PROGRAMS = {
    f"incident-{name.replace('_', '-')}": sending(who, "fault", sees=DESK) for name, who in MOVERS.items()
}
