"""Where a round stops: the things that a plan looks after today, in the order of a walk."""

import re
from dataclasses import dataclass

from assets.models import Asset
from maintenance.models import Scope
from servicedesk.models import Room

NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Stop:
    """One of them: an asset, a room, or neither; what to call it and where it is."""

    label: str
    where: str = ""
    asset: Asset | None = None
    room: Room | None = None


def stops_of(plan):
    """The stops of a plan, building by building and room by room; what was disposed of is none."""
    if plan.scope == Scope.WORK:
        return [Stop(plan.name)]
    if plan.scope == Scope.ROOMS:
        rooms = sorted(_rooms(plan), key=_walk)
        return [Stop(room.name, _building(room), room=room) for room in rooms]
    assets = sorted(_assets(plan), key=lambda asset: (_walk(asset.room), _natural(asset.tag)))
    return [Stop(str(asset), _room(asset.room), asset, asset.room) for asset in assets]


def _assets(plan):
    if plan.scope == Scope.ASSETS:
        found = plan.assets.in_service()
    else:
        found = Asset.objects.in_service().filter(school=plan.school_id, type=plan.asset_type_id)
        rooms = list(plan.rooms.values_list("pk", flat=True))
        found = found.filter(room__in=rooms) if rooms else found
        found = found.filter(room__building=plan.building_id) if plan.building_id else found
    return found.select_related("room__building")


def _rooms(plan):
    chosen = plan.rooms.select_related("building")
    if plan.building_id:
        return {*chosen, *Room.objects.filter(building=plan.building_id).select_related("building")}
    return chosen


def _walk(room):
    """Building by building, room by room; what has no room comes last."""
    if room is None:
        return (2, [], [])
    return (0 if room.building else 1, _natural(_building(room)), _natural(room.name))


def _natural(text):
    """B2 before B12."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part.lower()) for part in NUMBERS.split(text)]


def _building(room):
    return room.building.name if room.building else ""


def _room(room):
    return ", ".join(filter(None, [room.name, _building(room)])) if room else ""
