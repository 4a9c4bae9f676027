"""What stops when something stops: all the way along, with the services, rooms and people that it hits."""

import pytest

from assets import impact
from assets.models import Asset, AssetType, Relation, RelationKind, ServiceNeed
from servicedesk.models import Room, Service
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
RUNS_ON, CONNECTED_TO, PART_OF, BACKS_UP = RelationKind


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def thing(school):
    type = AssetType.objects.create(name="Switch")

    def make(tag, **facts):
        return Asset.objects.create(**{"school": school, "tag": tag, "name": f"Switch {tag}", "type": type} | facts)

    return make


def relate(asset, kind, other):
    return Relation.objects.create(asset=asset, kind=kind, other=other, made_at=MONDAY_9AM)


def need(service, asset):
    ServiceNeed.objects.create(service=Service.objects.get_or_create(name=service)[0], asset=asset, made_at=MONDAY_9AM)


def test_what_stands_on_a_thing_stops_with_it_and_what_stands_on_that_too(thing):
    core, edge, point, alone = (thing(tag) for tag in ("CORE", "EDGE", "POINT", "ALONE"))
    relate(edge, CONNECTED_TO, core)
    relate(point, PART_OF, edge)
    relate(alone, BACKS_UP, core)

    assert list(impact.of([core]).assets) == [edge, point]
    assert list(impact.of([edge]).assets) == [point]
    assert len(impact.of([alone]).assets) == 0
    assert list(impact.needs([point])) == [core, edge]


def test_a_thing_reached_by_two_ways_is_counted_once_and_one_of_two_things_asked_about_not_at_all(thing):
    core, left, right, end = (thing(tag) for tag in ("CORE", "LEFT", "RIGHT", "END"))
    for asset, other in ((left, core), (right, core), (end, left), (end, right)):
        relate(asset, CONNECTED_TO, other)

    assert len(impact.of([core]).assets) == 3
    assert list(impact.of([core, left]).assets) == [end, right]


@pytest.mark.parametrize("state", ["lost", "disposed"])
def test_what_is_gone_neither_stops_nor_carries_the_chain_on(thing, state):
    core, gone, end = thing("CORE"), thing("GONE", state=state), thing("END")
    relate(gone, CONNECTED_TO, core)
    relate(end, CONNECTED_TO, gone)

    assert len(impact.of([core]).assets) == 0
    assert list(impact.needs([end])) == []


def test_services_rooms_and_people_that_are_hit_are_named_once(school, thing):
    hall, kim = Room.objects.create(school=school, name="Hall"), make_person("technician", school, name="Kim")
    core = thing("CORE", room=hall)
    for tag in ("A", "B"):
        relate(point := thing(tag, room=hall, custodian=kim), CONNECTED_TO, core)
        need("Wi-Fi", point)
    need("Printing", thing("OTHER"))

    found = impact.of([core])

    assert [service.name for service in found.services] == ["Wi-Fi"]
    assert (list(found.rooms), list(found.people), found.schools) == ([hall], [kim], {school.pk})
    assert [service.name for service in impact.services_of([core.pk])] == ["Wi-Fi"]


def test_what_loses_its_only_back_up_is_said_but_not_what_has_another_or_stops_itself(thing):
    store, other_store, files, mail, inside = (thing(tag) for tag in ("STORE", "OTHER", "FILES", "MAIL", "INSIDE"))
    for backed in (files, mail, inside):
        relate(store, BACKS_UP, backed)
    relate(other_store, BACKS_UP, mail)
    relate(inside, RUNS_ON, store)

    assert list(impact.of([store]).unprotected) == [files]
    assert list(impact.of([store, other_store]).unprotected) == [files, mail]


def test_a_reader_is_told_of_their_own_schools_though_the_chain_leads_through_another(thing, school):
    core, theirs, ours = thing("CORE"), thing("THEIRS", school=make_school("Mill Lane")), thing("OURS")
    relate(theirs, CONNECTED_TO, core)
    relate(ours, CONNECTED_TO, theirs)
    need("Printing", theirs)

    found = impact.of([core], reader=make_person("technician", school))

    assert list(found.assets) == [ours]
    assert len(found.services) == 0


def test_of_many_only_the_first_are_read_and_the_others_counted(thing, django_assert_max_num_queries):
    core = thing("CORE")
    for number in range(9):
        relate(thing(f"P{number}"), CONNECTED_TO, core)

    with django_assert_max_num_queries(7):
        found = impact.of([core], first=2)

    assert [asset.tag for asset in found.assets] == ["P0", "P1"]
    assert (len(found.assets), found.assets.more) == (9, 7)


def test_two_changes_clash_where_what_one_stops_is_touched_by_the_other(thing, django_assert_num_queries):
    core, edge, alone = (thing(tag) for tag in ("CORE", "EDGE", "ALONE"))
    relate(edge, CONNECTED_TO, core)

    with django_assert_num_queries(1):
        assert impact.touching([core.pk]) == {core.pk, edge.pk}
    assert impact.touching([alone.pk]) == {alone.pk}
    assert impact.touching([]) == set()
