"""Who looks at dashboards, looks measures up with the records behind them, and asks for themselves."""

from tests.house.rights.doors import READERS, at_school, reading


def _september(place):
    """One school and a month."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


def _asked(place):
    """The same of a measure."""
    return _september(place) | {"measure": "incidents"}


NAMED = {"name": "incidents"}
PAGES = {
    "reports:dashboard": reading(READERS, "-", says=at_school),
    "reports:schools": reading(READERS),
    "reports:schools-csv": reading(READERS),
    "reports:ask": reading(READERS, "-", says=_asked),
    "reports:ask-csv": reading(READERS, "-", says=_asked),
    "reports:ask-xlsx": reading(READERS, "-", says=_asked),
    "reports:ask-pdf": reading(READERS, "-", says=_asked),
    "reports:measures": reading(READERS),
    "reports:measure-rows": reading(READERS, "-", says=_september, also=NAMED),
    "reports:measure-rows-csv": reading(READERS, "-", says=_september, also=NAMED),
}
BY_PROGRAMS = {
    "api-measures": reading(READERS),
    "api-measure": reading(READERS, "-", says=_september, also=NAMED),
    "api-measure-rows": reading(READERS, "-", says=_september, also=NAMED),
}
