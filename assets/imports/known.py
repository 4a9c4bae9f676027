"""What the register knows already, for the rows of one batch: things, rooms, sorts and people, each asked once."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Lower
from simple_history.utils import bulk_create_with_history

from assets.imports.rows import serial_of
from assets.models import Asset, AssetType
from servicedesk.models import Building, Person, Room, School

WHY = "Brought in from a list"


class Things:
    """The things of the school that rows of a batch may mean, by tag and by serial number."""

    def __init__(self, school: School, tags: set[str], serials: set[str]) -> None:
        small = {tag.casefold() for tag in tags}
        known = Q(small_tag__in=small) | Q(tag__in=tags)
        if serials:
            known |= Q(small_serial__in=serials)
        mine = Asset.objects.filter(school=school).annotate(small_tag=Lower("tag"), small_serial=Lower("serial"))
        self.tags: dict[str, Asset] = {}
        self.serials: dict[str, list[Asset]] = {}
        for asset in mine.filter(known):
            self.tags[asset.tag.casefold()] = asset
            if serial := serial_of(asset.serial):
                self.serials.setdefault(serial, []).append(asset)
        prefetch_related_objects([*self.tags.values()], "type", "room", "custodian")


class Names:
    """Rooms, sorts and people by name, remembered for the whole walk; what is new is made when it is written."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.rooms = {room.name.casefold(): room for room in Room.objects.filter(school=school)}
        self.sorts = {sort.name.casefold(): sort for sort in AssetType.objects.all()}
        self.people = _people(school)

    def person(self, name: str, address: str, now: Person | None) -> Person | None:
        """Who is meant: whoever keeps it `now`, if they are called so, or who has that address or alone that name."""
        if now and (address.casefold() == now.email if address else name.casefold() == now.name.casefold()):
            return now
        return self.people.get(address.casefold()) if address else self.people.get(name.casefold())

    def make_sorts(self, names: Iterable[str], *, by: Person | None, at: Any) -> None:
        """Make the sorts that nobody knows yet."""
        unknown = {name.casefold(): name for name in names if name.casefold() not in self.sorts}
        made = _made(AssetType, [AssetType(name=name) for name in unknown.values()], by=by, at=at)
        self.sorts |= {sort.name.casefold(): sort for sort in made}

    def make(self, rows: Iterable[Any], *, by: Person | None, at: Any) -> None:
        """Make the rooms and sorts that rows name and nobody knows yet."""
        rows = list(rows)
        self.make_sorts((row.sort for row in rows), by=by, at=at)
        rooms = {row.room.casefold(): row for row in rows if row.room and row.room.casefold() not in self.rooms}
        buildings = self._buildings(row.building for row in rooms.values())
        wanted = [
            Room(school=self.school, name=row.room, building=buildings.get(row.building)) for row in rooms.values()
        ]
        self.rooms |= {room.name.casefold(): room for room in _made(Room, wanted, by=by, at=at)}

    def _buildings(self, names: Iterable[str]) -> dict[str, Building]:
        found = {}
        for name in sorted({*names} - {""}):
            known = Building.objects.filter(school=self.school, name__iexact=name).first()
            found[name] = known or Building.objects.create(school=self.school, name=name)
        return found


def _made(model: Any, rows: list[Any], *, by: Person | None, at: Any) -> list[Any]:
    """Written at once, with their history where they have one."""
    if not rows or not hasattr(model, "history"):
        return model.objects.bulk_create(rows)
    told = {"default_user": by, "default_date": at, "default_change_reason": WHY}
    return bulk_create_with_history(rows, model, **told)


def _people(school: School) -> dict[str, Person]:
    """Those with a role at the school, by address and by a name that is theirs alone."""
    here = Person.objects.filter(Q(memberships__school=school) | Q(memberships__school=None, memberships__isnull=False))
    found: dict[str, Person] = {}
    twice = set()
    for person in here.distinct():
        name = person.name.casefold()
        if name in found:
            twice.add(name)
        found[name] = person
        if person.email:
            found[person.email.casefold()] = person
    return {key: person for key, person in found.items() if key not in twice}
