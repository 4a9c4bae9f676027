"""Logging, following and moving a record through the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident
from tests.api.conftest import as_, url
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db


def test_a_teacher_reports_a_fault_with_one_line(school):
    answer = as_(school.requester).post(url("incidents"), {"summary": "No picture", "asset": "PRJ-1"})

    assert answer.status_code == 201
    assert answer.data["school"] == "HB"
    assert answer.data["room"] == {"id": school.room.pk, "name": "B12"}
    assert answer.data["channel"] == "api"
    assert answer.data["answer_due"]
    assert school.requester.letters.count() == 1


def test_a_stopped_lesson_is_judged_as_on_the_page(school):
    answer = as_(school.requester).post(url("incidents"), {"summary": "No picture", "lesson_stopped": True})

    assert answer.data["priority"] == 2


@pytest.mark.parametrize("field, value", [("impact", "whole_school"), ("urgency", "now"), ("channel", "phone")])
def test_what_the_desk_judges_is_refused_from_a_teacher(school, field, value):
    answer = as_(school.requester).post(url("incidents"), {"summary": "No picture", field: value})

    assert answer.status_code == 400
    assert answer.data["error"]["fields"] == {field: ["Only the service desk says this."]}


def test_the_desk_logs_a_call_for_somebody(school):
    call = {"summary": "No picture", "requester": school.requester.pk, "channel": "phone", "impact": "department"}

    answer = as_(school.service_desk).post(url("incidents"), call)

    assert answer.status_code == 201
    assert answer.data["requester"]["id"] == school.requester.pk
    assert answer.data["desk"]["impact"] == "department"


def test_a_teacher_logs_nothing_for_somebody_else(school):
    colleague = make_person("requester", school.school)

    answer = as_(school.requester).post(url("incidents"), {"summary": "No picture", "requester": colleague.pk})

    assert answer.status_code == 400
    assert set(answer.data["error"]["fields"]) == {"requester"}
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "summary"),
        ({"summary": ""}, "summary"),
        ({"summary": "x" * 201}, "summary"),
        ({"summary": "x", "colour": "red"}, "colour"),
        ({"summary": "x", "status": "closed"}, "status"),
        ({"summary": "x", "priority": 1}, "priority"),
        ({"summary": "x", "asset": "NO-SUCH"}, "asset"),
        ({"summary": "x", "room": 999999}, "room"),
        ({"summary": "x", "room": "B12"}, "room"),
        ({"summary": "x", "room": True}, "room"),
        ({"summary": "x", "school": "ELSEWHERE"}, "school"),
        ({"summary": "x", "school": ["HB"]}, "school"),
        ({"summary": "x", "kind": "joke"}, "kind"),
        ({"summary": "x", "occurred_at": "2999-01-01T10:00:00Z"}, "occurred_at"),
        ({"summary": "x", "occurred_at": "yesterday"}, "occurred_at"),
        ({"summary": "x\0"}, "summary"),
    ],
)
def test_what_can_not_be_accepted_is_said_field_by_field(school, body, field):
    answer = as_(school.requester).post(url("incidents"), body)

    assert answer.status_code == 400
    assert answer.data["error"]["code"] == "invalid"
    assert list(answer.data["error"]["fields"]) == [field]
    assert not Incident.objects.exists()


def test_a_room_of_another_school_does_not_exist(school):
    elsewhere = make_school(code="EL").rooms.create(name="E1")

    answer = as_(school.requester).post(url("incidents"), {"summary": "x", "room": elsewhere.pk})

    assert answer.status_code == 400


def test_the_requester_reads_the_public_story_only(school, fault):
    workflow.note(fault, by=school.technician, at=timezone.now(), text="The lamp is the old sort again.")
    workflow.take(fault, by=school.technician, at=timezone.now())
    workflow.reply(fault, by=school.technician, at=timezone.now(), text="I am on my way.")

    answer = as_(school.requester).get(url("incidents", fault.pk))

    assert [line["move"] for line in answer.data["timeline"]] == ["log", "reply"]
    assert {line["data"] for line in answer.data["timeline"]} == {None}
    assert answer.data["desk"] is None
    assert "old sort" not in answer.content.decode()


def test_the_desk_reads_the_whole_story(school, fault):
    workflow.note(fault, by=school.technician, at=timezone.now(), text="The lamp is the old sort again.")

    answer = as_(school.technician).get(url("incidents", fault.pk, "timeline"))

    assert [line["move"] for line in answer.data["results"]] == ["log", "note"]


def test_what_a_wait_is_for_is_told_the_requester_only_when_it_is_a_question(school, fault):
    day = timezone.localdate()

    def wait(reason, note):
        workflow.wait(fault, by=school.technician, at=timezone.now(), reason=reason, note=note, follow_up_on=day)

    wait("supplier", "They charge too much.")
    told = as_(school.requester).get(url("incidents", fault.pk)).data
    assert told["question"] == told["timeline"][-1]["text"] == ""

    workflow.resume(fault, by=school.technician, at=timezone.now())
    wait("requester", "Which lamp?")
    told = as_(school.requester).get(url("incidents", fault.pk)).data
    assert told["question"] == told["timeline"][-1]["text"] == "Which lamp?"


def test_a_fact_of_another_desk_can_not_be_guessed_by_asking(school):
    make_incident(school.school, requester=school.requester, source_reference="INC1", facts={"u_symptom": "491"})

    answer = as_(school.requester).get(url("incidents"), {"fact": "u_symptom:491"})

    assert answer.data["results"] == []


MOVES = [
    ("assign", lambda s: {"assignee": s.technician.pk, "note": "Yours."}, "assigned"),
    ("take", lambda s: {}, "assigned"),
    ("start", lambda s: {}, "in_progress"),
    ("wait", lambda s: {"reason": "part", "follow_up_on": timezone.localdate().isoformat()}, "waiting"),
    ("resolve", lambda s: {"resolution": "New lamp.", "minutes": 10}, "resolved"),
    ("cancel", lambda s: {"reason": "Found the switch."}, "cancelled"),
    ("prioritise", lambda s: {"impact": "department", "urgency": "now"}, "new"),
    ("reply", lambda s: {"text": "On my way.", "minutes": 1}, "new"),
    ("note", lambda s: {"text": "Old lamp."}, "new"),
    ("record_call", lambda s: {"text": "She says it flickers."}, "new"),
]


@pytest.mark.parametrize("move, body, state", MOVES, ids=[move for move, _, _ in MOVES])
def test_the_desk_moves_a_record(school, fault, move, body, state):
    answer = as_(school.technician).post(url("incidents", fault.pk, move), body(school))

    assert answer.status_code == 200, answer.data
    assert answer.data["status"] == state


def test_a_record_goes_its_whole_way(school, fault):
    desk, teacher = as_(school.technician), as_(school.requester)
    steps = [
        (desk, "take", {}, "assigned"),
        (desk, "wait", {"reason": "part", "follow_up_on": timezone.localdate().isoformat()}, "waiting"),
        (desk, "resume", {}, "in_progress"),
        (desk, "release", {}, "new"),
        (desk, "resolve", {"resolution": "New lamp."}, "resolved"),
        (teacher, "reopen", {"reason": "Dark again."}, "in_progress"),
        (desk, "resolve", {"resolution": "New lamp, the right one."}, "resolved"),
        (teacher, "confirm", {"satisfied": True}, "closed"),
    ]
    for who, move, body, state in steps:
        answer = who.post(url("incidents", fault.pk, move), body)
        assert (answer.status_code, answer.data.get("status")) == (200, state), answer.data


def test_a_duplicate_names_its_original(school, fault):
    second = log_incident(
        school=school.school, requester=school.requester, by=school.requester, at=timezone.now(), summary="No picture"
    )

    answer = as_(school.technician).post(url("incidents", second.pk, "mark_duplicate"), {"original": fault.pk})

    assert answer.data["duplicate_of"] == fault.pk


def test_long_after_closing_a_new_record_is_made(school):
    old = make_incident(school.school, at=MONDAY_9AM, status="closed", requester=school.requester)

    answer = as_(school.requester).post(url("incidents", old.pk, "reopen"), {"reason": "Dark again."})

    assert answer.status_code == 201
    assert answer.data["follows"] == old.pk


def test_a_move_that_the_role_does_not_allow_is_403_before_its_body_is_read(school, fault):
    answer = as_(school.requester).post(url("incidents", fault.pk, "resolve"), {})

    assert answer.status_code == 403
    assert answer.data["error"] == {
        "code": "forbidden",
        "message": "Your role does not allow you to resolve this record.",
        "fields": {},
    }


def test_a_move_from_the_wrong_state_is_409_with_a_sentence(school, fault):
    answer = as_(school.technician).post(url("incidents", fault.pk, "close"))

    assert answer.status_code == 409
    assert answer.data["error"]["code"] == "conflict"
    assert "it is new" in answer.data["error"]["message"]


def test_a_record_that_may_not_be_seen_is_404_like_one_that_is_not_there(school, fault):
    stranger = as_(make_person("technician", make_school()))

    unseen = stranger.post(url("incidents", fault.pk, "take"))
    missing = stranger.post(url("incidents", 999999999, "take"))

    assert unseen.status_code == missing.status_code == 404
    assert unseen.data == missing.data


def test_a_move_refuses_fields_it_does_not_know(school, fault):
    answer = as_(school.technician).post(url("incidents", fault.pk, "take"), {"status": "closed"})

    assert answer.status_code == 400
    assert answer.data["error"]["fields"] == {"status": ["There is no such field."]}


def test_nothing_is_sent_when_somebody_spoke_since(school, fault):
    as_(school.service_desk).post(url("incidents", fault.pk, "reply"), {"text": "I take this."})

    answer = as_(school.technician).post(url("incidents", fault.pk, "reply"), {"text": "I take this.", "seen": 0})

    assert answer.status_code == 409


def test_work_is_given_only_to_people_who_work_at_the_school(school, fault):
    answer = as_(school.technician).post(url("incidents", fault.pk, "assign"), {"assignee": school.requester.pk})

    assert answer.status_code == 400
    assert set(answer.data["error"]["fields"]) == {"assignee"}


def test_the_list_begins_with_the_next_clock(school):
    late = make_incident(school.school, next_due=MONDAY_9AM)
    never = make_incident(school.school)

    listed = as_(school.technician).get(url("incidents")).data["results"]

    assert [row["id"] for row in listed] == [late.pk, never.pk]


def test_a_list_is_followed_to_its_end_however_many_rows_share_a_place(school):
    made = {make_incident(school.school, requester=school.requester).pk for _ in range(7)}
    client, seen, address = as_(school.technician), [], url("incidents") + "?page_size=2&ordering=-opened_at"
    while address:
        page = client.get(address).data
        seen += [row["id"] for row in page["results"]]
        address = page["next"]

    assert seen == sorted(made, reverse=True)


def test_one_filter_set_serves_page_and_api(school, fault):
    make_incident(school.school, status="closed")

    listed = as_(school.technician).get(url("incidents"), {"status": "open", "school": "HB", "q": "picture"}).data

    assert [row["id"] for row in listed["results"]] == [fault.pk]


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "requester__password=x",
        "status=lost",
        "school=ELSEWHERE",
        "ordering=summary",
        "cursor=x",
        "page_size=0",
        "page_size=1000",
        "opened_after=soon",
        "assignee=they",
    ],
)
def test_a_question_nobody_understands_is_refused_by_name(school, query):
    answer = as_(school.technician).get(url("incidents") + "?" + query)

    assert answer.status_code == 400
    assert list(answer.data["error"]["fields"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("hat", ["technician", "requester"])
def test_a_list_costs_the_same_for_two_records_and_for_twenty(school, hat):
    person = getattr(school, hat)

    def cost():
        fresh = type(person).objects.get(pk=person.pk)
        with CaptureQueriesContext(connection) as queries:
            assert as_(fresh).get(url("incidents")).status_code == 200
        return len(queries)

    def log(times):
        for _ in range(times):
            facts = {"school": school.school, "requester": school.requester, "by": school.requester}
            log_incident(**facts, at=timezone.now(), summary="No picture", asset=school.asset, category=school.category)

    log(2)
    few = cost()
    log(18)

    assert cost() == few <= 6
