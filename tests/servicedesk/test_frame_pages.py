"""Where a person begins, which school they are at, and the colours."""

import pytest
from django.urls import reverse

from servicedesk.models import Membership
from servicedesk.roles import ROLES
from tests.factories import make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("technician", "incidents:queue"),
        ("service_level_manager", "incidents:queue"),
        ("senior_leader", "reports:dashboard"),
        ("requester", "incidents:report"),
    ],
)
def test_each_role_begins_where_its_work_is(client, role, page):
    client.force_login(make_person(role))

    assert client.get("/").url == reverse(page)


def test_somebody_without_a_role_is_told_what_to_do(client):
    client.force_login(make_person(role=None))

    assert "Ask your ICT team" in client.get("/").content.decode()


def test_a_stranger_signs_in_first(client):
    assert client.get("/").url.startswith(reverse("account_login"))


def test_the_roles_are_shown_as_they_are_to_everyone(client):
    client.force_login(make_person("requester"))

    page = client.get("/roles/").content.decode()

    assert "Service level manager" in page
    assert "Report a fault or ask for something" in page


def test_who_has_a_role_is_shown_to_those_who_may_look_people_up(client):
    school, other = make_school(), make_school("Mill Lane")
    make_person("technician", school, name="Tom Webb")
    make_person("technician", other, name="Carys Lloyd")
    client.force_login(make_person("technician", school, name="Priya Shah"))

    page = client.get("/roles/").content.decode()

    assert "Tom Webb" in page
    assert "Carys Lloyd" not in page


def test_a_requester_does_not_see_who_has_a_role(client):
    school = make_school()
    make_person("technician", school, name="Tom Webb")
    client.force_login(make_person("requester", school))

    assert "Tom Webb" not in client.get("/roles/").content.decode()


def test_a_school_of_their_own_can_be_chosen_and_no_other(client):
    here, there, elsewhere = make_school("Harrow Beck"), make_school("Mill Lane"), make_school("Northgate")
    person = make_person("technician", here)
    Membership.objects.create(person=person, school=there, role="technician")
    client.force_login(person)

    assert client.post("/school/", {"school": there.pk, "next": "/roles/"}).url == "/roles/"
    assert "Mill Lane" in client.get("/roles/").content.decode()
    for wrong in (elsewhere.pk, "x", "9" * 30):
        assert client.post("/school/", {"school": wrong}).status_code == 404


def test_the_chosen_school_counts_however_many_there_are(client):
    for number in range(51):
        make_school(f"A school {number:02}")
    last = make_school("Zetland")
    client.force_login(make_person("technician", everywhere=True))

    client.post("/school/", {"school": last.pk})

    assert "Zetland" in client.get("/roles/").content.decode()


@pytest.mark.parametrize("page", ["/school/", "/theme/"])
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away_to_another_site(client, page, elsewhere):
    client.force_login(make_person())

    assert client.post(page, {"next": elsewhere}).url == "/"


def test_the_colours_are_kept_in_a_cookie(client):
    client.force_login(make_person())

    client.post("/theme/", {"theme": "dark", "next": "/roles/"})
    assert 'data-theme="dark"' in client.get("/roles/").content.decode()

    client.post("/theme/", {"theme": ""})
    assert "data-theme=" not in client.get("/roles/").content.decode().split("<head>")[0]


def test_the_colours_are_not_changed_by_a_link(client):
    assert client.get("/theme/").status_code == 405


@pytest.mark.parametrize(
    "page", ["/accounts/sessions/", "/accounts/2fa/", "/accounts/password/change/", "/components/"]
)
def test_the_pages_of_the_account_open(client, page):
    person = make_person(password="a long enough password")
    client.force_login(person)

    assert client.get(page).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_the_bar_of_a_phone_has_room_for_five_and_the_rest_is_behind_more(client, role):
    client.force_login(make_person(role))

    doors = client.get("/roles/").context["nav"]
    rest = [door.label for door in doors if door.more]

    assert len(doors) - len(rest) + bool(rest) <= 5
    assert "My faults" not in rest
    assert (role == "requester") == (not rest)


def test_who_may_not_open_a_page_reads_which_role_may(client):
    client.force_login(make_person("service_level_manager", everywhere=True))

    assert "This one does: trust administrator." in client.get("/people/add/").content.decode()
