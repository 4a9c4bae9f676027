"""A walk round the school: the queue by building and room, page after page, at the same cost at any size."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from servicedesk.models import Building, Room
from tests.factories import make_incident, make_person, make_school

pytestmark = pytest.mark.django_db


def room_in(school, name, building=None):
    block = Building.objects.get_or_create(school=school, name=building)[0] if building else None
    return Room.objects.get_or_create(school=school, name=name, building=block)[0]


def broken(school, summary, *place):
    return make_incident(school, summary=summary, room=room_in(school, *place) if place else None)


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def desk(client, school):
    client.force_login(make_person("technician", school))
    return client


def read(client, path="/queue/?by=building"):
    """What stands in the list, heading by heading: its name and the summaries under it."""
    page = client.get(path).content.decode()
    parts = re.findall(r'class="when"><th[^>]*>.*?<strong>(.*?)</strong>(.*?)</tbody>', page, re.S)
    return [(name, re.findall(r'class="sum"><a[^>]*>(.*?)</a>', rows)) for name, rows in parts]


def test_a_walk_goes_building_by_building_and_room_by_room(desk, school):
    broken(school, "Printer in B12", "B12", "Science block")
    broken(school, "Nowhere")
    broken(school, "Screen in the hall", "Hall", "Main building")
    broken(school, "Sound in B09", "B09", "Science block")
    broken(school, "Tablet in the hut", "Hut")

    assert read(desk) == [
        ("Main building", ["Screen in the hall"]),
        ("Science block", ["Sound in B09", "Printer in B12"]),
        ("In no building", ["Nowhere", "Tablet in the hut"]),
    ]


def test_somebody_at_several_schools_walks_one_after_the_other(client, school):
    other = make_school("Mill Lane")
    for each in (other, school):
        broken(each, f"Hall of {each.name}", "Hall", "Main building")
    client.force_login(make_person("technician", everywhere=True))

    walked = [summaries for _, summaries in read(client)]
    first, second = sorted([school, other], key=lambda each: each.code)

    assert walked == [[f"Hall of {first.name}"], [f"Hall of {second.name}"]]


def test_the_pages_of_a_walk_follow_each_other_without_a_gap(desk, school):
    for n in range(60):
        broken(school, f"Fault {n}", *((f"R{n % 7}", f"Block {n % 7 % 3}") if n % 4 else ()))

    first = desk.get("/queue/?by=building").content.decode()
    onwards = re.search(r'href="([^"]*)" rel="next"', first)[1].replace("&amp;", "&")
    second = f"/queue/{onwards}"
    seen = [s for _, summaries in read(desk) + read(desk, second) for s in summaries]

    assert len(seen) == 60
    assert {*seen} == {f"Fault {n}" for n in range(60)}


def test_a_walk_keeps_the_view_and_the_filters_it_was_begun_from(desk, school):
    broken(school, "Printer in B12", "B12", "Science block")
    broken(school, "Sound in B09", "B09", "Science block")

    path = "/queue/?by=building&status=open&q=printer"

    assert read(desk, path) == [("Science block", ["Printer in B12"])]
    assert 'href="/queue/?status=open&amp;q=printer"' in desk.get(path).content.decode()  # by time again
    assert re.search(r'aria-current="page">All open', desk.get("/queue/?by=building").content.decode())


def test_what_is_done_is_no_walk(desk, school):
    broken(school, "Open", "B12", "Science block")

    assert [name for name, _ in read(desk, "/queue/?by=building&status=any")] != ["Science block"]


def test_a_walk_costs_the_same_number_of_queries_at_any_size(desk, school):
    def fill(count):
        for n in range(count):
            broken(school, f"Fault {n}", f"R{n % 7}", f"Block {n % 7 % 3}")

    def cost():
        desk.get("/queue/?by=building")
        with CaptureQueriesContext(connection) as captured:
            desk.get("/queue/?by=building")
        return len(captured)

    fill(5)
    few = cost()
    fill(60)

    assert cost() == few <= 12
