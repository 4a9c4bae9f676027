"""Trends that point at a problem."""

from problems.trend_moves import TREND_MOVES
from tests.house.rights.doors import DESK, KEEPERS, at_school, listed, page, reading, sending

PAGES = {
    "problems:trends": reading(DESK),
    "problems:trend": reading(DESK, "trend"),
    "problems:look_for_trends": sending(KEEPERS, "-", says=at_school),
    **{f"problems:{move.name}": page(KEEPERS, "trend", sees=DESK) for move in TREND_MOVES},
}
BY_PROGRAMS = {
    "trend-list": listed(),
    "trend-detail": reading(DESK, "trend", sees=set()),
    "trend-look": listed() | sending(KEEPERS, "-", elsewhere=400, says=at_school, makes=True),
    **{f"trend-{name}": sending(KEEPERS, "trend", sees=DESK) for name in ("accept", "dismiss")},
}
