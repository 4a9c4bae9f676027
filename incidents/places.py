"""Where somebody is who reports: what the sticker says, else where they last were, else they are asked."""

from dataclasses import dataclass

from django.db.models import F
from django.shortcuts import get_object_or_404

from assets.models import Asset
from incidents.models import Incident
from servicedesk.models import Room, School
from servicedesk.roles import Permission
from servicedesk.strict import text_in, whole_number

NOWHERE = "0"  # what the list of rooms sends for “not in a room”
RECENT = 3


@dataclass(frozen=True)
class Place:
    """A school, and the room and thing in it. `how` is sticker, picked, last, or empty while nothing is known."""

    school: School | None
    room: Room | None = None
    asset: Asset | None = None
    how: str = ""


def place_of(person, asked, *, home):
    """Where `person` reports from, who is at home at the school `home`, or at several (None).

    `asked`: school, room, asset (a tag), picked, elsewhere. A room or a thing of a school where they may not
    report is not found (404).
    """
    schools = School.objects.where_may(person, Permission.LOG)
    how = "picked" if asked.get("picked") else "sticker"
    if asked.get("asset"):
        things = Asset.objects.filter(school__in=schools, tag=text_in(asked, "asset")[:60])
        if asked.get("school"):  # two schools may have one tag: the label says whose it is
            things = things.filter(school=whole_number(asked["school"]))
        asset = get_object_or_404(things.select_related("school", "room", "type")[:1])
        return Place(asset.school, asset.room, asset, how)
    if asked.get("room", NOWHERE) != NOWHERE:
        rooms = Room.objects.filter(school__in=schools).select_related("school", "building")
        room = get_object_or_404(rooms, pk=whole_number(asked["room"]))
        return Place(room.school, room, None, how)
    school = _school(schools, asked, home)
    if asked.get("room") == NOWHERE and school:
        return Place(school, how="picked")
    last = None if asked.get("elsewhere") or not school else _recent(person, school).first()
    return Place(school, last.room, None, "last") if last else Place(school)


def rooms_by_building(school):
    """The rooms of a school for a list, in order of their building; those in none come last."""
    rooms = Room.objects.filter(school=school).select_related("building")
    return rooms.order_by(F("building__name").asc(nulls_last=True), "name")


def recent_rooms(person, school):
    """The rooms a person last reported from: most people teach in two or three."""
    rooms = []
    for incident in _recent(person, school)[:20]:
        if incident.room not in rooms:
            rooms.append(incident.room)
    return rooms[:RECENT]


def _recent(person, school):
    mine = Incident.objects.filter(requester=person, school=school, room__isnull=False)
    return mine.select_related("room__building").order_by("-opened_at", "-pk")


def _school(schools, asked, home):
    if asked.get("school"):
        return get_object_or_404(schools, pk=whole_number(asked["school"]))
    if home:
        return home if schools.filter(pk=home.pk).exists() else None
    return None
