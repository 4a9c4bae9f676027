"""The lowest floor of the house: places, people, services, letters."""

from servicedesk.models.catalogue import Category, Kind, Service
from servicedesk.models.crest import Crest
from servicedesk.models.idempotency import IdempotentCall
from servicedesk.models.letter import Enclosure, Letter
from servicedesk.models.people import Membership, Person, Team
from servicedesk.models.places import Building, Nation, Room, School, Trust

__all__ = [
    "Building",
    "Category",
    "Crest",
    "Enclosure",
    "IdempotentCall",
    "Kind",
    "Letter",
    "Membership",
    "Nation",
    "Person",
    "Room",
    "School",
    "Service",
    "Team",
    "Trust",
]
