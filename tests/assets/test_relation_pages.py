"""What depends on what is said on a page without knowing a number, and by programs; what stops is shown and drawn."""

import inspect
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from assets import impact, workflow
from assets.impact_picture import graph_of
from assets.impact_words import in_words
from assets.models import Asset, AssetType, Relation, ServiceNeed
from servicedesk.models import Room, Service
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
MANY = 60


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def priya(client, school):
    client.force_login(make_person("technician", school, name="Priya Shah"))
    return client


def make_thing(school, tag, *, sort="Switch", **facts):
    type, _ = AssetType.objects.get_or_create(name=sort)
    return Asset.objects.create(school=school, type=type, **{"tag": tag, "name": f"{sort} {tag}"} | facts)


def hang(asset, other, kind="connected_to"):
    return Relation.objects.create(asset=asset, kind=kind, other=other, made_at=MONDAY_9AM)


def hang_many(other, count):
    """Laptops that are connected to it."""
    type, _ = AssetType.objects.get_or_create(name="Laptop")
    facts = {"school": other.school, "type": type, "name": "Laptop"}
    made = Asset.objects.bulk_create(Asset(tag=f"LT-{count}-{other.tag}-{n}", **facts) for n in range(100, 100 + count))
    Relation.objects.bulk_create(
        Relation(asset=each, kind="connected_to", other=other, made_at=MONDAY_9AM) for each in made
    )


def need(service, asset):
    service, _ = Service.objects.get_or_create(name=service)
    return ServiceNeed.objects.create(service=service, asset=asset, made_at=MONDAY_9AM)


def offered(answer):
    return [asset.tag for asset in answer.context["relating"].offered]


def test_the_other_thing_is_found_by_tag_name_or_room_among_thousands(priya, school):
    core, hall = make_thing(school, "CORE"), Room.objects.create(school=school, name="Hall")
    hang_many(core, MANY)
    make_thing(school, "AP-1", name="Access point", room=hall)
    make_thing(school, "AP-11", name="Access point", state="disposed")
    page = f"/assets/{core.pk}/relate/"

    assert offered(priya.get(page, {"q": "hall access"})) == ["AP-1"]
    assert offered(priya.get(page, {"q": "lt-60-core-133"})) == ["LT-60-CORE-133"]
    assert offered(priya.get(page, {"q": "no such"})) == []
    some = priya.get(page)
    assert len(offered(some)) == 20 and "There are more than these" in some.content.decode()


@pytest.mark.parametrize("words", ["a\0b", "x" * 101])
def test_words_that_can_not_be_looked_for_find_what_no_words_find(priya, school, words):
    core, _ = make_thing(school, "CORE"), make_thing(school, "EDGE")

    assert offered(priya.get(f"/assets/{core.pk}/relate/", {"q": words})) == ["EDGE"]


@pytest.mark.parametrize(("way", "ends"), [("runs_on", ("CORE", "EDGE")), ("runs_on:back", ("EDGE", "CORE"))])
def test_things_are_related_from_either_side_and_taken_apart_again(priya, school, way, ends):
    core, edge = make_thing(school, "CORE"), make_thing(school, "EDGE")

    priya.post(f"/assets/{core.pk}/relate/", {"way": way, "other": edge.pk})
    made = Relation.objects.get()
    assert (made.asset.tag, made.other.tag) == ends
    assert "Take away" in priya.get(f"/assets/{core.pk}/relate/").content.decode()

    priya.post(f"/assets/relations/{made.pk}/unrelate/")
    assert not Relation.objects.exists()


def test_a_circle_is_refused_on_the_page_with_nothing_lost(priya, school):
    core, edge = make_thing(school, "CORE"), make_thing(school, "EDGE")
    hang(edge, core)

    answer = priya.post(f"/assets/{core.pk}/relate/", {"way": "part_of", "other": edge.pk, "q": "edge"})

    page = answer.content.decode()
    assert "go round in a circle: Switch CORE CORE is part of Switch EDGE EDGE, which is connected to" in page
    assert re.search(rf'value="{edge.pk}"[^>]*checked', page) and 'value="edge"' in page


