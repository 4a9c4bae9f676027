"""People, teams, rooms, categories and things of another desk: found by name, made when new, remembered for the run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model, Q, QuerySet
from simple_history.utils import bulk_create_with_history

from assets.models import Asset, AssetType
from incidents.models import Incident
from servicedesk.models import Category, Person, Room, School, Service, Team

PEOPLE = ("requester", "logged_by", "assignee", "resolved_by", "changed_by")
# What fits into our fields; a longer name is kept whole among the facts.
LONGEST = dict.fromkeys(PEOPLE, 200) | {"team": 100, "room": 100, "category": 100, "asset": 60}
AT_ONCE = 500
WHY = "Brought in from another desk"
IMPORTED_SERVICE = "Imported"
IMPORTED_TYPE = "Imported item"


def fitting(name: str, length: int) -> str:
    """A name that fits; two long names that begin alike stay two."""
    if len(name) <= length:
        return name
    return f"{name[: length - 10]}…{sha256(name.encode()).hexdigest()[:9]}"


class Register:
    """Names of one sort, and the ids of our rows for them."""

    def __init__(
        self, rows: QuerySet[Any], key: str, make: Callable[[str], Model], *, length: int, keeps_history: bool
    ) -> None:
        self.rows, self.key, self.make = rows, key, make
        self.length, self.keeps_history = length, keeps_history
        self.ids: dict[str, int] = {}

    def learn(self, names: Iterable[str]) -> None:
        """Find or make a row for each name that was not met before."""
        unknown = sorted({fitting(name, self.length) for name in names} - self.ids.keys())
        for start in range(0, len(unknown), AT_ONCE):
            self._learn(unknown[start : start + AT_ONCE])

    def _learn(self, names: Sequence[str]) -> None:
        self.ids |= dict(self.rows.filter(**{f"{self.key}__in": names}).values_list(self.key, "pk"))
        new = [self.make(name) for name in names if name not in self.ids]
        if self.keeps_history:
            made = bulk_create_with_history(new, self.rows.model, default_change_reason=WHY) if new else []
        else:
            made = self.rows.model.objects.bulk_create(new)
        self.ids |= {getattr(row, self.key): row.pk for row in made}

    def id(self, name: str | None) -> int | None:
        """The row for a name that was learnt."""
        return self.ids[fitting(name, self.length)] if name else None


class Names:
    """All the names of one import."""

    def __init__(self, school: School, source: str) -> None:
        self.registers = {
            "person": _people(source),
            "team": Register(school.teams.all(), "name", lambda name: Team(school=school, name=name), **_shape("team")),
            "room": Register(school.rooms.all(), "name", lambda name: Room(school=school, name=name), **_shape("room")),
            "category": _categories(),
            "asset": _assets(school),
        }

    def learn(self, said: Iterable[Mapping[str, Any]]) -> None:
        """Find or make whatever the values of some rows name."""
        wanted: dict[str, set[str]] = {sort: set() for sort in self.registers}
        for row in said:
            for name in LONGEST:
                if named := row.get(name):
                    wanted["person" if name in PEOPLE else name].add(named)
        for sort, names in wanted.items():
            self.registers[sort].learn(names)

    def person(self, name: str | None) -> int | None:
        """The id of a person who was learnt."""
        return self.registers["person"].id(name)

    def put(self, incident: Incident, said: Mapping[str, Any]) -> None:
        """Fill the foreign keys of a sheet."""
        for name in ("requester", "logged_by", "assignee", "resolved_by"):
            setattr(incident, f"{name}_id", self.person(said[name]))
        for name in ("team", "room", "category", "asset"):
            setattr(incident, f"{name}_id", self.registers[name].id(said[name]))


def _shape(name: str, *, keeps_history: bool = False) -> dict[str, Any]:
    return {"length": LONGEST[name], "keeps_history": keeps_history}


def _people(source: str) -> Register:
    """They have no address and can't sign in; nobody's name is taken for that of somebody who can."""
    nobody = make_password(None)

    def make(name: str) -> Person:
        return Person(name=name, source=source, source_name=name, email=None, is_active=False, password=nobody)

    return Register(Person.objects.filter(source=source), "source_name", make, **_shape("requester"))


def _categories() -> Register:
    """Those on offer here by their very names; what has none is kept under a service that nobody is offered."""
    service, _ = Service.objects.get_or_create(name=IMPORTED_SERVICE, defaults={"is_offered": False, "order": 999})
    # Schools share people and categories of another desk: two imports at once wait here for each other.
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)

    def make(name: str) -> Category:
        return Category(service=service, name=name, is_offered=False)

    known = Category.objects.filter(Q(service=service) | Q(is_offered=True)).order_by("is_offered", "-pk")
    return Register(known, "name", make, **_shape("category", keeps_history=True))


def _assets(school: School) -> Register:
    kind, _ = AssetType.objects.get_or_create(name=IMPORTED_TYPE)

    def make(tag: str) -> Asset:
        return Asset(school=school, tag=tag, name=tag, type=kind)

    return Register(Asset.objects.filter(school=school), "tag", make, **_shape("asset", keeps_history=True))
