"""The demo's contracts and other costs: what runs, what must be decided soon, what went on by itself."""

from datetime import date, timedelta
from decimal import Decimal

from finance import workflow
from finance.models import Contract
from servicedesk.models import Service

DAY = timedelta(days=1)
# (school or None, name, supplier, sort, cost, per, days ago it began, days until its end, days until notice, renews,
#  services, document)
CONTRACTS = [
    ("HBS", "Fibre line", "Fellside Networks", "lines", "4200", "year", 700, 395, 305, True, ["Network"], "BV-2291"),
    ("NGA", "Fibre line", "Fellside Networks", "lines", "4650", "year", 340, 25, -5, False, ["Network"], "BV-2304"),
    ("MLP", "Internet line", "Northway", "lines", "1380", "year", 500, -40, -100, True, ["Network"], "NW/7714"),
    ("HBS", "Copiers: lease", "Inkstead", "printing", "1250", "term", 400, 330, 48, True, ["Printing"], "Folder 7"),
    (None, "Accounts and sign-in", "Gatehouse Online", "software", "3900", "year", 420, 310, 250, True,
     ["Accounts and sign-in"], "GO-118"),
    (None, "Support of the servers", "Beck Valley Supplies", "support", "2880", "year", 200, 165, 135, False,
     ["Accounts and sign-in", "Network", "Printing"], "BVS-52"),
]  # fmt: skip
# (school or None, what, sort, amount, how often, days ago, service)
COSTS = [
    ("HBS", "New lamp and filter, room B12", "hardware", "118.40", "once", 35, "Teaching rooms"),
    ("HBS", "Cables and wall plates for the science block", "hardware", "264.00", "once", 52, "Network"),
    ("NGA", "Hinge of laptop NLT-2", "hardware", "64.50", "once", 20, "Computers and tablets"),
    ("MLP", "Course: tablets in early years", "training", "180.00", "once", 44, None),
    (None, "Domain names", "lines", "96.00", "year", 400, None),
]


def write_down(schools, people, *, now):
    """Everything through the moves of costs."""
    martin, today = people["martin.hale"], now.date()
    services = {service.name: service for service in Service.objects.all()}
    by = {"by": martin, "at": now - 90 * DAY}
    for code, name, supplier, sort, cost, per, began, end, notice, renews, pays_for, document in CONTRACTS:
        facts = {"name": name, "supplier": supplier, "sort": sort, "cost": Decimal(cost), "per": per, "renews": renews}
        facts |= {"starts_on": today - began * DAY, "ends_on": today + end * DAY, "notice_on": today + notice * DAY}
        facts |= {"reference": document, "owner": martin, "services": [services[each] for each in pays_for]}
        workflow.add_contract(school=schools.get(code), **by, **facts)
    for code, what, sort, amount, often, ago, service in COSTS:
        facts = {"what": what, "sort": sort, "amount": Decimal(amount), "often": often}
        facts |= {"starts_on": today - ago * DAY, "service": services.get(service)}
        workflow.add_cost(school=schools.get(code), by=martin, at=now - min(ago, 90) * DAY, **facts)
    old = Contract.objects.get(name="Fibre line", school=schools["HBS"])
    _renewed_once(old, by=martin, now=now)


def _renewed_once(contract, *, by, now):
    """The line of the large school became cheaper last summer; what it cost before stays."""
    starts = date(now.year if now.month > 7 else now.year - 1, 8, 1)
    if starts > contract.starts_on:
        facts = {"cost": Decimal(3980), "starts_on": starts, "ends_on": contract.ends_on}
        workflow.renew(contract, by=by, at=now - 60 * DAY, notice_on=contract.notice_on, **facts)
