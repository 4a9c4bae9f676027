"""What a line of the table of rights is: a door, and whom it lets in."""

from collections.abc import Callable
from dataclasses import dataclass, field

REQUESTER, DESK_ROLE, TECHNICIAN, MANAGER, LEADER, ADMINISTRATOR = (
    "requester",
    "service_desk",
    "technician",
    "service_level_manager",
    "senior_leader",
    "trust_administrator",
)
NOBODY = "nobody"  # signed in, but without a role

HATTED = {REQUESTER, DESK_ROLE, TECHNICIAN, MANAGER, LEADER, ADMINISTRATOR}
SIGNED_IN = HATTED | {NOBODY}
DESK = {DESK_ROLE, TECHNICIAN, MANAGER, ADMINISTRATOR}  # works on the records of the school
KEEPERS = {TECHNICIAN, MANAGER, ADMINISTRATOR}  # keeps the asset register
EDITORS = {MANAGER, ADMINISTRATOR}  # decides about agreements, calendars and the catalogue
BOSSES = {ADMINISTRATOR}  # manages people
READERS = {MANAGER, LEADER, ADMINISTRATOR}  # reads reports and exports evidence
AGREED = DESK | {LEADER}  # reads agreements and calendars


@dataclass(frozen=True)
class Door:
    """`who` gets in at their own school; at another school they get `elsewhere`, by default what isn't there: 404.

    `of`: the record of a place that stands in the address. `also`: what else stands in the address. `says`: what is
    sent along. `sees`: who may see the record though not do this; everyone else gets 404, and without `sees` all get
    403. `makes`: getting in makes a record (201).
    """

    who: set[str]
    of: str = ""
    sees: set[str] | None = None
    elsewhere: int | None = 404
    says: Callable = lambda place: {}
    also: dict = field(default_factory=dict)
    makes: bool = False
    public: bool = False


def page(who, of="", **more):
    """A page that is read and sent."""
    door = Door(who, of, **more)
    return {"GET": door, "POST": door}


def reading(who, of="", **more):
    """Something that is only read."""
    return {"GET": Door(who, of, **more)}


def sending(who, of="", **more):
    """Something that is only sent."""
    return {"POST": Door(who, of, **more)}


def open_to_all(*methods):
    """No signing in."""
    return {method: Door(SIGNED_IN, public=True) for method in methods}


def listed(who=None, **more):
    """A list of the API: everyone gets the rows they may see, which may be none."""
    return reading(who or SIGNED_IN, **more)


def at_school(place):
    """The school of a place, as pages and programs name it."""
    return {"school": place.school.code}