@pytest.mark.parametrize("other", ["", "x", "9" * 30, "\0", "-1"])
def test_what_is_no_thing_is_refused_with_a_sentence(priya, school, other):
    core, _ = make_thing(school, "CORE"), make_thing(school, "EDGE")

    answer = priya.post(f"/assets/{core.pk}/relate/", {"way": "runs_on", "other": other})

    assert answer.status_code == 200 and answer.context["form"].errors["other"]


def test_a_thing_of_another_school_is_neither_offered_nor_taken(priya, school):
    core, theirs = make_thing(school, "CORE"), make_thing(make_school("Mill Lane"), "THEIRS")
    page = f"/assets/{core.pk}/relate/"

    assert offered(priya.get(page, {"q": "theirs"})) == []
    assert priya.post(page, {"way": "runs_on", "other": theirs.pk}).context["form"].errors["other"]


def test_a_service_needs_a_thing_until_it_does_not(priya, school):
    core, service = make_thing(school, "CORE"), Service.objects.create(name="Wi-Fi")

    priya.post(f"/assets/{core.pk}/need/", {"service": service.pk})
    made = ServiceNeed.objects.get(asset=core, service=service)
    assert priya.post(f"/assets/{core.pk}/need/", {"service": service.pk}).context["form"].errors["service"]

    priya.post(f"/assets/needs/{made.pk}/need_no_more/")
    assert not ServiceNeed.objects.exists()


def test_the_page_of_a_thing_tells_the_nearest(priya, school):
    core = make_thing(school, "CORE")
    hang_many(core, 12)
    need("Wi-Fi", core)

    page = priya.get(f"/assets/{core.pk}/").content.decode()

    assert "Laptop LT-12-CORE-107" in page and "LT-12-CORE-108" not in page
    assert "Wi-Fi" in page and f"/assets/{core.pk}/impact/" in page


def test_programs_relate_things_and_services_and_are_told_what_stops(priya, school):
    core, edge = make_thing(school, "CORE"), make_thing(school, "EDGE", name="Edge")
    service = Service.objects.create(name="Wi-Fi")
    said = {"content_type": "application/json"}

    made = priya.post("/api/v1/asset-relations/", {"asset": edge.pk, "kind": "runs_on", "other": core.pk}, **said)
    needed = priya.post("/api/v1/service-needs/", {"service": service.pk, "asset": edge.pk}, **said)
    round = priya.post("/api/v1/asset-relations/", {"asset": core.pk, "kind": "part_of", "other": edge.pk}, **said)
    told = priya.get(f"/api/v1/assets/{core.pk}/impact/").json()

    assert (made.status_code, needed.status_code, round.status_code) == (201, 201, 400)
    assert "circle" in round.json()["error"]["fields"]["other"][0]
    assert told["assets"] == {"count": 1, "first": [{"id": edge.pk, "tag": "EDGE", "name": "Edge"}]}
    assert told["services"]["first"] == [{"id": service.pk, "name": "Wi-Fi"}]
    assert told["words"] == "If it stops, 1 other thing and 1 service (Wi-Fi) stop too."
    assert priya.get(f"/api/v1/asset-relations/?other={core.pk}").json()["results"] == [made.json()]

    assert priya.delete(f"/api/v1/asset-relations/{made.json()['id']}/").status_code == 204
    assert priya.delete(f"/api/v1/service-needs/{needed.json()['id']}/").status_code == 204


def test_what_stops_is_listed_and_drawn_at_the_same_cost_for_few_and_many(priya, school):
    core, edge = make_thing(school, "CORE"), make_thing(school, "EDGE")
    hang(edge, core)
    hang(core, make_thing(school, "LINE"))
    need("Wi-Fi", edge)
    hang_many(edge, 1)

    with CaptureQueriesContext(connection) as few:
        page = priya.get(f"/assets/{core.pk}/impact/").content.decode()
    hang_many(edge, MANY)
    with CaptureQueriesContext(connection) as many:
        more = priya.get(f"/assets/{core.pk}/impact/").content.decode()

    assert len(few) == len(many) <= 26
    assert page.count(f'href="/assets/{edge.pk}/impact/"') == 2  # in the list and in the picture
    assert "<title id=" in page and "<desc" in page
    assert f"{MANY + 1} × Laptop" in more


