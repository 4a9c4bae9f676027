"""What stops with something is what a plain walk over the same relations finds, whatever they are."""

import random

import pytest

from assets import impact
from assets.models import GONE, STOPS_WITH, Asset, AssetType, Relation, RelationKind, ServiceNeed
from servicedesk.models import Room, Service
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
THINGS = 40


@pytest.fixture(params=range(2))
def chance(request):
    return random.Random(request.param)


@pytest.fixture
def register(chance):
    """Forty things at two schools with relations that lead from later to earlier ones, so that none form a circle."""
    schools = [make_school(name) for name in ("Beck", "Mill")]
    rooms = [[Room.objects.create(school=school, name=name) for name in ("b1", "B2", "ä3")] for school in schools]
    people = [make_person("requester", schools[0], name=name) for name in ("Zoe", "adam", "Émile")]
    sort = AssetType.objects.create(name="Thing")
    made = []
    for number in range(THINGS):
        at = chance.randrange(2)
        made.append(
            Asset.objects.create(
                school=schools[at],
                tag=f"{chance.choice('aBäZ')}-{number}",
                name="Thing",
                type=sort,
                room=chance.choice([None, *rooms[at]]),
                custodian=chance.choice([None, *people]),
                state=chance.choice(["in_use", "in_use", "in_use", "lost"]),
            )
        )
    services = [Service.objects.create(name=f"Service {number}") for number in range(3)]
    for number, thing in enumerate(made[1:], 1):
        for other in chance.sample(made[:number], min(number, 2)):
            Relation.objects.create(
                asset=thing, other=other, kind=chance.choice(RelationKind.values), made_at=MONDAY_9AM
            )
        if chance.random() < 0.3:
            ServiceNeed.objects.create(service=chance.choice(services), asset=thing, made_at=MONDAY_9AM)
    return {thing.pk: thing for thing in made}


def walked(register, start):
    """The numbers of all that stops, step by step."""
    reached, edge = {start}, [start]
    while edge:
        at = edge.pop()
        for relation in Relation.objects.filter(other=at, kind__in=STOPS_WITH):
            if relation.asset_id not in reached and register[relation.asset_id].state not in GONE:
                reached.add(relation.asset_id)
                edge.append(relation.asset_id)
    return reached


def unprotected(register, stops):
    backing = list(Relation.objects.filter(kind=RelationKind.BACKS_UP))
    alive = [each for each in backing if register[each.asset_id].state not in GONE or each.asset_id in stops]
    found = {each.other_id for each in backing if each.asset_id in stops and register[each.other_id].state not in GONE}
    kept = {each.other_id for each in alive if each.asset_id not in stops}
    return found - stops - kept


@pytest.mark.parametrize("named", [impact.NAMED, 1], ids=["few numbers", "many numbers"])
def test_it_is_what_a_plain_walk_finds(register, chance, named, monkeypatch):
    monkeypatch.setattr(impact, "NAMED", named)
    reader = make_person("technician", Asset.objects.first().school) if chance.random() < 0.5 else None
    for start in chance.sample(sorted(register), 8):
        stops = walked(register, start)
        seen = {pk for pk in stops if reader is None or register[pk].school_id == Asset.objects.first().school_id}
        hit = [register[pk] for pk in seen]

        found = impact.of([start], reader=reader, first=3)

        assert found.assets.ids == seen - {start}
        assert [each.tag for each in found.assets] == sorted(register[pk].tag for pk in seen - {start})[:3]
        assert [each.name for each in found.rooms] == _first(
            {(each.room.name, each.room_id) for each in hit if each.room}
        )
        keepers = {(each.custodian.name, each.custodian_id) for each in hit if each.custodian}
        assert [each.name for each in found.people] == _first(keepers)
        assert found.services.ids == set(ServiceNeed.objects.filter(asset__in=seen).values_list("service", flat=True))
        left = unprotected(register, stops)
        assert found.unprotected.ids == {
            pk for pk in left if reader is None or register[pk].school_id == Asset.objects.first().school_id
        }


def _first(named):
    return [name for name, _ in sorted(named)[:3]]
