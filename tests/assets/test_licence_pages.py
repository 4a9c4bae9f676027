"""The licence log on its pages, in its file and for programs."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets.models import Asset, AssetType, Licence, LicenceUse, Software
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_licence, make_person, make_school

pytestmark = pytest.mark.django_db
API = "/api/v1/licences/"


@pytest.fixture(autouse=True)
def monday():
    """Monday, nine o'clock."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def browser(client, school):
    client.force_login(make_person("technician", school, name="Tom Webb"))
    return client


def laptops(school, number, *, first=0, **fields):
    sort, _ = AssetType.objects.get_or_create(name="Laptop")
    return [
        Asset.objects.create(school=school, tag=f"LT-{first + n}", name="Laptop", type=sort, **fields)
        for n in range(number)
    ]


def used(licence, assets):
    by = make_person("technician")
    LicenceUse.objects.bulk_create(
        LicenceUse(licence=licence, asset=thing, given_at=MONDAY_9AM, given_by=by) for thing in assets
    )


def test_the_things_of_a_room_get_a_licence_together(browser, school):
    room, licence = Room.objects.create(school=school, name="B12"), make_licence(school, quantity=9)
    laptops(school, 2, room=room)
    laptops(school, 1, first=5)
    address = reverse("assets:give_licence", args=[licence.pk]) + f"?room={room.pk}"

    assert browser.get(address).content.decode().count('name="assets"') == 2
    browser.post(address, {"all": "1"})

    assert sorted(use.asset.tag for use in licence.uses.all()) == ["LT-0", "LT-1"]


def test_more_than_are_left_is_refused_in_a_sentence_and_the_ticks_stay(browser, school):
    licence, things = make_licence(school, quantity=1), laptops(school, 2)

    answer = browser.post(reverse("assets:give_licence", args=[licence.pk]), {"assets": [thing.pk for thing in things]})

    assert answer.status_code == 409
    assert "1 is left" in answer.content.decode()
    assert all(f'id="give-{thing.pk}" checked' in answer.content.decode() for thing in things)


def test_what_is_ticked_is_taken_back(browser, school):
    licence = make_licence(school)
    used(licence, laptops(school, 2))

    browser.post(reverse("assets:take_back_licence", args=[licence.pk]), {"uses": [licence.uses.first().pk]})

    assert licence.uses.in_use().count() == 1


def test_one_button_takes_back_all_that_is_on_things_that_are_gone(browser, school):
    licence = make_licence(school)
    used(licence, laptops(school, 2, state="disposed"))

    page = browser.get(reverse("assets:licences")).content.decode()
    browser.post(reverse("assets:take_back_from_gone"))

    assert "2 licences are on things that are gone" in page
    assert not licence.uses.in_use().exists()


@pytest.mark.parametrize(
    ("state", "title"), [("over", "Over"), ("none_left", "Full"), ("ending", "Ending"), ("ended", "Ended")]
)
def test_the_log_is_narrowed_to_what_is_the_matter(browser, school, state, title):
    things = laptops(school, 2)
    used(make_licence(school, title="Over", quantity=1), things)
    used(make_licence(school, title="Full", quantity=1), things[:1])
    make_licence(school, title="Ending", expires_on="2026-10-01")
    make_licence(school, title="Ended", expires_on="2026-09-01")

    lines = b"".join(browser.get(reverse("assets:licences-csv") + f"?state={state}")).decode().splitlines()

    assert title in [line.split(",")[0] for line in lines[1:]]
    assert len(lines) == (3 if state == "none_left" else 2)


def test_a_title_that_looks_like_a_formula_is_none_in_the_file(browser, school):
    make_licence(school, title="=1+1")

    assert "'=1+1" in b"".join(browser.get(reverse("assets:licences-csv"))).decode()


