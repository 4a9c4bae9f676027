"""The register as a list: narrowed by all that one looks for, sorted, page by page, and as a file."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType, Disposal
from servicedesk.models import Building, Room
from tests.assets.test_asset_pages import make_asset, tags
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
TODAY = MONDAY_9AM.date()


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def priya(client, school):
    client.force_login(make_person("technician", school, name="Priya Shah"))
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield client


def test_things_are_found_by_tag_name_serial_make_model_and_room(priya, school):
    hall = Room.objects.create(school=school, name="Hall")
    make_asset(school, "A-1", serial="SN-778", make="Epson", model="EB-12", room=hall)
    make_asset(school, "A-2")

    for words in ("a-1", "778", "epson", "eb-12", "hall"):
        assert tags(priya, q=words) == ["A-1"]


def test_the_register_is_narrowed_by_building_make_model_and_who_answers_for_it(priya, school):
    block = Building.objects.create(school=school, name="Science")
    keeper = make_person("requester", school, name="Ada King")
    make_asset(school, "A-1", room=Room.objects.create(school=school, name="S1", building=block), custodian=keeper)
    make_asset(school, "A-2", make="Epson", model="EB-12")
    make_asset(school, "A-3", make="Epson", model="EB-120")

    assert tags(priya, building=block.pk) == tags(priya, custodian=keeper.pk) == ["A-1"]
    assert tags(priya, make="epson", model="eb-12") == ["A-2"]


def test_the_register_finds_warranties_that_end_and_things_nobody_saw(priya, school):
    make_asset(school, "A-1", warranty_until=TODAY + timedelta(days=30), audited_at=MONDAY_9AM)
    make_asset(school, "A-2", warranty_until=TODAY + timedelta(days=31), audited_at=MONDAY_9AM - timedelta(days=400))
    make_asset(school, "A-3", warranty_until=TODAY - timedelta(days=1))
    make_asset(school, "A-4", state="disposed")

    assert tags(priya, warranty_within=30) == ["A-1"]
    assert tags(priya, not_audited_since=TODAY - timedelta(days=365)) == ["A-2", "A-3"]


@pytest.mark.parametrize(
    "asked",
    [
        {"warranty_within": "-1"},
        {"warranty_within": "9" * 30},
        {"not_audited_since": "soon"},
        {"custodian": "x"},
        {"building": "9" * 30},
        {"q": "\0"},
    ],
)
def test_a_filter_that_makes_no_sense_finds_nothing_and_breaks_nothing(priya, school, asked):
    make_asset(school)

    page = priya.get("/assets/", asked)

    assert page.status_code == 200 and not page.context["page"].rows


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("name", ["A-3", "A-2", "A-1"]),
        ("-tag", ["A-3", "A-2", "A-1"]),
        ("warranty", ["A-2", "A-3", "A-1"]),
        ("-audited", ["A-1", "A-3", "A-2"]),
        ("custodian", ["A-1", "A-2", "A-3"]),
        ("room", ["A-1", "A-2", "A-3"]),
        ("no such", ["A-1", "A-2", "A-3"]),
    ],
)
def test_the_register_is_sorted_and_what_is_not_known_comes_first(priya, school, sort, found):
    make_asset(school, "A-1", name="Visualiser", warranty_until=TODAY, audited_at=MONDAY_9AM)
    make_asset(school, "A-2", name="Screen")
    make_asset(school, "A-3", name="Printer", warranty_until=TODAY - timedelta(days=9))

    assert tags(priya, sort=sort) == found


@pytest.mark.parametrize("sort", ["warranty", "-audited", "-model", "room", "type", "state"])
def test_a_sorted_list_goes_on_where_it_stopped_at_the_same_cost(priya, school, sort):
    sorts = [AssetType.objects.create(name=name) for name in ("Laptop", "Phone")]
    rooms = [None, Room.objects.create(school=school, name="Hall")]
    things = [Asset(school=school, tag=f"A-{n}", name="It", type=sorts[n % 2], room=rooms[n % 2]) for n in range(53)]
    for n, asset in enumerate(things):
        asset.model, asset.warranty_until = f"M{n % 4}", TODAY - timedelta(days=n // 3) if n % 2 else None
    Asset.objects.bulk_create(things)

    with CaptureQueriesContext(connection) as many:
        first = priya.get("/assets/", {"sort": sort})
    rest = tags(priya, sort=sort, page=first.context["page"].next)
    with CaptureQueriesContext(connection) as few:
        priya.get("/assets/", {"sort": sort, "q": "A-52"})

    shown = [asset.tag for asset in first.context["page"].rows]
    assert len(shown) == 50 and sorted(shown + rest) == sorted(f"A-{n}" for n in range(53))
    if sort in ("room", "type"):  # name by name: so many questions at most, however many there are
        assert max(len(many), len(few)) <= 15
    else:
        assert len(many) == len(few) <= 10


def test_programs_read_many_at_the_cost_of_one(priya, school):
    keeper = make_person("requester", school, name="Ada King")
    make_asset(school, "A-0", custodian=keeper)
    priya.get("/api/v1/assets/")
    with CaptureQueriesContext(connection) as one:
        priya.get("/api/v1/assets/")
    for n in range(1, 6):
        asset = make_asset(school, f"A-{n}", room=Room.objects.create(school=school, name=f"R{n}"), state="disposed")
        ended = {"disposed_on": TODAY, "method": "sold", "reason": "Old", "data": "none_held"}
        Disposal.objects.create(asset=asset, recorded_by=keeper, recorded_at=MONDAY_9AM, **ended)

    with CaptureQueriesContext(connection) as many:
        found = priya.get("/api/v1/assets/").json()["results"]

    assert found[-1]["disposal"]["recorded_by"] == "Ada King"
    assert len(many) == len(one)


def test_programs_sort_and_narrow_in_the_same_words(priya, school):
    make_asset(school, "A-1", warranty_until=TODAY)
    make_asset(school, "A-2", warranty_until=TODAY + timedelta(days=9))

    answer = priya.get("/api/v1/assets/", {"ordering": "-warranty", "warranty_within": 30, "page_size": 1}).json()
    rest = priya.get(answer["next"]).json()["results"]

    assert [asset["tag"] for asset in answer["results"] + rest] == ["A-2", "A-1"]


def test_the_file_holds_what_the_list_shows_and_starts_no_formula(priya, school):
    make_asset(school, "A-1", name="=cmd()", make="Epson", bought_on=date(2024, 9, 1), cost="399.50")
    make_asset(school, "A-2")
    make_asset(make_school("Mill Lane"), "TAB-9", make="Epson")

    answer = priya.get("/assets.csv", {"make": "Epson"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))

    assert [row["Tag"] for row in rows] == ["A-1"]
    assert (rows[0]["Name"], rows[0]["Bought on"], rows[0]["Cost"]) == ("'=cmd()", "2024-09-01", "399.50")


def test_a_chip_says_what_the_list_is_narrowed_by_and_leads_to_it_without(priya, school):
    bar = priya.get("/assets/", {"state": "lost", "warranty_within": 30, "sort": "-name"}).context["bar"]

    assert [(chip.words, chip.without) for chip in bar.chips] == [
        ("Lost", "warranty_within=30&sort=-name"),
        ("Warranty ends within 30 days", "state=lost&sort=-name"),
    ]
