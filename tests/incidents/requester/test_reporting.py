"""Reporting a fault: where, what, and what somebody else reported already."""

import pytest
from django.urls import reverse

from assets.models import Asset, AssetType
from incidents import intake_same, workflow
from incidents.models import Channel, Incident, Status
from incidents.places import Place
from servicedesk.errors import Refused
from servicedesk.models import Membership, Room
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school
from tests.incidents.requester.staffroom import MINUTE, REPORT, send, text_of

pytestmark = pytest.mark.django_db


# Where.


def test_the_sticker_of_a_room_fills_in_the_place(rachel, room):
    page = text_of(rachel.get(REPORT, {"room": room.b12.pk}))

    assert "What’s wrong in B12?" in page
    assert "from the sticker you scanned" in page


def test_the_sticker_of_a_thing_fills_in_the_thing_and_its_room(rachel, room):
    sort = AssetType.objects.create(name="Projector")
    projector = Asset.objects.create(school=room.school, tag="PRJ-1", type=sort, name="Projector", room=room.b12)

    assert "What’s wrong with Projector?" in text_of(rachel.get(REPORT, {"asset": "PRJ-1"}))
    send(rachel, room, asset="PRJ-1")

    incident = Incident.objects.get()
    assert (incident.asset, incident.room, incident.channel) == (projector, room.b12, Channel.STICKER)


def test_without_a_sticker_the_place_is_where_they_last_were(rachel, room):
    room.log(room=room.hall)

    assert "What’s wrong in Hall?" in text_of(rachel.get(REPORT))


def test_who_never_reported_is_asked_for_the_room_first(rachel, room):
    page = text_of(rachel.get(REPORT))

    assert "Where is it?" in page
    assert '<optgroup label="Science block">' in page


def test_somewhere_else_offers_the_rooms_they_were_in_before(rachel, room):
    room.log(room=room.hall)

    page = text_of(rachel.get(REPORT, {"elsewhere": "1"}))

    assert "Where is it?" in page
    assert f"?picked=1&amp;room={room.hall.pk}" in page


def test_a_fault_may_be_in_no_room(rachel, room):
    assert "What’s wrong?" in text_of(rachel.get(REPORT, {"room": "0", "picked": "1", "school": room.school.pk}))

    send(rachel, room, room="0", school=room.school.pk, picked="1")

    assert Incident.objects.get().room is None


@pytest.mark.parametrize(
    "address", ["?room=999999", "?room=elsewhere", "?asset=NO-SUCH", "?school=999999", "?asset=%00"]
)
def test_a_place_that_does_not_exist_is_not_found(rachel, address):
    assert rachel.get(REPORT + address).status_code == 404


def test_a_room_of_another_school_is_not_found(rachel):
    theirs = Room.objects.create(school=make_school("Mill Lane"), name="Year 5")

    assert rachel.get(REPORT, {"room": theirs.pk}).status_code == 404


def test_who_has_one_school_is_never_asked_for_it(rachel, room):
    page = text_of(rachel.get(REPORT))

    assert "Another school" not in page
    assert "Choose a school" not in page


def test_who_has_two_schools_says_first_at_which_they_are(rachel, room):
    other = make_school("Mill Lane")
    Membership.objects.create(person=room.rachel, school=other, role="requester")

    asked = rachel.get(REPORT, follow=True)
    assert "Which school are you at?" in text_of(asked)

    chosen = rachel.post(reverse("servicedesk:choose-school"), {"school": other.pk, "next": REPORT}, follow=True)
    assert "Mill Lane" in text_of(chosen)
    assert "Where is it?" in text_of(chosen)


def test_the_page_says_whom_to_tell_about_a_child(rachel, room):
    assert "Tell Mrs Adeyemi now: 01632 960001" in text_of(rachel.get(REPORT, {"room": room.b12.pk}))


# What.


def test_two_taps_and_one_sentence_make_a_record(rachel, room):
    make_promise(room.school)

    answer = send(rachel, room, description="Blue light on, then no signal.", lesson_stopped="yes")

    incident = Incident.objects.get()
    assert answer.url == f"/incidents/{incident.pk}/reported/"
    assert incident.summary == "No picture: Blue light on, then no signal."
    assert (incident.requester, incident.room, incident.lesson_stopped) == (room.rachel, room.b12, True)


def test_without_a_picture_the_page_says_what_is_missing_and_keeps_the_line(rachel, room):
    page = text_of(send(rachel, room, category=None, description="It hums."))

    assert "Press the picture of what is wrong." in page
    assert "It hums." in page
    assert not Incident.objects.exists()


def test_a_button_that_is_not_offered_can_not_be_pressed(rachel, room):
    room.no_picture.is_offered = False
    room.no_picture.save()

    send(rachel, room)

    assert not Incident.objects.exists()


