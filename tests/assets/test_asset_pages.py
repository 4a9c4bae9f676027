"""The asset register: seen by the desk of the school, changed by its technicians, with what broke."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets import workflow
from assets.models import Asset, AssetType
from incidents.models import Status
from servicedesk.errors import NotYours
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def priya(client, school):
    client.force_login(make_person("technician", school, name="Priya Shah"))
    return client


def make_asset(school, tag="PRJ-1", *, sort="Projector", **facts):
    type, _ = AssetType.objects.get_or_create(name=sort)
    return Asset.objects.create(school=school, tag=tag, type=type, **{"name": "Projector"} | facts)


def tags(client, **asked):
    return [asset.tag for asset in client.get("/assets/", asked).context["page"].rows]


def test_the_register_holds_what_ones_own_schools_have(priya, school):
    make_asset(school)
    make_asset(make_school("Mill Lane"), "TAB-9")

    assert tags(priya) == ["PRJ-1"]


def test_the_register_is_narrowed_by_words_sort_room_and_state(priya, school):
    hall = Room.objects.create(school=school, name="Hall")
    make_asset(school, "PRJ-1", room=hall)
    make_asset(school, "LT-2", sort="Laptop", name="Laptop", state="in_repair")
    laptop = AssetType.objects.get(name="Laptop")

    assert tags(priya, q="hall") == ["PRJ-1"]
    assert tags(priya, type=laptop.pk) == ["LT-2"]
    assert tags(priya, room=hall.pk) == ["PRJ-1"]
    assert tags(priya, state="in_repair") == ["LT-2"]
    assert tags(priya, q="no such") == []


@pytest.mark.parametrize("asked", [{"state": "stolen"}, {"type": "x"}, {"room": "999999"}, {"tag__startswith": "P"}])
def test_a_filter_that_does_not_exist_finds_nothing_it_should_not(priya, school, asked):
    make_asset(make_school("Mill Lane"), "TAB-9")

    assert tags(priya, **asked) == []


def test_a_long_register_is_read_page_by_page_at_the_same_cost(priya, school, django_assert_max_num_queries):
    for number in range(70):
        make_asset(school, f"PRJ-{number:03}", room=Room.objects.create(school=school, name=f"R{number}"))

    with django_assert_max_num_queries(10):
        first = priya.get("/assets/")

    assert first.context["page"].rows[-1].tag == "PRJ-049"
    assert tags(priya, page=first.context["page"].next)[0] == "PRJ-050"


@pytest.mark.parametrize("role", ["requester", "senior_leader"])
def test_the_register_is_for_the_desk(client, school, role):
    asset = make_asset(school)
    client.force_login(make_person(role, school))

    for page in ("/assets/", f"/assets/{asset.pk}/", f"/assets/{asset.pk}/change/", f"/assets/add/{school.pk}/"):
        assert client.get(page).status_code == 403


def test_another_schools_thing_is_not_found(priya):
    theirs = make_asset(other := make_school("Mill Lane"))

    for page in (f"/assets/{theirs.pk}/", f"/assets/{theirs.pk}/change/", f"/assets/add/{other.pk}/"):
        assert priya.get(page).status_code == 404


def test_a_thing_shows_what_broke_at_the_same_cost_however_often(priya, school):
    asset = make_asset(school)
    make_incident(school, asset=asset, summary="Dark again")
    priya.get(f"/assets/{asset.pk}/")
    with CaptureQueriesContext(connection) as once:
        priya.get(f"/assets/{asset.pk}/")
    for number in range(25):
        make_incident(school, asset=asset, summary=f"Lamp {number}", status=Status.RESOLVED)

    with CaptureQueriesContext(connection) as often:
        page = priya.get(f"/assets/{asset.pk}/").content.decode()

    assert len(often) == len(once) <= 25
    assert "Lamp 24" in page and "26th fault this year" in page
    assert '<dd class="tile-value">26</dd>' in page


def test_something_new_is_written_into_the_register(priya, school):
    said = {"tag": "TRL-3", "name": "Laptop trolley 3", "new_type": "Trolley", "state": "in_use"}

    priya.post(f"/assets/add/{school.pk}/", said)

    trolley = Asset.objects.get()
    assert (trolley.tag, trolley.type.name, trolley.school) == ("TRL-3", "Trolley", school)
    assert trolley.history.get().history_user.name == "Priya Shah"


def test_a_thing_moves_and_the_page_says_what_it_was_before(priya, school):
    asset = make_asset(school)
    said = {"tag": asset.tag, "name": asset.name, "type": asset.type_id, "state": "in_repair"}

    assert priya.post(f"/assets/{asset.pk}/change/", said).status_code == 302

    asset.refresh_from_db()
    assert asset.state == "in_repair"
    assert "Changed" in priya.get(f"/assets/{asset.pk}/").content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"tag": "prj-1"}, "tag"), ({"type": None}, "type"), ({"room": "elsewhere"}, "room")],
)
def test_what_can_not_be_is_refused_with_a_sentence(school, said, field):
    existing = make_asset(school)
    if said.get("room"):
        said = {"room": Room.objects.create(school=make_school("Mill Lane"), name="Year 5")}
    facts = {"tag": "PRJ-2", "name": "Projector", "type": existing.type} | said

    with pytest.raises(ValidationError) as refused:
        workflow.add_asset(school=school, by=make_person("technician", school), at=MONDAY_9AM, **facts)
    assert field in refused.value.message_dict


def test_only_who_looks_after_the_register_changes_it(school):
    asset = make_asset(school)
    for person in (make_person("service_desk", school), make_person("technician", make_school("Mill Lane"))):
        with pytest.raises(NotYours):
            workflow.change_asset(asset, by=person, at=MONDAY_9AM, tag="X", name="X", type=asset.type)
