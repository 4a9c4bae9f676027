"""What stops when something stops, and what it needs itself to run: asked of the relations, all the way along.

Things stop with what they run on, are connected to or are part of (`STOPS_WITH`); what is lost or was disposed of
neither stops nor carries a chain on. A service stops, at the school of the thing, with anything it needs.
"""

import heapq
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate

from assets.models import GONE, STOPS_WITH, Asset, Relation, RelationKind, ServiceNeed
from servicedesk.models import Person, Room, School, Service
from servicedesk.roles import Permission

FIRST = 20  # so many rows are read of a kind; of all the others the number
NAMED = 2_000  # up to so many numbers are named to the database, which then knows how few they are

# More numbers go to the database as one value, not as thousands.
MANY = {"postgresql": "SELECT unnest(%s::bigint[])", "sqlite": "SELECT value FROM json_each(%s)"}
BY_CODE_POINT = {"postgresql": "C", "sqlite": "BINARY"}  # as Python sorts, whatever the language of the database

# The same words for PostgreSQL and SQLite. UNION drops what was reached before: each thing is walked through once.
# Who is gone is looked up thing by thing, in a small index; as a join it may be planned as everything with everything.
WALK = """
    WITH RECURSIVE reached(id) AS (
        SELECT id FROM assets_asset WHERE id IN ({start})
        UNION
        SELECT relation.{there} FROM reached
        JOIN assets_relation relation ON relation.{here} = reached.id AND relation.kind IN ({kinds})
        WHERE (
            SELECT thing.id FROM assets_asset thing WHERE thing.id = relation.{there} AND thing.state IN ({gone})
        ) IS NULL
    )
    SELECT id FROM reached"""


BESIDE = ("room", "type", "school")


class Stopped(NamedTuple):
    """A thing that stops: what is asked of each of them, so that nothing else need be."""

    pk: int
    tag: str
    school: int
    room: int | None
    custodian: int | None


@dataclass(frozen=True)
class Hits:
    """All that are hit of one sort: the `ids` of all, and the rows of the `first` of them, by tag or name."""

    ids: frozenset[int] = frozenset()
    first: tuple[Any, ...] = ()

    def __len__(self):
        return len(self.ids)

    def __iter__(self):
        return iter(self.first)

    @property
    def more(self):
        """How many there are beside the first."""
        return len(self.ids) - len(self.first)


@dataclass(frozen=True)
class Impact:
    """What stops with some things: other `assets`, `services`; whose `rooms` and `people` (custodians) it hits, at
    which `schools`; and what is `unprotected`: it goes on, but nothing backs it up any more.

    `rooms`, `people` and `schools` count the things asked about, `assets` does not.
    """

    assets: Hits
    services: Hits
    rooms: Hits
    people: Hits
    unprotected: Hits
    schools: frozenset[int] = frozenset()


def of(assets, *, reader=None, first=FIRST):
    """What stops when these things (rows or numbers of them) stop; with a reader only what they may see of it."""
    start = _numbers(assets)
    walk = _walk(start, here="other_id", there="asset_id")
    rows = [Stopped(*row) for row in Asset.objects.filter(pk__in=walk).order_by().values_list(*Stopped._fields)]
    found = _of_schools(rows, reader)
    needed = ServiceNeed.objects.filter(asset__in=among({row.pk for row in found})).values("service")
    services = list(Service.objects.filter(pk__in=needed))
    named = heapq.nsmallest(first, ((row.tag, row.pk) for row in found if row.pk not in start))
    others = frozenset(row.pk for row in found) - start
    return Impact(
        assets=Hits(others, _rows(Asset, "tag", [pk for _, pk in named], first, *BESIDE)),
        rooms=_hits(Room, "name", {row.room for row in found} - {None}, first, "school"),
        people=_hits(Person, "name", {row.custodian for row in found} - {None}, first),
        schools=frozenset(row.school for row in found),
        services=Hits(frozenset(service.pk for service in services), tuple(services[:first])),
        unprotected=_unprotected({row.pk for row in rows}, reader, first),
    )


def needs(assets, *, reader=None, first=FIRST):
    """What these things need to run themselves: all that they stop with."""
    start = _numbers(assets)
    found = _seen(Asset, reader).filter(pk__in=_walk(start, here="asset_id", there="other_id")).exclude(pk__in=start)
    return _hits(Asset, "tag", found.values_list("pk", flat=True), first, *BESIDE)


