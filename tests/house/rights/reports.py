"""Reports about one school."""

from tests.house.rights.doors import DESK, READERS, at_school, page, reading


def report(place):
    """A report for one school."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


PAGES = {
    "reports:sla": reading(READERS, "-", says=report),
    "reports:rows": reading(READERS, "-", says=report),
    "reports:rows-csv": reading(READERS, "-", says=report),
    "reports:report-csv": reading(READERS, "-", says=report),
    "reports:report-xlsx": reading(READERS, "-", says=report),
    "reports:availability-csv": reading(READERS, "-", says=report),
    "reports:outages": reading(READERS, "-", says=report),
    "reports:outages-csv": reading(READERS, "-", says=report),
    "reports:shift": reading(READERS, "-", says=report),
    "reports:shift-rows": reading(READERS, "-", says=report),
    "reports:shift-rows-csv": reading(READERS, "-", says=report),
    "reports:shift-csv": reading(READERS, "-", says=report),
    "reports:shift-xlsx": reading(READERS, "-", says=report),
    "reports:trends": reading(DESK, "-", says=report),
    "reports:trends-pdf": reading(DESK, "-", says=report),
    "reports:trend-letters": page(DESK),
}
