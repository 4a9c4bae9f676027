"""The demo's register is looked after: last summer everything was looked at, and a few things are out on loan."""

from datetime import timedelta

from assets import workflow
from assets.models import Asset, Condition
from servicedesk.models import Room

DAY = timedelta(days=1)
MOVED = {"TAB-203": "A07", "PRJ-223": "IT2"}  # what stood in another room than the register had it
WORN, GONE = ("LT-421", "PRN-01"), ("TAB-202",)
# (tag, borrower's e-mail name or a name, days ago, days from now by which it is due, purpose)
LOANS = [
    ("LT-424", "rachel.okafor", 9, 5, "Marking at home while hers is mended"),
    ("LT-425", "dan.farrow", 21, -4, "School trip"),
    ("TAB-201", "Year 9 film club", 2, 12, "Filming"),
]


def set_up(schools, people, *, now):
    """A stocktake that ended, and loans: one of them late."""
    _stocktake(schools["HBS"], people["priya.shah"], now - 60 * DAY)
    for tag, borrower, ago, due, purpose in LOANS:
        asset, at = Asset.objects.get(school=schools["HBS"], tag=tag), now - ago * DAY
        to = {"to": people[borrower]} if borrower in people else {"to_name": borrower}
        workflow.lend(asset, by=people["priya.shah"], at=at, due_on=(now + due * DAY).date(), purpose=purpose, **to)


def _stocktake(school, priya, at):
    stocktake = workflow.begin_stocktake(school=school, by=priya, at=at, name="Autumn stocktake")
    for number, asset in enumerate(Asset.objects.filter(school=school, room__isnull=False).order_by("room", "tag")):
        seen = at + number * timedelta(minutes=1)
        room = Room.objects.get(school=school, name=MOVED[asset.tag]) if asset.tag in MOVED else asset.room
        if asset.tag in GONE:
            workflow.audit_asset(asset, by=priya, at=seen, condition=Condition.MISSING)
        else:
            condition = Condition.WORN if asset.tag in WORN else Condition.GOOD
            workflow.audit_asset(asset, by=priya, at=seen, found=room, condition=condition)
    workflow.end_stocktake(stocktake, by=priya, at=at + timedelta(hours=2))