def test_the_log_and_a_licence_cost_the_same_at_any_size(browser, school, django_assert_num_queries):
    licence = make_licence(school)
    addresses = [
        reverse("assets:licences"),
        licence.get_absolute_url(),
        reverse("assets:give_licence", args=[licence.pk]),
    ]
    counts = []
    for size in (1, 6):
        for n in range(size):
            used(make_licence(school, title=f"T{size}-{n}"), laptops(school, 1, first=10 * size + n))
        used(licence, laptops(school, size, first=100 * size))
        for n, address in enumerate(addresses):
            with django_assert_num_queries(counts[n]) if size > 1 else CaptureQueriesContext(connection) as found:
                browser.get(address)
            counts.append(len(found))


def test_what_a_person_and_a_thing_have_stands_on_their_pages(browser, school):
    kay, [thing] = make_person("requester", school, name="Kay"), laptops(school, 1)
    used(make_licence(school, title="Drawing board"), [thing])
    by_person = make_licence(school, title="Music book", per="person")
    by_person.uses.create(person=kay, given_at=MONDAY_9AM, given_by=kay)

    assert "Drawing board" in browser.get(thing.get_absolute_url()).content.decode()
    assert "Music book" in browser.get(reverse("servicedesk:person", args=[kay.pk])).content.decode()
    found = browser.get(reverse("assets:licences") + f"?person={kay.pk}").content.decode()
    assert "Music book" in found and "Drawing board" not in found


def test_a_licence_by_programs_from_buying_to_taking_back(browser, school):
    [thing] = laptops(school, 1)
    said = {"school": school.code, "new_software": "Drawing board", "per": "device", "quantity": 1}

    made = browser.post(API, said, content_type="application/json").json()
    [use] = browser.post(f"{API}{made['id']}/give/", {"assets": [thing.pk]}, content_type="application/json").json()
    left = browser.get(f"{API}{made['id']}/").json()["left"]
    full = browser.post(
        f"{API}{made['id']}/give/", {"assets": [laptops(school, 1, first=2)[0].pk]}, content_type="application/json"
    )
    back = browser.post(f"{API}{made['id']}/take_back/", {"uses": [use["id"]]}, content_type="application/json").json()
    more = browser.patch(f"{API}{made['id']}/", {"quantity": 7}, content_type="application/json").json()

    assert (left, full.status_code, back, more["left"]) == (0, 409, {"number": 1}, 7)
    listed = browser.get(f"/api/v1/licence-uses/?asset={thing.pk}&in_use=false").json()["results"]
    assert [each["id"] for each in listed] == [use["id"]]


def test_titles_and_masters_by_programs(browser):
    made = browser.post("/api/v1/software/", {"name": "Drawing"}, content_type="application/json").json()
    address = f"/api/v1/software/{made['id']}/accept_master/"
    master = browser.post(address, {"version": "2", "kept_at": "Safe"}, content_type="application/json").json()
    retired = browser.post(f"/api/v1/software-masters/{master['id']}/retire/", content_type="application/json").json()

    assert retired["retired_at"]
    assert (
        browser.post(address, {"version": "2", "kept_at": "Safe"}, content_type="application/json").status_code == 400
    )


def test_titles_and_licences_are_written_down_on_their_pages(browser, school):
    browser.post(reverse("assets:add_software"), {"name": "Drawing"})
    title = Software.objects.get()
    browser.post(reverse("assets:accept_master", args=[title.pk]), {"version": "1", "kept_at": "Safe"})
    browser.post(reverse("assets:retire_master", args=[title.masters.get().pk]))
    browser.post(reverse("assets:add_licence"), {"software": title.pk, "per": "device", "quantity": "3"})
    licence = Licence.objects.get()
    browser.post(reverse("assets:change_licence", args=[licence.pk]), {"per": "device", "quantity": "4"})
    licence.refresh_from_db()

    assert title.masters.get().retired_at and (licence.school, licence.quantity) == (school, 4)
    assert "4 left" in browser.get(title.get_absolute_url()).content.decode()
    assert browser.get(reverse("assets:software_list") + "?q=draw").content.decode().count("Drawing") > 0
