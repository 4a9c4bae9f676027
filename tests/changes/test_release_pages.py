"""Releases on their pages, on a phone, on paper and for programs."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets.models import Asset, AssetType
from changes.models import Release
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_change, make_licence, make_person, make_release, make_school

pytestmark = pytest.mark.django_db
API = "/api/v1/releases/"


@pytest.fixture(autouse=True)
def monday():
    """Monday, nine o'clock."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def browser(client, tom):
    client.force_login(tom)
    return client


def rooms_of(school, *names):
    return [Room.objects.create(school=school, name=name) for name in names]


def page(browser, name, release, **said):
    address = reverse(f"changes:{name}_release", args=[release.pk])
    return browser.post(address, said) if said else browser.get(address)


def post(browser, address, **said):
    return browser.post(f"{API}{address}", said, content_type="application/json")


def test_a_single_thing_of_a_room_is_planned_by_its_tag(browser, school, tom):
    (b1,) = rooms_of(school, "B1")
    sort = AssetType.objects.create(name="Board")
    board = Asset.objects.create(school=school, tag="IWB-1", name="Board", type=sort, room=b1)
    Asset.objects.create(school=school, tag="IWB-2", name="Board", type=sort)
    release = make_release(school)
    page(browser, "plan_rooms", release, new_rooms=[b1.pk], new_things="IWB-1, ")

    assert [(row.room, row.asset) for row in release.rooms.all()] == [(b1, None), (b1, board)]
    assert "Board IWB-1" in browser.get(release.get_absolute_url()).content.decode()
    for tags, says in (("IWB-9", "No thing here has the tag IWB-9."), ("IWB-2", "IWB-2 stands in no room.")):
        assert says in page(browser, "plan_rooms", release, new_things=tags).content.decode()


def test_a_release_is_begun_planned_and_tested_on_its_pages(browser, school, tom):
    b1, b2 = rooms_of(school, "B1", "B2")
    build = {"name": "New build", "owner": tom.pk, "installation": "One\nTwo", "roll_back": "Back"}
    browser.post(reverse("changes:design_release"), build | {"stability_test": "Print", "acceptance_test": "Sign in"})
    release = Release.objects.get()
    page(browser, "plan_rooms", release, new_rooms=[b1.pk, b2.pk], new_planned_on="2026-09-18")
    first, second = release.rooms.all()
    order = {f"place_{first.pk}": 2, f"place_{second.pk}": 1, f"pilot_{second.pk}": "on"}
    page(browser, "plan_rooms", release, **order)
    page(browser, "begin_tests", release, sure="yes")
    page(browser, "sign_test", release, which="stability", passed="yes", result="All well.")
    release.refresh_from_db()

    assert [(row.room, row.is_pilot) for row in release.rooms.all()] == [(b2, True), (b1, False)]
    assert (release.installation, release.status, release.stability_by) == (["One", "Two"], "testing", tom)
    shown = browser.get(release.get_absolute_url()).content.decode()
    assert "0 of 2 rooms" in shown and "All well." in shown


def test_what_is_wrong_is_said_and_nothing_is_lost(browser, school, tom):
    release = make_release(school, owner=tom, status="testing")

    answer = page(browser, "roll_out", release, sure="yes")
    sign = page(browser, "sign_test", release, which="stability", passed="no", result=" ")

    assert answer.status_code == 409 and "must be passed and signed first" in answer.content.decode()
    assert "result" in sign.context["form"].errors and 'value="no" ' in sign.content.decode()


def test_rooms_are_ticked_off_on_a_phone(browser, school, tom):
    release = make_release(school, owner=tom, status="rolling_out", rooms=rooms_of(school, "B1", "B2"))
    first, second = release.rooms.all()

    page(browser, "mark_room", release, room=first.pk, state="done")
    failed = page(browser, "mark_room", release, room=second.pk, state="failed")

    assert "Say what went wrong there." in failed.content.decode()
    assert "1 of 2 rooms" in page(browser, "mark_room", release).content.decode()
    page(browser, "mark_room", release, room=second.pk, state="failed", note="No space.")
    page(browser, "finish", release, note="")
    release.refresh_from_db()
    assert release.status == "done"


