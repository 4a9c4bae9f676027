"""What stops when something stops, and what it needs itself to run: asked of the relations, all the way along.

Things stop with what they run on, are connected to or are part of (`STOPS_WITH`); what is lost or was disposed of
neither stops nor carries a chain on. A service stops, at the school of the thing, with anything it needs.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

from assets.models import GONE, STOPS_WITH, Asset, Relation, RelationKind, ServiceNeed
from servicedesk.models import Person, Room, School, Service
from servicedesk.roles import Permission

FIRST = 20  # so many rows are read of a kind; of all the others the number
NAMED = 5_000  # up to so many numbers are named to the database, which then knows how few they are

# The same words for PostgreSQL and SQLite. UNION drops what was reached before: each thing is walked through once.
WALK = """
    WITH RECURSIVE reached(id) AS (
        SELECT id FROM assets_asset WHERE id IN ({start})
        UNION
        SELECT relation.{there} FROM reached
        JOIN assets_relation relation ON relation.{here} = reached.id AND relation.kind IN ({kinds})
        JOIN assets_asset thing ON thing.id = relation.{there} AND thing.state NOT IN ({gone})
    )
    SELECT id FROM reached"""


BESIDE = ("room", "type", "school")
FACTS = ("pk", "tag", "school", "room", "room__name", "custodian", "custodian__name", "needed_by__service")


class Stopped(NamedTuple):
    """A thing that stops: FACTS of it, once for each service that needs it."""

    pk: int
    tag: str
    school: int
    room: int | None
    room_name: str | None
    keeper: int | None
    keeper_name: str | None
    service: int | None


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
    rows = [Stopped(*row) for row in Asset.objects.filter(pk__in=walk).values_list(*FACTS)]
    stops = {row.pk for row in rows}
    found = _of_schools(rows, reader)
    services = list(Service.objects.filter(pk__in={row.service for row in found if row.service}))
    return Impact(
        assets=_hits(Asset, [(row.tag, row.pk) for row in found if row.pk not in start], first, *BESIDE),
        rooms=_hits(Room, [(row.room_name, row.room) for row in found if row.room], first, "school"),
        people=_hits(Person, [(row.keeper_name, row.keeper) for row in found if row.keeper], first),
        schools=frozenset(row.school for row in found),
        services=Hits(frozenset(service.pk for service in services), tuple(services[:first])),
        unprotected=_unprotected(list(stops) if len(stops) <= NAMED else walk, stops, reader, first),
    )


def needs(assets, *, reader=None, first=FIRST):
    """What these things need to run themselves: all that they stop with."""
    start = _numbers(assets)
    found = _seen(Asset, reader).filter(pk__in=_walk(start, here="asset_id", there="other_id")).exclude(pk__in=start)
    return _hits(Asset, found.values_list("tag", "pk"), first, *BESIDE)


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


def _hits(model, named, first, *beside):
    """The hits among rows that are named by (name, number)."""
    named = sorted(set(named))
    shown = [pk for _, pk in named[:first]]
    rows = {row.pk: row for row in model.objects.filter(pk__in=shown).select_related(*beside)} if shown else {}
    return Hits(frozenset(pk for _, pk in named), tuple(rows[pk] for pk in shown if pk in rows))


def _unprotected(stopped, stops, reader, first):
    """What is backed up by nothing but what stops (its numbers: `stops`), and does not stop with it."""
    backing = Relation.objects.filter(kind=RelationKind.BACKS_UP)
    theirs = backing.filter(asset__in=stopped).exclude(other__state__in=GONE)
    seen = theirs.filter(reader.within(Permission.SEE_ASSETS, field="other__school")) if reader else theirs
    found = {pk: tag for pk, tag in seen.values_list("other", "other__tag") if pk not in stops}
    named = list(found) if len(found) <= NAMED else theirs.values("other")
    others = backing.filter(other__in=named).exclude(asset__state__in=GONE) if found else backing.none()
    still = {other for asset, other in others.values_list("asset", "other") if asset not in stops}
    left = [(tag, pk) for pk, tag in found.items() if pk not in still]
    return _hits(Asset, left, first, *BESIDE)
