"""Looking at things with a phone in one hand: here, not here, or in another room than the register says."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from assets import workflow
from assets.models import Condition
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Room
from tests.assets.test_asset_pages import make_asset
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="HBS")


@pytest.fixture
def b12(school):
    return Room.objects.create(school=school, name="B12")


@pytest.fixture
def lab(school):
    return Room.objects.create(school=school, name="Lab 3")


@pytest.fixture
def technician(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def phone(client, technician):
    client.force_login(technician)
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield client


def make_old(school, tag="PRJ-1", **facts):
    """A thing that was in the register the day before."""
    asset = make_asset(school, tag, **facts)
    asset.history.update(history_date=MONDAY_9AM - timedelta(days=1))
    return asset


def look(asset, by, *, at=MONDAY_9AM, **facts):
    return workflow.audit_asset(asset, by=by, at=at, **facts)


def begin(school, by, *, at=MONDAY_9AM):
    return workflow.begin_stocktake(school=school, by=by, at=at, name="Autumn")


def test_a_look_notes_where_a_thing_was_and_how_it_looked(school, b12, technician):
    asset = make_asset(school, room=b12)

    audit = look(asset, technician, found=b12, condition="worn", note="  Dusty ")

    asset.refresh_from_db()
    assert (audit.expected, audit.found, audit.was_as_expected) == (b12, b12, True)
    assert (audit.condition, audit.note, audit.stocktake) == ("worn", "Dusty", None)
    assert asset.audited_at == MONDAY_9AM and asset.history.count() == 1


def test_a_thing_in_another_room_is_put_right_and_its_history_says_so(school, b12, lab, technician):
    asset = make_old(school, room=lab)

    audit = look(asset, technician, found=b12)

    asset.refresh_from_db()
    latest = asset.history.first()
    assert (audit.expected, audit.found, audit.was_as_expected) == (lab, b12, False)
    assert (asset.room, latest.room, latest.history_user) == (b12, b12, technician)
    assert (latest.history_date, latest.history_change_reason) == (MONDAY_9AM, "Found in B12 when checked")


def test_a_thing_that_is_here_only_for_now_stays_where_the_register_has_it(school, b12, lab, technician):
    asset = make_asset(school, room=lab)

    audit = look(asset, technician, found=b12, put_right=False)

    asset.refresh_from_db()
    assert (audit.found, audit.was_as_expected, asset.room) == (b12, False, lab)


def test_what_is_not_found_is_nowhere_and_was_not_seen(school, b12, technician):
    asset = make_asset(school, room=b12)

    audit = look(asset, technician, found=b12, condition=Condition.MISSING)

    asset.refresh_from_db()
    assert (audit.found, audit.was_as_expected) == (None, False)
    assert (asset.room, asset.audited_at) == (b12, None)


def test_a_lost_thing_that_is_found_has_the_state_it_had(school, b12, technician):
    asset = make_asset(school, room=b12, state="spare")
    asset.state = "lost"
    asset.save()

    look(asset, technician, found=b12)

    asset.refresh_from_db()
    assert asset.state == "spare"


def test_a_second_look_in_a_stocktake_replaces_the_first_and_keeps_what_was_expected(school, b12, lab, technician):
    asset, stocktake = make_old(school, room=lab), begin(school, technician)

    look(asset, technician, found=b12, at=MONDAY_9AM + timedelta(minutes=1))
    look(asset, technician, found=b12, condition="broken", at=MONDAY_9AM + timedelta(minutes=2))

    audit = stocktake.audits.get()
    assert (audit.expected, audit.was_as_expected, audit.condition) == (lab, False, "broken")


@pytest.mark.parametrize("state", ["disposed"])
def test_what_is_written_off_is_not_checked(school, b12, technician, state):
    with pytest.raises(Refused, match="PRJ-1 is written off"):
        look(make_asset(school, state=state), technician, found=b12)


def test_a_room_of_another_school_is_refused(school, technician):
    with pytest.raises(ValidationError, match="Hall is not a room of Harrow Beck"):
        look(make_asset(school), technician, found=Room.objects.create(school=make_school("Mill"), name="Hall"))


@pytest.mark.parametrize("role", ["service_desk", "requester"])
def test_only_who_keeps_the_register_checks_it(school, role):
    with pytest.raises(NotYours):
        look(make_asset(school), make_person(role, school))


def test_a_label_leads_to_the_thing_and_during_a_stocktake_to_the_question_in_the_room(phone, school, b12, technician):
    asset = make_asset(school, "A/1")
    assert phone.get("/t/HBS/", {"tag": "A/1"}).url == asset.get_absolute_url()
    begin(school, technician)
    phone.get(f"/assets/rooms/{b12.pk}/")

    asked = phone.get("/t/HBS/", {"tag": "A/1"}, follow=True)

    assert "Is it here in B12?" in asked.content.decode()


def test_the_room_is_forgotten_by_the_next_day(client, technician, school, b12):
    asset = make_asset(school)
    client.force_login(technician)
    with time_machine.travel(MONDAY_9AM):
        client.get(f"/assets/rooms/{b12.pk}/")
        assert client.get(f"/assets/{asset.pk}/check/").context["room"] == b12
    with time_machine.travel(MONDAY_9AM + timedelta(days=1)):
        assert client.get(f"/assets/{asset.pk}/check/").context["room"] is None


def test_a_walk_through_a_room_is_one_tap_a_thing(phone, school, b12, lab):
    here, gone, other = (make_asset(school, tag, room=b12) for tag in ("LT-1", "LT-2", "LT-3"))
    stray, lent = make_asset(school, "LT-4", room=lab), make_asset(school, "LT-5", room=b12, state="on_loan")
    page = f"/assets/rooms/{b12.pk}/"

    phone.post(page, {"asset": here.pk, "seen": "here"})
    phone.post(page, {"asset": gone.pk, "seen": "not_here", "condition": "good", "note": "Empty shelf"})
    found = phone.get(page, {"tag": "https://desk.example/t/hbs/LT-4/"})
    phone.post(found.url, {"seen": "here", "condition": "worn"})

    contents = phone.get(page).context["contents"]
    assert found.url == f"/assets/{stray.pk}/check/?room={b12.pk}"
    assert (contents.to_see, contents.lent, contents.done, contents.of) == ([other], [lent], 2, 3)
    stray.refresh_from_db()
    assert (stray.room, stray.audits.get().expected, stray.audits.get().condition) == (b12, lab, "worn")


def test_an_unknown_tag_is_said_and_can_be_added_in_this_room(phone, school, b12):
    page = phone.get(f"/assets/rooms/{b12.pk}/", {"tag": "NEW-1"}).content.decode()

    assert "has nothing with the tag <b>NEW-1</b>" in page
    assert f"/assets/add/{school.pk}/?tag=NEW-1&amp;room={b12.pk}" in page


def test_a_thing_of_another_school_is_not_found(phone, b12):
    asset = make_asset(make_school("Mill Lane", code="MLP"), "TAB-9")

    assert phone.get(f"/assets/rooms/{b12.pk}/", {"tag": "https://d.example/t/MLP/TAB-9/"}).status_code == 404
    assert phone.get(f"/assets/{asset.pk}/check/").status_code == 404
    assert phone.post(f"/assets/rooms/{b12.pk}/", {"asset": asset.pk, "seen": "here"}).status_code == 200
    assert not asset.audits.exists()


@pytest.mark.parametrize(
    "said", [{"seen": "x"}, {}, {"seen": "here", "note": "x" * 301}, {"seen": "here", "note": "\0"}]
)
def test_what_can_not_be_noted_is_said_and_nothing_is_lost(phone, school, b12, said):
    asset = make_asset(school, room=b12)

    page = phone.post(f"/assets/{asset.pk}/check/", said)

    assert page.status_code == 200 and page.context["form"].errors and not asset.audits.exists()


def test_a_disposed_thing_in_a_form_that_was_open_is_refused_with_a_sentence(phone, school, b12):
    asset = make_asset(school, room=b12, state="disposed")

    for page in (f"/assets/rooms/{b12.pk}/", f"/assets/{asset.pk}/check/"):
        answer = phone.post(page, {"asset": asset.pk, "seen": "here"})
        assert answer.status_code == 409 and "PRJ-1 is written off" in answer.content.decode()


def test_a_full_room_costs_as_much_as_a_small_one(phone, school, b12, lab, technician, django_assert_max_num_queries):
    begin(school, technician)
    for number in range(25):
        look(make_old(school, f"LT-{number}", room=[b12, lab][number % 2]), technician, found=b12)
        make_asset(school, f"PRJ-{number}", room=b12)

    with django_assert_max_num_queries(13):
        page = phone.get(f"/assets/rooms/{b12.pk}/")

    assert len(page.context["contents"].looks) == 25 and len(page.context["contents"].to_see) == 25


def test_a_program_notes_a_look(phone, school, b12, lab):
    asset = make_asset(school, room=lab)

    made = phone.post("/api/v1/audits/", {"asset": asset.pk, "found": b12.pk, "condition": "worn"}, "application/json")
    wrong = phone.post("/api/v1/audits/", {"asset": asset.pk, "condition": "eaten"}, "application/json")

    assert made.status_code == 201 and made.json()["expected"] == lab.pk and not made.json()["was_as_expected"]
    assert wrong.status_code == 400 and "condition" in wrong.json()["error"]["fields"]
    assert len(phone.get("/api/v1/audits/", {"asset": asset.pk, "was_as_expected": "false"}).json()["results"]) == 1
