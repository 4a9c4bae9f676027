"""The page of a record: its clocks, its story, its buttons, and what stands at the head."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType
from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident, Status
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school
from tests.incidents.ticket.reading import fresh, page_of

pytestmark = pytest.mark.django_db


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