def touching(asset_ids) -> set[int]:
    """The numbers of all things that stop with any of these, these among them: one query, for checks of clashes."""
    start = _numbers(asset_ids)
    return set(
        Asset.objects.filter(pk__in=_walk(start, here="other_id", there="asset_id")).values_list("pk", flat=True)
    )


def services_of(asset_ids, *, reader=None) -> list[Service]:
    """The services that stop when any of these things does, in the order of the catalogue."""
    stopped = _walk(_numbers(asset_ids), here="other_id", there="asset_id")
    return list(Service.objects.filter(pk__in=_seen(ServiceNeed, reader).filter(asset__in=stopped).values("service")))


def chain(asset, other):
    """The relations that lead from a thing to another with which it stops, the shortest way; none where none does.

    What is gone counts here: it may be brought back.
    """
    came = {asset.pk: (None, None)}
    edge = [asset.pk]
    while edge and other.pk not in came:
        rows = Relation.objects.filter(asset__in=edge, kind__in=STOPS_WITH).order_by("pk")
        reached = {end: (pk, start) for pk, start, end in rows.values_list("pk", "asset", "other") if end not in came}
        came |= reached
        edge = list(reached)
    return _steps(came, other.pk)


def _steps(came, end):
    """The relations by which a thing was reached: `came` says of each by which, and from where."""
    steps = []
    pk, start = came.get(end, (None, None))
    while pk:
        steps.insert(0, pk)
        pk, start = came[start]
    found = Relation.objects.select_related("asset", "other").in_bulk(steps)
    return [found[pk] for pk in steps]


def _of_schools(rows, reader):
    """Those of the schools whose register a reader sees."""
    if reader is None:
        return rows
    schools = set(School.objects.where_may(reader, Permission.SEE_ASSETS).values_list("pk", flat=True))
    return [row for row in rows if row.school in schools]


def _walk(start, *, here, there):
    """The numbers of all that is reached from some things, as a part of a question."""
    places = [", ".join(["%s"] * len(values)) or "NULL" for values in (start, STOPS_WITH, GONE)]
    sql = WALK.format(here=here, there=there, **dict(zip(("start", "kinds", "gone"), places, strict=True)))
    return RawSQL(sql, (*sorted(start), *map(str, STOPS_WITH), *map(str, GONE)))


def _numbers(assets):
    return frozenset(getattr(asset, "pk", asset) for asset in assets)


def _seen(model, reader):
    return model.objects.visible_to(reader) if reader else model.objects.all()


def among(numbers):
    """Some numbers, as a part of a question."""
    if len(numbers) <= NAMED:
        return list(numbers)
    said = ",".join(map(str, numbers))
    return RawSQL(MANY[connection.vendor], (f"{{{said}}}" if connection.vendor == "postgresql" else f"[{said}]",))


def _hits(model, name, numbers, first, *beside):
    """All with these numbers, of which the first by name are read."""
    ids = frozenset(numbers)
    return Hits(ids, _rows(model, name, ids, first, *beside))


def _rows(model, name, numbers, first, *beside):
    """The first by name of those with these numbers."""
    if not numbers or not first:
        return ()
    rows = model.objects.filter(pk__in=among(numbers)).select_related(*beside)
    return tuple(rows.order_by(Collate(name, BY_CODE_POINT[connection.vendor]), "pk")[:first])


def _unprotected(stops, reader, first):
    """What is backed up by nothing but what stops, and does not stop with it."""
    backing = Relation.objects.filter(kind=RelationKind.BACKS_UP).order_by()
    theirs = backing.filter(asset__in=among(stops)).exclude(other__state__in=GONE)
    seen = theirs.filter(reader.within(Permission.SEE_ASSETS, field="other__school")) if reader else theirs
    found = set(seen.values_list("other", flat=True)) - stops
    others = backing.filter(other__in=among(found)).exclude(asset__state__in=GONE) if found else backing.none()
    still = {other for asset, other in others.values_list("asset", "other") if asset not in stops}
    return _hits(Asset, "tag", found - still, first, *BESIDE)
