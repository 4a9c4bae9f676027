"""A record's page, a page for every move, and a call logged for somebody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType
from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident, IncidentEntry, Status
from incidents.moves import MOVES
from servicedesk.models import Letter, Room
from servicedesk.timeline import EntryKind
from tests.factories import MONDAY_9AM, make_incident, make_major, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def eleven_o_clock():
    """It is 11:00 on a Monday at the school."""
    with time_machine.travel(MONDAY_9AM + HOUR, tick=False):
        yield


@pytest.fixture
def school():
    school = make_school(code="HBS")
    make_promise(school)
    return school


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def rachel(school):
    return make_person("requester", school, name="Rachel Okafor")


@pytest.fixture
def incident(school, rachel):
    return log_incident(school=school, requester=rachel, by=rachel, at=MONDAY_9AM, summary="No picture on projector")


@pytest.fixture
def desk(client, priya):
    client.force_login(priya)
    return client


def page_of(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def newest(incident):
    return IncidentEntry.objects.filter(incident=incident).order_by("pk").last()


def test_both_clocks_are_said_in_words(desk, incident, priya):
    workflow.reply(incident, by=priya, at=MONDAY_9AM + timedelta(minutes=3), text="On my way.")

    page = page_of(desk, f"/incidents/{incident.pk}/")

    assert "Reply by 12:00" in page
    assert "Met at 10:03" in page
    assert "Fix by tomorrow 10:00" in page
    assert "7 h left" in page


def test_a_record_one_may_not_see_is_not_there(desk):
    elsewhere = make_incident(make_school("Northgate"))

    for path in ("", "take/", "resolve/", "why/resolution/"):
        page_of(desk, f"/incidents/{elsewhere.pk}/{path}", status=404)


def test_the_buttons_are_those_of_the_moves_that_are_possible(desk, incident, priya):
    workflow.resolve(incident, by=priya, at=MONDAY_9AM, resolution="New lamp.")

    page = page_of(desk, f"/incidents/{incident.pk}/")

    assert f'href="/incidents/{incident.pk}/reopen/"' in page
    assert f"/incidents/{incident.pk}/resolve/" not in page
    assert f"/incidents/{incident.pk}/wait/" not in page


def test_the_thing_says_how_often_it_broke_this_term(desk, school, rachel):
    room = Room.objects.create(school=school, name="B12")
    kind = AssetType.objects.create(name="Projector")
    projector = Asset.objects.create(school=school, tag="PRJ-0212", type=kind, name="Projector", room=room)
    for _ in range(4):
        incident = log_incident(
            school=school, requester=rachel, by=rachel, at=MONDAY_9AM, summary="No picture", room=room, asset=projector
        )

    page = page_of(desk, f"/incidents/{incident.pk}/")

    assert "4th fault this year" in page
    assert page.count("No picture") > 3  # the open ones beside it


def test_what_another_desk_knew_is_shown_and_leads_to_its_like(desk, school):
    facts = {"u_symptom": "Symptom 491", "cmdb_ci": ""}
    imported = make_incident(school, source="servicenow", source_reference="INC0000045", facts=facts)

    page = page_of(desk, f"/incidents/{imported.pk}/")

    assert "Symptom" in page
    assert "?fact=u_symptom%3ASymptom%20491" in page
    assert str(imported.pk) in desk.get("/queue/?fact=u_symptom%3ASymptom%20491").content.decode()


def test_the_page_costs_the_same_however_long_the_story_is(desk, incident, priya):
    path = f"/incidents/{incident.pk}/"

    def queries():
        desk.get(path)
        with CaptureQueriesContext(connection) as captured:
            desk.get(path)
        return len(captured)

    few = queries()
    for minute in range(40):
        workflow.note(incident, by=make_person("technician", incident.school), at=MONDAY_9AM, text=f"Note {minute}")
        make_incident(incident.school, duplicate_of=incident, status=Status.CANCELLED)

    assert queries() == few <= 20


def test_what_was_asked_is_in_the_story_as_it_was_sent(desk, incident, priya):
    workflow.wait(
        incident, by=priya, at=MONDAY_9AM, reason="requester", note="Which lamp?", follow_up_on=MONDAY_9AM.date()
    )

    page = page_of(desk, f"/incidents/{incident.pk}/")

    assert "Which lamp?" in page
    assert "asked, and waits for an answer" in page
    assert "waiting for Rachel since 10:00" in page


# The composer.


def say(client, incident, text="Coming.", **facts):
    sent = {"mode": "reply", "text": text, "seen": newest(incident).pk} | facts
    return client.post(f"/incidents/{incident.pk}/", sent)


def test_a_reply_reaches_the_requester(desk, incident, rachel):
    response = say(desk, incident, minutes="5")

    assert response.status_code == 302
    assert newest(incident).kind == EntryKind.REPLY
    assert fresh(incident).minutes_spent == 5
    assert rachel.letters.filter(template="incidents/replied").count() == 1


def test_a_note_reaches_nobody(desk, incident, rachel):
    say(desk, incident, mode="note")

    assert newest(incident).kind == EntryKind.NOTE
    assert not rachel.letters.filter(template="incidents/replied").exists()


def test_a_call_is_an_answer(desk, incident):
    say(desk, incident, mode="call")

    assert newest(incident).kind == EntryKind.CALL
    assert fresh(incident).first_response_at is not None


def test_sending_and_waiting_stops_the_clock_however_long_the_question(desk, incident):
    question = "Which of the two? " * 30

    say(desk, incident, text=question, then="wait", follow_up_on="2026-09-15")

    assert fresh(incident).status == Status.WAITING
    assert newest(incident).text == question.strip()


def test_who_answers_what_was_answered_meanwhile_is_stopped_and_keeps_the_text(desk, incident, school):
    tom = make_person("technician", school, name="Tom Webb")
    seen = newest(incident).pk
    workflow.reply(incident, by=tom, at=MONDAY_9AM, text="I am there already.")

    response = say(desk, incident, text="I will come at noon.", seen=seen)
    page = response.content.decode()

    assert response.status_code == 409
    assert "I will come at noon." in page
    assert "I am there already." in page
    assert f'name="seen" value="{newest(incident).pk}"' in page


def test_an_empty_text_is_not_sent(desk, incident):
    response = say(desk, incident, text=" ")

    assert "Write something first." in response.content.decode()
    assert newest(incident).move == "log"


# A page for every move.


def of_a_kind(name, school, status):
    """A record that a move is for: news are of a major incident, and only what is part of one can leave it."""
    if name in ("hand_lead", "publish_update", "review_major"):
        return make_major(school, status=status).incident
    return make_incident(school, status=status, parent=make_major(school).incident if name == "leave" else None)


@pytest.mark.parametrize("name", [move.name for move in MOVES])
def test_every_move_has_its_page(client, incident, school, name):
    """Asked in the first state that allows it, by somebody who may; looking changes nothing."""
    move = next(move for move in MOVES if move.name == name)
    status = move.sources[0]
    record = of_a_kind(name, school, status)
    client.force_login(record.requester if move.permission is None else make_person("service_level_manager", school))
    before = Incident.objects.values().get(pk=record.pk)

    page = page_of(client, f"/incidents/{record.pk}/{name}/")

    assert "<form" in page
    assert Incident.objects.values().get(pk=record.pk) == before


SENT = [
    ("take", {}, Status.ASSIGNED),
    ("start", {}, Status.IN_PROGRESS),
    ("wait", {"reason": "part", "follow_up_on": "2026-09-15"}, Status.WAITING),
    ("resolve", {"resolution": "New lamp.", "minutes": "10"}, Status.RESOLVED),
    ("cancel", {"reason": "Not needed."}, Status.CANCELLED),
    ("prioritise", {"impact": "class", "urgency": "now"}, Status.NEW),
    ("note", {"text": "Spare lamp on shelf 2."}, Status.NEW),
    ("record_call", {"text": "She can wait."}, Status.NEW),
    ("reply", {"text": "Coming."}, Status.NEW),
]


@pytest.mark.parametrize(("name", "sent", "status"), SENT)
def test_sending_the_page_makes_the_move(desk, incident, name, sent, status):
    response = desk.post(f"/incidents/{incident.pk}/{name}/", sent)

    assert response.status_code == 302
    assert fresh(incident).status == status
    assert newest(incident).move == name


def test_assigning_gives_it_to_somebody_of_the_desk(desk, incident, school):
    tom = make_person("technician", school, name="Tom Webb")

    desk.post(f"/incidents/{incident.pk}/assign/", {"assignee": tom.pk})

    assert fresh(incident).assignee == tom


def test_a_duplicate_names_the_record_that_stays(desk, incident, school):
    original = make_incident(school)

    desk.post(f"/incidents/{incident.pk}/mark_duplicate/", {"original": original.pk})

    assert fresh(incident).duplicate_of == original


WRONG = [
    ("resolve", {"resolution": ""}, "Please fill this in."),
    ("wait", {"reason": "requester", "follow_up_on": "2026-09-15"}, "Say what you need from them."),
    ("wait", {"reason": "part", "follow_up_on": "2026-09-11"}, "Choose today or a later day."),
    ("prioritise", {"impact": "person", "urgency": "today", "priority": "1"}, "Say why this one differs."),
    ("mark_duplicate", {"original": "999999"}, "There is no record of this number"),
]


@pytest.mark.parametrize(("name", "sent", "sentence"), WRONG)
def test_what_is_wrong_stands_at_its_field(desk, incident, name, sent, sentence):
    response = desk.post(f"/incidents/{incident.pk}/{name}/", sent)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert fresh(incident).status == Status.NEW


def test_a_move_that_comes_too_late_is_refused_and_the_text_is_kept(desk, incident, priya):
    workflow.cancel(incident, by=priya, at=MONDAY_9AM, reason="Not needed.")

    response = desk.post(f"/incidents/{incident.pk}/resolve/", {"resolution": "A new lamp."})
    page = response.content.decode()

    assert response.status_code == 409
    assert "it is cancelled" in page
    assert "A new lamp." in page
    page_of(desk, f"/incidents/{incident.pk}/resolve/", status=409)


def test_a_requester_is_told_what_is_not_theirs_to_do(client, incident, rachel):
    client.force_login(rachel)

    page = page_of(client, f"/incidents/{incident.pk}/resolve/", status=403)

    assert "Your role does not allow you to resolve this record." in page
    assert client.post(f"/incidents/{incident.pk}/resolve/", {"resolution": "x"}).status_code == 403
    assert fresh(incident).status == Status.NEW


def test_a_requester_sees_their_record_without_the_notes(client, incident, rachel, priya):
    workflow.note(incident, by=priya, at=MONDAY_9AM, text="The lamp again.")
    client.force_login(rachel)

    assert "The lamp again." not in page_of(client, f"/incidents/{incident.pk}/")


# Why this time.


def test_a_deadline_explains_itself_and_adds_up(desk, incident):
    response = desk.get(f"/incidents/{incident.pk}/why/resolution/")
    page = response.content.decode()

    assert "Fix by tomorrow 10:00: why this time?" in page
    assert "outside support hours" in page
    assert [line.counted for line in response.context["told"].lines] == ["1 h", "5 h", "–", "2 h"]
    assert "1 h counted so far: 7 h left." in page


def test_there_is_nothing_to_explain_where_nothing_was_promised(desk, school):
    page_of(desk, f"/incidents/{make_incident(school).pk}/why/response/", status=404)
    page_of(desk, f"/incidents/{make_incident(school).pk}/why/nonsense/", status=404)


# A call for somebody else.


def call(client, **facts):
    return client.post("/incidents/log/", {"summary": "No sound", "channel": "phone"} | facts)


def test_a_call_is_logged_for_the_caller(desk, rachel, priya):
    call(desk, requester=rachel.pk, done="Told her to try the other cable.")

    incident = Incident.objects.get()
    assert (incident.requester, incident.logged_by, incident.channel) == (rachel, priya, "phone")
    assert newest(incident).text == "Told her to try the other cable."
    assert incident.status == Status.NEW


def test_a_call_that_fixed_it_is_done(desk, rachel):
    call(desk, requester=rachel.pk, done="The cable was loose.", fixed="on", minutes="3")

    incident = Incident.objects.get()
    assert (incident.status, incident.resolution, incident.minutes_spent) == (
        Status.RESOLVED,
        "The cable was loose.",
        3,
    )


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_caller_is_found_by_a_part_of_the_name(desk, rachel, headers):
    page = desk.get("/incidents/log/?who=oka+rach", headers=headers).content.decode()

    assert "Rachel Okafor" in page
    assert ("<html" in page) is not bool(headers)


def test_finding_the_caller_keeps_what_was_typed_and_logs_nothing(desk, rachel):
    page = desk.post("/incidents/log/", {"find": "yes", "who": "rachel", "summary": "No sound"}).content.decode()

    assert 'value="No sound"' in page
    assert "Rachel Okafor" in page
    assert not Incident.objects.exists()


def test_people_of_other_schools_are_not_found(desk):
    make_person("requester", make_school("Northgate"), name="Zoe Elsewhere")

    assert "Zoe Elsewhere" not in desk.get("/incidents/log/?who=zoe").content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Find the caller and choose them."),
        ({"summary": ""}, "Please fill this in."),
        ({"fixed": "on"}, "Say what fixed it"),
        ({"room": "Z99"}, "has no room called “Z99”"),
    ],
)
def test_a_call_says_what_is_missing(desk, rachel, facts, sentence):
    facts = facts if not facts else {"requester": rachel.pk} | facts

    assert sentence in call(desk, **facts).content.decode()
    assert not Incident.objects.exists()


def test_only_the_desk_logs_calls(client, rachel):
    client.force_login(rachel)

    page_of(client, "/incidents/log/", status=403)
    assert not Letter.objects.exists()


def test_a_question_that_was_sent_is_no_draft_any_more(desk, incident):
    here = incident.get_absolute_url()
    before = re.search(r'data-draft="(talk-[^"]+)"', page_of(desk, here))[1]

    desk.post(here, {"mode": "reply", "text": "Which lamp?", "then": "wait", "follow_up_on": "2026-09-21"})
    page = page_of(desk, here)

    assert f'data-draft-sent="{before}"' in page
    assert f'data-draft="{before}"' not in page


@pytest.mark.parametrize("seconds", [0, 25, 59])
def test_the_head_and_the_reason_agree_to_the_minute(desk, school, rachel, seconds):
    begun = MONDAY_9AM - timedelta(days=7) + timedelta(seconds=seconds)
    late = log_incident(school=school, requester=rachel, by=rachel, at=begun, summary="No picture")
    due = late.response_clock.due
    with time_machine.travel(due + timedelta(minutes=70, seconds=30), tick=False):
        head = page_of(desk, late.get_absolute_url())
        why = page_of(desk, f"/incidents/{late.pk}/why/response/")

    assert re.search(r"(\d+ h \d+|\d+ min) late", head)[1] == re.search(r"(\d+ h \d+|\d+ min) over", why)[1]


def test_an_old_message_says_day_and_time(desk, incident, priya):
    workflow.reply(incident, by=priya, at=MONDAY_9AM, text="On my way.")

    with time_machine.travel(MONDAY_9AM + timedelta(days=12), tick=False):
        assert "Mon 14 Sep 10:00" in page_of(desk, incident.get_absolute_url())


@pytest.mark.parametrize("name", ["assign", "prioritise", "wait", "mark_duplicate", "resolve"])
def test_a_page_begins_in_its_first_field(desk, incident, name):
    make_incident(incident.school, room=incident.room)

    assert page_of(desk, f"/incidents/{incident.pk}/{name}/").count(" autofocus") == 1


def test_what_somebody_else_has_is_taken_over_in_one_press(desk, incident, school, priya):
    workflow.take(incident, by=make_person("technician", school, name="Tom Webb"), at=MONDAY_9AM)
    assert "Take over from Tom" in page_of(desk, incident.get_absolute_url())

    desk.post(f"/incidents/{incident.pk}/assign/", {"assignee": priya.pk})

    assert fresh(incident).assignee == priya
    assert "Take over from" not in page_of(desk, incident.get_absolute_url())


def test_technicians_of_the_school_are_offered_first_and_others_not_at_all(desk, incident, school):
    make_person("service_desk", school, name="Ann Desk")
    make_person("technician", make_school("Northgate"), name="Una Elsewhere")

    page = page_of(desk, f"/incidents/{incident.pk}/assign/")

    assert page.index("Priya Shah</option>") < page.index("Ann Desk</option>")
    assert "Una Elsewhere" not in page


def test_the_one_that_stays_is_chosen_from_what_is_open_in_the_same_place(desk, school, rachel):
    room = Room.objects.create(school=school, name="B12")
    facts = {"school": school, "requester": rachel, "by": rachel, "at": MONDAY_9AM, "room": room}
    first, second = log_incident(summary="Dark", **facts), log_incident(summary="No picture", **facts)

    page = page_of(desk, f"/incidents/{second.pk}/mark_duplicate/")
    desk.post(f"/incidents/{second.pk}/mark_duplicate/", {"original": first.pk, "number": ""})

    assert f"{first.reference} Dark, B12, Rachel Okafor, 1 h" in page
    assert fresh(second).duplicate_of == first


def test_another_record_is_named_by_its_number(desk, incident, school):
    room = Room.objects.create(school=school, name="B12")
    other, original = make_incident(school, room=room), make_incident(school)
    Incident.objects.filter(pk=incident.pk).update(room=room)

    page = page_of(desk, f"/incidents/{incident.pk}/mark_duplicate/")
    desk.post(f"/incidents/{incident.pk}/mark_duplicate/", {"number": original.pk})

    assert f'<label class="choice" for="id_original_0"><input type="radio" name="original" value="{other.pk}"' in page
    assert fresh(incident).duplicate_of == original


def test_without_the_list_a_record_says_that_it_is_on_its_way(desk, incident):
    assert "Loading the queue…" in page_of(desk, incident.get_absolute_url())


def test_keys_are_listed_where_they_work(desk, incident):
    page = page_of(desk, incident.get_absolute_url())

    assert "<h3>In the list</h3>" in page
    for key in "tazplsrnu":
        assert f"<kbd>{key}</kbd>" in page