def test_finishing_says_which_changes_are_open(browser, school, tom):
    release = make_release(school, owner=tom, status="rolling_out")
    change = make_change(school, status="approved", kind="normal", made_at=None, made_on=None, release=release)

    answer = browser.post(reverse("changes:finish_release", args=[release.pk]), {"note": ""}, follow=True)

    assert f"Still open: {change.reference}." in answer.content.decode()


def test_too_few_licences_are_warned_of(browser, school, tom):
    licence, release = make_licence(school, expires_on="2026-01-01"), make_release(school, owner=tom)
    kept = {"kept_at": "Safe", "accepted_at": MONDAY_9AM, "accepted_by": tom}
    release.software.add(licence.software.masters.create(version="1", **kept))

    assert "Not enough licences" in browser.get(release.get_absolute_url()).content.decode()


def test_the_build_procedure_is_printed(browser, school, tom):
    release = make_release(school, owner=tom, status="pilot", rooms=rooms_of(school, "B1"))

    answer = browser.get(reverse("changes:release_pdf", args=[release.pk]))

    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_a_head_teacher_reads_a_release_without_ways_into_what_they_may_not_open(client, school, tom):
    licence, release = make_licence(school), make_release(school, owner=tom)
    kept = {"kept_at": "Safe", "accepted_at": MONDAY_9AM, "accepted_by": tom}
    release.software.add(licence.software.masters.create(version="1", **kept))
    client.force_login(make_person("senior_leader", school))

    shown = client.get(release.get_absolute_url()).content.decode()

    assert "Drawing board 1" in shown and licence.software.get_absolute_url() not in shown


def test_the_list_and_a_release_cost_the_same_at_any_size(browser, school, tom, django_assert_num_queries):
    release, counts = make_release(school, owner=tom, status="rolling_out"), []
    addresses = [reverse("changes:releases"), release.get_absolute_url(), f"{release.get_absolute_url()}mark_room/"]
    for size in (1, 6):
        for n in range(size):
            make_release(school, owner=tom, rooms=rooms_of(school, f"R{size}{n}"))
            release.rooms.create(place=10 * size + n, room=rooms_of(school, f"S{size}{n}")[0])
            make_change(school, release=release)
        for n, address in enumerate([*addresses, API, f"{API}{release.pk}/"]):
            with django_assert_num_queries(counts[n]) if size > 1 else CaptureQueriesContext(connection) as found:
                browser.get(address)
            counts.append(len(found))


def test_a_release_by_programs_from_design_to_roll_back(browser, school, tom):
    [b1] = rooms_of(school, "B1")
    build = {"installation": ["One"], "roll_back": ["Back"], "stability_test": "Print", "acceptance_test": "Sign in"}
    made = post(browser, "", school=school.code, name="New build", **build).json()
    address = f"{made['id']}/"
    planned = post(browser, f"{address}plan_rooms/", rooms=[{"room": b1.pk}]).json()
    post(browser, f"{address}begin_tests/")
    early = post(browser, f"{address}roll_out/")
    for which in ("stability", "acceptance"):
        post(browser, f"{address}sign_test/", which=which, passed=True, result="Well.")
    post(browser, f"{address}roll_out/")
    marked = post(browser, f"{address}mark_room/", room=planned["rooms"][0]["id"], state="done").json()
    back = post(browser, f"{address}roll_back/", reason="It harmed printing.").json()

    assert (early.status_code, marked["progress"], back["status"]) == (409, "1 of 1 room", "rolled_back")
    assert [row["status"] for row in browser.get(f"{API}?status=rolled_back&room={b1.pk}").json()["results"]]
    assert len(browser.get(f"{API}{address}timeline/").json()) == 8
    assert browser.get(f"{API}{address}licences/").json() == []


@pytest.mark.parametrize("wrong", [{"room": 10**20}, {"room": "x\0"}, {"state": "odd"}, {"note": "x" * 301}])
def test_nonsense_about_a_room_is_a_sentence(browser, school, tom, wrong):
    release = make_release(school, owner=tom, status="rolling_out", rooms=rooms_of(school, "B1"))
    said = {"room": release.rooms.get().pk, "state": "done", "note": ""} | wrong

    assert page(browser, "mark_room", release, **said).status_code == 409
    assert release.rooms.get().state == "to_do"
