"""Rooms, services and the buttons of the report page: read by everyone, changed by those who may."""

import pytest
from django.core.exceptions import ValidationError

from servicedesk import catalogue
from servicedesk.errors import NotYours
from servicedesk.models import Building, Category, Room, Service
from tests.factories import MONDAY_9AM, make_category, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def manager(client, school):
    client.force_login(make_person("service_level_manager", school))
    return client


def test_everyone_of_the_school_sees_its_rooms(client, school):
    Room.objects.create(
        school=school, name="B12", building=Building.objects.create(school=school, name="Science block")
    )
    client.force_login(make_person("requester", school))

    page = client.get("/places/").content.decode()

    assert "Science block" in page
    assert "B12" in page
    assert "Add a room" not in page


def test_another_schools_rooms_are_not_shown(client, school):
    theirs = make_school("Mill Lane")
    Room.objects.create(school=theirs, name="Year 5")
    client.force_login(make_person("requester", school))

    assert "Year 5" not in client.get("/places/", {"school": theirs.pk}).content.decode()


def test_a_room_is_added_with_a_new_building(manager, school):
    manager.post(f"/places/{school.pk}/rooms/add/", {"name": " B12 ", "new_building": "Science block"})

    room = Room.objects.get()
    assert (room.name, room.building.name, room.school) == ("B12", "Science block", school)


def test_a_room_gets_another_name(manager, school):
    room = Room.objects.create(school=school, name="B12")

    manager.post(f"/places/rooms/{room.pk}/", {"name": "B12a"})

    room.refresh_from_db()
    assert room.name == "B12a"


def test_a_room_remembers_who_changed_it_and_when(school):
    room, by = Room.objects.create(school=school, name="B12"), make_person("service_level_manager", school)

    catalogue.save_room(room, by=by, at=MONDAY_9AM, name="B12a")

    latest = room.history.latest("history_id")
    assert (latest.history_user, latest.history_date) == (by, MONDAY_9AM)


def test_two_rooms_of_a_school_never_share_a_name(manager, school):
    Room.objects.create(school=school, name="B12")

    page = manager.post(f"/places/{school.pk}/rooms/add/", {"name": "b12"}).content.decode()

    assert "has a room b12 already" in page


def test_rooms_of_another_school_are_not_found(manager):
    theirs = make_school("Mill Lane")
    room = Room.objects.create(school=theirs, name="Year 5")

    assert manager.get(f"/places/{theirs.pk}/rooms/add/").status_code == 404
    assert manager.get(f"/places/rooms/{room.pk}/").status_code == 404


def test_a_technician_does_not_change_rooms(client, school):
    client.force_login(make_person("technician", school))

    assert client.get(f"/places/{school.pk}/rooms/add/").status_code == 404
    with pytest.raises(NotYours):
        facts = {"by": make_person("technician", school), "at": MONDAY_9AM, "name": "B13"}
        catalogue.save_room(Room(school=school), **facts)


def test_a_building_of_another_school_is_refused(school):
    theirs = Building.objects.create(school=make_school("Mill Lane"), name="Annexe")
    by = make_person("service_level_manager", school)

    with pytest.raises(ValidationError):
        catalogue.save_room(Room(school=school), by=by, at=MONDAY_9AM, name="B13", building=theirs)


def test_everyone_sees_what_is_on_offer(client, school):
    make_category("No picture")
    Service.objects.create(name="Fax", is_offered=False)
    client.force_login(make_person("requester", school))

    page = client.get("/catalogue/").content.decode()

    assert "No picture" in page
    assert "Fax" not in page
    assert "Add a button" not in page


def test_a_service_and_its_button_are_added(manager):
    manager.post("/catalogue/services/add/", {"name": "Phones", "order": 3, "is_offered": "on"})
    service = Service.objects.get()
    said = {
        "name": "Phone is dead",
        "service": service.pk,
        "kind": "fault",
        "picture": "phone",
        "order": 1,
        "is_offered": "on",
    }

    manager.post("/catalogue/buttons/add/", said)

    button = Category.objects.get()
    assert (button.service, button.name, button.picture) == (service, "Phone is dead", "phone")
    assert button.history.get().history_user


def test_a_button_is_taken_away_but_stays_on_record(manager):
    button = make_category("No picture")
    said = {"name": "No picture", "service": button.service_id, "kind": "fault", "picture": "picture", "order": 1}

    manager.post(f"/catalogue/buttons/{button.pk}/", said)

    button.refresh_from_db()
    assert not button.is_offered


def test_a_service_does_not_have_the_same_button_twice(manager):
    button = make_category("No picture")
    said = {"name": "no picture", "service": button.service_id, "kind": "fault", "picture": "picture", "order": 1}

    page = manager.post("/catalogue/buttons/add/", said).content.decode()

    assert "already" in page
    assert Category.objects.count() == 1


def test_a_picture_is_one_of_ours(manager):
    button = make_category("No picture")
    said = {"name": "No picture", "service": button.service_id, "kind": "fault", "picture": '"><script>', "order": 1}

    assert manager.post(f"/catalogue/buttons/{button.pk}/", said).status_code == 200


def test_pupils_are_counted_on_the_page_and_by_a_program(manager, school):
    manager.post(f"/places/{school.pk}/", {"pupils": "940"})
    said = manager.get(f"/api/v1/schools/{school.code}/").json()["pupils"]
    unknown = manager.patch(f"/api/v1/schools/{school.code}/", {"pupils": None}, content_type="application/json")
    none = manager.patch(f"/api/v1/schools/{school.code}/", {"pupils": 0}, content_type="application/json")

    assert said == 940
    assert unknown.json()["pupils"] is None
    assert none.status_code == 400


@pytest.mark.parametrize("page", ["/catalogue/services/add/", "/catalogue/buttons/add/"])
def test_a_technician_does_not_change_what_is_on_offer(client, school, page):
    client.force_login(make_person("technician", school))

    assert client.get(page).status_code == 403


def test_the_pages_cost_the_same_for_a_small_and_a_big_school(manager, school, django_assert_max_num_queries):
    for number in range(40):
        building = Building.objects.create(school=school, name=f"Block {number}")
        Room.objects.create(school=school, name=f"R{number}", building=building)
        make_category(f"Kind {number}", service=f"Service {number}")

    with django_assert_max_num_queries(8):
        manager.get("/places/")
    with django_assert_max_num_queries(8):
        manager.get("/catalogue/")