def test_somebody_without_a_role_is_told_why_not(client):
    client.force_login(make_person(role=None))

    assert client.get(REPORT).status_code == 403


# The same, reported by somebody else.


def test_what_is_known_is_shown_before_it_is_sent_again(rachel, room):
    room.log(by=room.gwen, description="Gwen’s own words")

    page = text_of(send(rachel, room))

    assert "Not sent yet: is it this one?" in page
    assert "Already reported in B12" in page
    assert "Gwen" not in page
    assert Incident.objects.count() == 1


def test_the_notice_is_fetched_when_the_picture_is_pressed(rachel, room):
    room.log(by=room.gwen)
    asked = {"room": room.b12.pk, "category": room.no_picture.pk}

    assert "Me too" in text_of(rachel.get(REPORT, asked, headers={"HX-Request": "true"}))
    assert not text_of(rachel.get(REPORT, asked | {"category": room.no_sound.pk}, headers={"HX-Request": "true"}))


def test_mine_is_different_sends_it_as_a_new_one(rachel, room):
    room.log(by=room.gwen)

    send(rachel, room, different="1")

    assert Incident.objects.get(requester=room.rachel).status == Status.NEW


def test_me_too_keeps_both_reports_together(rachel, room):
    first = room.log(by=room.gwen)

    answer = send(rachel, room, same="1")

    mine = Incident.objects.get(requester=room.rachel)
    assert (mine.duplicate_of, mine.status) == (first, Status.CANCELLED)
    assert "We know about it" in text_of(rachel.get(answer.url))
    assert [letter.template for letter in room.rachel.letters.all()] == ["incidents/me_too"]


def test_everybody_who_reported_it_is_told_once_when_it_is_fixed(room):
    first = room.log(by=room.gwen)
    intake_same.log_me_too(first, by=room.rachel, at=MONDAY_9AM)
    intake_same.log_me_too(first, by=room.rachel, at=MONDAY_9AM + MINUTE)
    intake_same.log_me_too(first, by=room.gwen, at=MONDAY_9AM + MINUTE)

    workflow.resolve(first, by=room.priya, at=MONDAY_9AM + 2 * MINUTE, resolution="New lamp.")

    assert room.gwen.letters.filter(template__startswith="incidents/resolved").count() == 1
    told = room.rachel.letters.get(template="incidents/resolved_too")
    assert "New lamp." in told.body


def test_who_reported_it_too_follows_along_when_the_first_is_itself_a_duplicate(room):
    oldest, first = room.log(by=room.priya), room.log(by=room.gwen)
    mine = intake_same.log_me_too(first, by=room.rachel, at=MONDAY_9AM)

    workflow.mark_duplicate(first, by=room.priya, at=MONDAY_9AM, original=oldest)

    mine.refresh_from_db()
    assert mine.duplicate_of == oldest


def test_a_lesson_stopped_by_the_same_fault_makes_the_first_record_as_urgent(room):
    make_promise(room.school)
    first = room.log(by=room.gwen)
    assert first.priority == 3

    intake_same.log_me_too(first, by=room.rachel, at=MONDAY_9AM + MINUTE, lesson_stopped=True)

    first.refresh_from_db()
    assert (first.priority, first.lesson_stopped) == (2, True)
    assert first.resolution_clock.priority == 2


def test_what_the_desk_judged_for_a_reason_stays(room):
    first = room.log(by=room.gwen)
    facts = {"impact": "person", "urgency": "week", "priority": 5, "reason": "A spare is there."}
    workflow.prioritise(first, by=room.priya, at=MONDAY_9AM, **facts)

    intake_same.log_me_too(first, by=room.rachel, at=MONDAY_9AM, lesson_stopped=True)

    first.refresh_from_db()
    assert first.priority == 5


def test_me_too_comes_too_late_once_it_is_fixed(room):
    first = room.log(by=room.gwen)
    workflow.resolve(first, by=room.priya, at=MONDAY_9AM, resolution="New lamp.")

    with pytest.raises(Refused):
        intake_same.log_me_too(first, by=room.rachel, at=MONDAY_9AM)


def test_only_open_records_of_the_same_place_and_kind_are_the_same(room):
    room.log(by=room.gwen, room=room.hall)
    room.log(by=room.gwen, category=room.no_sound)
    done = room.log(by=room.gwen)
    workflow.resolve(done, by=room.priya, at=MONDAY_9AM, resolution="New lamp.")

    assert intake_same.open_record_of(Place(room.school, room.b12), room.no_picture) is None
    assert intake_same.open_record_of(Place(room.school), room.no_picture) is None
