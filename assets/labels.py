"""What stands on a label: the school, the tag, the name, and a code that a phone's camera follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from assets.models import Asset
from assets.tag_addresses import path_of_room, path_of_thing
from servicedesk.letters import address
from servicedesk.models import Room

MOST = 20_000  # of one list; what is more is narrowed first


@dataclass(frozen=True)
class Label:
    """The words of a label, and the address in its code."""

    school: str
    title: str
    name: str
    address: str


def of_things(assets: Iterable[Asset]) -> list[Label]:
    """The labels of things; the school of each must be at hand."""
    return [
        Label(each.school.name, each.tag, each.name, address(path_of_thing(each.school.code, each.tag)))
        for each in assets
    ]


def of_rooms(rooms: Iterable[Room]) -> list[Label]:
    """The labels for doors; the school and building of each must be at hand."""
    return [
        Label(
            each.school.name,
            each.name,
            each.building.name if each.building else "",
            address(path_of_room(each.school.code, each.pk)),
        )
        for each in rooms
    ]
