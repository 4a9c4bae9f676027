"""A box that stands for several things leads to the register with just these in it, from the picture and the list."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets import impact
from assets.impact_picture import graph_of
from assets.models import Asset, AssetType, Relation, RelationKind
from tests.api.conftest import as_
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


def make_thing(school, tag, sort="Switch", on=None, **facts):
    kind, _ = AssetType.objects.get_or_create(name=sort)
    asset = Asset.objects.create(school=school, tag=tag, name=f"{sort} {tag}", type=kind, **facts)
    if on:
        Relation.objects.create(asset=asset, other=on, kind=RelationKind.CONNECTED_TO, made_at=MONDAY_9AM)
    return asset


@pytest.fixture
def core(school):
    """Two switches on one, with twelve laptops and three printers on each, and something that stands on nothing."""
    core = make_thing(school, "CORE")
    for number in range(2):
        edge = make_thing(school, f"EDGE-{number}", on=core)
        for sort, count in (("Laptop", 12), ("Printer", 3)):
            for each in range(count):
                make_thing(school, f"{sort[0]}{number}-{each:02}", sort=sort, on=edge)
    make_thing(school, "ALONE", sort="Laptop")
    return core


def boxes(asset, reader):
    graph = graph_of(asset, impact.of([asset], reader=reader), reader=reader)
    return [node for node in graph.nodes.values() if node.kind == "many"]


def listed(client, url):
    """The tags in the register at an address."""
    page = client.get(url)
    assert page.status_code == 200
    return {asset.tag for asset in page.context["page"].rows}


def test_each_box_leads_to_the_things_that_it_counts_and_to_no_others(core, priya, client):
    client.force_login(priya)
    found = boxes(core, priya)

    assert sorted(node.title for node in found) == ["12 × Laptop", "12 × Laptop", "3 × Printer", "3 × Printer"]
    for node in found:
        tags = listed(client, node.url)
        assert tags == {asset.tag for asset in Asset.objects.filter(pk__in=node.things)}
        assert len(tags) == node.count
    assert {tag for node in found for tag in listed(client, node.url)} == {
        tag for tag in Asset.objects.values_list("tag", flat=True) if tag[:2] in ("L0", "L1", "P0", "P1")
    }


def test_the_picture_and_the_list_beside_it_link_to_them(core, priya, client):
    client.force_login(priya)
    page = unescape(client.get(f"/assets/{core.pk}/impact/").content.decode())

    for node in boxes(core, priya):
        assert len(re.findall(rf'<a href="{re.escape(node.url)}"', page)) == 2


def test_the_register_says_what_it_is_narrowed_to_and_can_be_narrowed_on(core, priya, client):
    client.force_login(priya)
    node = next(node for node in boxes(core, priya) if node.title == "12 × Laptop")

    assert "Stops with CORE: 12 × Laptop" in client.get(node.url).content.decode()
    first = Asset.objects.filter(pk__in=node.things).earliest("tag")
    assert listed(client, f"{node.url}&q={first.tag}") == {first.tag}


def test_all_that_stops_with_a_thing_can_be_asked_on_the_page_and_by_programs(core, priya, client):
    client.force_login(priya)
    asked = f"stops_with={core.pk}"
    answer = as_(priya).get(f"/api/v1/assets/?page_size=100&{asked}").json()

    assert {asset["tag"] for asset in answer["results"]} == listed(client, f"/assets/?{asked}")
    assert len(answer["results"]) == 32
    assert f'href="/assets/?{asked}"' in client.get(f"/assets/{core.pk}/impact/").content.decode()


def test_a_box_is_found_again_after_something_else_was_hung_on_it(core, priya, school, client):
    client.force_login(priya)
    node = next(node for node in boxes(core, priya) if node.title == "12 × Laptop")
    edge = Relation.objects.filter(asset__in=node.things).first().other
    late = make_thing(school, "LATE", sort="Laptop", on=edge)

    assert late.tag in listed(client, node.url)


def test_thousands_are_listed_by_sort_and_the_rest_as_what_stands_further_on(core, priya, monkeypatch, client):
    monkeypatch.setattr("assets.impact_picture.CROWD", 4)
    client.force_login(priya)
    near, far = boxes(core, priya)

    assert (near.title, far.title) == ("2 × Switch", "30 further on")
    assert listed(client, near.url) == {"EDGE-0", "EDGE-1"}
    assert len(listed(client, far.url)) == 30


def test_columns_with_too_much_in_them_lead_to_what_they_leave_out(school, priya, client):
    core = make_thing(school, "CORE")
    for number in range(30):
        edge = make_thing(school, f"E{number:02}", sort=f"Sort {number}", on=core)
        make_thing(school, f"F{number:02}", sort=f"Sort {number}", on=edge)
    client.force_login(priya)
    found = boxes(core, priya)

    assert found and all(node.title.endswith(" more") for node in found)
    for node in found:
        assert len(listed(client, node.url)) == node.count


def test_a_stranger_to_the_school_learns_nothing_by_the_number_of_a_thing(core, client):
    other = make_person("technician", make_school("Mill Lane"))
    client.force_login(other)
    page = client.get(f"/assets/?stops_with={core.pk}")

    assert listed(client, f"/assets/?stops_with={core.pk}") == set()
    assert "CORE" not in page.content.decode()


@pytest.mark.parametrize("said", ["x", "1.z", "1.m", "-1", "1.far.2", "9" * 30, "١"])
def test_what_names_no_box_is_told(core, priya, said):
    assert as_(priya).get("/api/v1/assets/", {"stops_with": said}).status_code == 400


@pytest.mark.parametrize("key", ["m999999", "c9", "s1", "far"])
def test_a_box_that_is_not_there_is_empty(core, priya, client, key):
    client.force_login(priya)

    assert listed(client, f"/assets/?stops_with={core.pk}.{key}") == set()


def test_a_box_costs_the_same_for_few_and_many(core, priya, school, client):
    client.force_login(priya)
    asked = f"/assets/?stops_with={core.pk}.m{Asset.objects.get(tag='L0-00').pk}"
    with CaptureQueriesContext(connection) as few:
        client.get(asked)
    for number in range(20):
        make_thing(school, f"L0-{number + 20}", sort="Laptop", on=Asset.objects.get(tag="EDGE-0"))
    with CaptureQueriesContext(connection) as many:
        assert len(listed(client, asked)) == 32

    assert len(many) == len(few) <= 20
