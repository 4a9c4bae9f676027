"""Who looks measures up, and the records behind them."""

from tests.house.rights.doors import READERS, at_school, reading


def _september(place):
    """One school and a month."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


NAMED = {"name": "incidents"}
PAGES = {
    "reports:measures": reading(READERS),
    "reports:measure-rows": reading(READERS, "-", says=_september, also=NAMED),
    "reports:measure-rows-csv": reading(READERS, "-", says=_september, also=NAMED),
}
BY_PROGRAMS = {
    "api-measures": reading(READERS),
    "api-measure": reading(READERS, "-", says=_september, also=NAMED),
    "api-measure-rows": reading(READERS, "-", says=_september, also=NAMED),
}
