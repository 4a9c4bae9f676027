"""A teacher's pages: report in two taps and one sentence, see what becomes of it, say whether it works."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset, AssetType
from incidents import intake_same, workflow
from incidents.intake import log_incident
from incidents.models import Channel, Incident, Status
from incidents.places import Place
from incidents.presentation import requester as plain
from servicedesk.errors import Refused
from servicedesk.models import Building, Membership, Room
from tests.factories import MONDAY_9AM, make_category, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
REPORT = "/report/"
MINUTE = timedelta(minutes=1)


class Staffroom:
    """A school with two rooms and two buttons, two teachers and a technician."""

    def __init__(self):
        self.school = make_school(safeguarding_contact="Mrs Adeyemi", safeguarding_phone="01632 960001")
        block = Building.objects.create(school=self.school, name="Science block")
        self.b12 = Room.objects.create(school=self.school, name="B12", building=block)
        self.hall = Room.objects.create(school=self.school, name="Hall")
        self.no_picture, self.no_sound = make_category("No picture"), make_category("No sound")
        self.rachel = make_person("requester", self.school, name="Rachel Okafor")
        self.gwen = make_person("requester", self.school, name="Gwen Shaw")
        self.priya = make_person("technician", self.school, name="Priya Shah")

    def log(self, by=None, at=MONDAY_9AM, **facts):
        by = by or self.rachel
        facts = {"room": self.b12, "category": self.no_picture} | facts
        return log_incident(school=self.school, requester=by, by=by, at=at, **facts)


@pytest.fixture
def room():
    return Staffroom()


@pytest.fixture
def rachel(client, room):
    client.force_login(room.rachel)
    return client


def send(client, room, /, **said):
    said = {"room": room.b12.pk, "category": room.no_picture.pk, "lesson_stopped": "no"} | said
    return client.post(REPORT, {name: value for name, value in said.items() if value is not None})


def text_of(response):
    return response.content.decode()


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


# What becomes of it.


def test_the_answer_says_who_has_it_until_when_and_the_place_in_line(rachel, room):
    make_promise(room.school)
    now = timezone.now()
    room.log(by=room.gwen, at=now - timedelta(days=7), room=room.hall)
    incident = room.log(at=now)

    page = text_of(rachel.get(f"/incidents/{incident.pk}/reported/"))

    assert f"Number <b>{incident.pk}</b>" in page
    assert "nobody has taken it yet." in page
    assert "We aim to answer by" in page
    assert "<b>2nd</b> in line" in page


def test_the_answer_is_for_the_one_who_asked(client, room):
    incident = room.log()
    client.force_login(room.gwen)

    assert client.get(f"/incidents/{incident.pk}/reported/").status_code == 404


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda room, it: it, "Nobody has taken it yet."),
        (lambda room, it: workflow.take(it, by=room.priya, at=MONDAY_9AM), "Priya Shah has it."),
        (lambda room, it: workflow.start(it, by=room.priya, at=MONDAY_9AM), "Priya Shah is on it."),
        (lambda room, it: wait(room, it, "requester", "Which laptop?"), "Which laptop?"),
        (
            lambda room, it: wait(room, it, "part", "PSU"),
            "We are waiting for a part. We look again on Wednesday 16 September.",
        ),
        (lambda room, it: resolve(room, it), "Priya Shah: New lamp."),
    ],
)
def test_each_state_is_one_plain_line(room, prepare, words):
    assert plain.line_of(prepare(room, room.log()), MONDAY_9AM).says == words


def wait(room, incident, reason, note):
    facts = {"reason": reason, "note": note, "follow_up_on": date(2026, 9, 16)}
    return workflow.wait(incident, by=room.priya, at=MONDAY_9AM, **facts)


def resolve(room, incident):
    return workflow.resolve(incident, by=room.priya, at=MONDAY_9AM, resolution="New lamp.")


def test_what_waits_for_an_answer_comes_first_and_is_answered_there(rachel, room):
    asked = wait(room, room.log(), "requester", "Which laptop?")
    room.log(at=MONDAY_9AM + MINUTE, room=room.hall)

    page = text_of(rachel.get("/mine/"))
    assert page.index("Which laptop?") < page.index("Hall")

    rachel.post(reverse("incidents:reply", args=[asked.pk]), {"text": "Number 7.", "next": "/mine/"})

    asked.refresh_from_db()
    assert asked.status != Status.WAITING
    assert asked.entries.last().text == "Number 7."


def test_it_works_now_is_one_press_with_one_for_the_rating(rachel, room):
    done = resolve(room, room.log())
    assert "It works now" in text_of(rachel.get("/mine/"))

    rachel.post(reverse("incidents:confirm", args=[done.pk]), {"satisfied": "yes", "next": "/mine/"})

    done.refresh_from_db()
    assert (done.status, done.satisfied) == (Status.CLOSED, True)


def test_still_broken_asks_what_and_opens_it_again(rachel, room):
    done = resolve(room, room.log())

    rachel.post(reverse("incidents:reopen", args=[done.pk]), {"reason": "Dark again."})

    done.refresh_from_db()
    assert done.status == Status.IN_PROGRESS


def test_my_faults_are_mine_only(rachel, room):
    room.log(by=room.gwen, description="Somebody else’s")

    page = text_of(rachel.get("/mine/"))

    assert "Somebody else’s" not in page
    assert "You have not reported anything yet" in page


def test_one_record_shows_its_story_but_never_the_notes(rachel, room):
    incident = room.log(description="Blue light on.")
    workflow.note(incident, by=room.priya, at=MONDAY_9AM, text="She kicked it again")
    workflow.reply(incident, by=room.priya, at=MONDAY_9AM, text="On my way.")
    wait(room, incident, "part", "Too dear, ask the head")

    page = text_of(rachel.get(incident.get_absolute_url()))

    assert "On my way." in page
    assert "She kicked it again" not in page
    assert "Too dear" not in page
    assert not re.search(r"\bP[1-5]\b", page)


def test_the_record_of_another_teacher_looks_as_if_it_did_not_exist(client, room):
    incident = room.log()
    client.force_login(room.gwen)

    assert client.get(incident.get_absolute_url()).status_code == 404


def test_the_list_costs_the_same_for_one_fault_and_for_many(rachel, room, django_assert_max_num_queries):
    for number in range(30):
        incident = room.log(at=MONDAY_9AM + number * MINUTE, category=make_category(f"Kind {number}"))
        if number % 2:
            resolve(room, incident)
    intake_same.log_me_too(room.log(by=room.gwen), by=room.rachel, at=MONDAY_9AM)

    with django_assert_max_num_queries(9):
        rachel.get("/mine/")


def test_the_report_page_costs_the_same_for_a_small_and_a_big_school(rachel, room, django_assert_max_num_queries):
    for number in range(60):
        Room.objects.create(school=room.school, name=f"R{number}")
        make_category(f"Kind {number}")
    room.log()

    with django_assert_max_num_queries(9):
        rachel.get(REPORT)
    with django_assert_max_num_queries(9):
        rachel.get(REPORT, {"elsewhere": "1"})


def test_older_ones_are_a_page_further(rachel, room):
    for number in range(13):
        workflow.confirm(resolve(room, room.log(description=f"Number {number:02}")), by=room.rachel, at=MONDAY_9AM)

    first = rachel.get("/mine/")
    second = rachel.get("/mine/", {"page": first.context["page"].next})

    assert "Number 12" in text_of(first)
    assert "Number 02" not in text_of(first)
    assert "Number 02" in text_of(second)


def test_what_was_sent_is_no_draft_any_more(rachel, room):
    incident = room.log()
    here = incident.get_absolute_url()
    before = re.search(r'data-draft="(answer-[^"]+)"', text_of(rachel.get(here)))[1]

    rachel.post(f"/incidents/{incident.pk}/reply/", {"text": "It is the blue one.", "next": here})
    page = text_of(rachel.get(here))

    assert f'data-draft-sent="{before}"' in page
    assert f'data-draft="{before}"' not in page


def test_who_says_that_it_is_still_broken_reads_that_they_said_so(rachel, room):
    incident = room.log()
    workflow.take(incident, by=room.priya, at=MONDAY_9AM)
    workflow.resolve(incident, by=room.priya, at=MONDAY_9AM, resolution="New lamp.")

    asked = text_of(rachel.get(f"/incidents/{incident.pk}/reopen/"))
    answer = rachel.post(f"/incidents/{incident.pk}/reopen/", {"reason": "Dark again"}, follow=True)

    assert "Send: still broken" in asked
    assert "We are on it again." in text_of(answer)
    assert "You said it is still broken" in text_of(answer)


def test_days_keep_their_capital_only_where_they_begin_a_line(rachel, room):
    room.log(by=room.gwen, at=timezone.now() - timedelta(days=1))

    assert "in B12, yesterday " in text_of(send(rachel, room))


def test_a_list_with_the_newest_first_speaks_of_newer_and_older(rachel, room):
    for _ in range(12):
        workflow.cancel(room.log(), by=room.rachel, at=MONDAY_9AM, reason="Found it")

    page = text_of(rachel.get("/mine/"))

    assert ">Older<" in page
    assert "Later in the list" not in page