def shown(asset):
    found = impact.of([asset])
    graph = graph_of(asset, found, reader=make_person("technician", everywhere=True))
    return graph, {node.title for node in graph.nodes.values()}


def test_a_picture_of_few_shows_each_and_stands_each_beyond_what_it_stands_on(school):
    core, left, end, line = (make_thing(school, tag) for tag in ("CORE", "LEFT", "END", "LINE"))
    for asset, other in ((left, core), (end, left), (end, core), (core, line)):
        hang(asset, other)
    need("Wi-Fi", end)

    graph, _ = shown(core)

    columns = [[graph.nodes[key].title for key in column] for column in graph.columns()]
    assert columns == [["Switch LINE"], ["Switch CORE"], ["Switch LEFT"], ["Switch END"], ["Wi-Fi"]]
    [branch] = graph.branches()
    assert branch.branches[0].also == "CORE"


def test_a_picture_of_many_counts_what_is_alike_and_never_loses_anything(school):
    core = make_thing(school, "CORE")
    hang_many(core, 30)
    for number, edge in enumerate(Asset.objects.filter(name="Laptop")):
        hang_many(edge, 2 if number else 1)

    graph, titles = shown(core)

    assert len(graph.nodes) <= 45 and any(title.endswith(" more") for title in titles)
    assert sum(node.count for node in graph.nodes.values()) == 1 + 30 + 59


def test_thousands_are_counted_by_sort(school, monkeypatch):
    monkeypatch.setattr("assets.impact_picture.CROWD", 4)
    core, point = make_thing(school, "CORE"), make_thing(school, "AP", sort="Access point")
    hang(point, core)
    hang_many(core, 5)
    hang(make_thing(school, "FAR"), point)
    need("Wi-Fi", point)

    assert shown(core)[1] == {"Switch CORE", "5 × Laptop", "1 × Access point", "1 further on", "Wi-Fi"}


def test_what_a_reader_may_not_see_between_leaves_the_rest_in_the_picture(school):
    core, theirs, ours = make_thing(school, "CORE"), make_thing(make_school(), "THEIRS"), make_thing(school, "OURS")
    hang(theirs, core)
    hang(ours, theirs)
    reader = make_person("technician", school)

    graph = graph_of(core, impact.of([core], reader=reader), reader=reader)

    assert [graph.nodes[key].title for key in graph.places] == ["Switch CORE", "Switch OURS"]
    assert len(graph.links) == 1


def test_what_stops_is_said_in_a_sentence(school):
    core, alone = (
        make_thing(school, "CORE", room=Room.objects.create(school=school, name="Hall")),
        make_thing(school, "X"),
    )
    for name in ("Wi-Fi", "Printing", "Files", "Mail", "Phones"):
        need(name, core)

    assert in_words(impact.of([core])) == (
        "If it stops, 5 services (Files, Mail, Phones, Printing and 1 more) stop too. 1 room is hit."
    )
    assert in_words(impact.of([alone])) == "Nothing else stops with it, as far as the register knows."


@pytest.mark.parametrize(
    ("move", "page", "endpoint", "method"),
    [
        ("relate", "/assets/1/relate/", "/api/v1/asset-relations/", "post"),
        ("unrelate", "/assets/relations/1/unrelate/", "/api/v1/asset-relations/1/", "delete"),
        ("need", "/assets/1/need/", "/api/v1/service-needs/", "post"),
        ("need_no_more", "/assets/needs/1/need_no_more/", "/api/v1/service-needs/1/", "delete"),
    ],
)
def test_each_move_is_told_by_whom_and_when_and_has_its_page_and_endpoint(move, page, endpoint, method):
    asks = inspect.signature(getattr(workflow, move)).parameters

    assert asks["by"].default is asks["at"].default is inspect.Parameter.empty
    assert resolve(page).url_name == move
    assert method in resolve(endpoint).func.actions
