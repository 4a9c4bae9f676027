"""Requests for change in any state, for tests that need one to begin with."""

from datetime import timedelta

from changes.models import Change, Kind, Outcome, StandardChange, Status
from tests.factories import MONDAY_9AM, make_person, make_school

HOUR = timedelta(hours=1)
WINDOW = {"starts_at": MONDAY_9AM + 7 * HOUR, "ends_at": MONDAY_9AM + 9 * HOUR}
MADE = (Status.IMPLEMENTED, Status.IN_REGISTER, Status.CLOSED)


def make_request(school=None, *, status=Status.RAISED, by=None, at=MONDAY_9AM, assets=(), rooms=(), **fields):
    """A change that somebody asked for and is to make (`by`), as it stands in a state."""
    school = school or make_school()
    by = by or make_person("technician", school, name="Tom Webb")
    facts = {"title": "New switch", "reason": "The old one drops out.", "kind": Kind.NORMAL, "status": status}
    facts |= {"originator": by, "implementer": by, "recorded_by": by, "recorded_at": at, "raised_at": at}
    facts |= {"raised_on": at.date()} | WINDOW
    if status in MADE:
        facts |= {"made_at": at, "made_on": at.date(), "made_by": by}
    if status == Status.CLOSED:
        facts |= {"outcome": Outcome.SUCCESSFUL, "closed_at": at, "closed_on": at.date()}
    change = Change.objects.create(school=school, **facts | fields)
    change.assets.set(assets)
    change.rooms.set(rooms)
    return change


def make_standard(school=None, *, is_offered=True, **fields):
    """A change that is done the same way each time, on offer unless said otherwise."""
    by = fields.pop("approved_by", None) or make_person("service_level_manager", everywhere=True, name="Martin Hale")
    facts = {"name": "New toner", "procedure": ["Open the door.", "Change it."], "reason": "It is empty."}
    facts |= {"approved_by": by, "approved_at": MONDAY_9AM}
    return StandardChange.objects.create(school=school, is_offered=is_offered, **facts | fields)
