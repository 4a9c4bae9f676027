"""The committee: what is on its agenda, and what becomes of what it decides."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from changes.agenda import what_waits
from changes.models import ByWay, Status
from changes.presentation.meeting import items_of
from changes.presentation.story import story_of
from changes.workflow import inviting
from changes.workflow import meeting as moves
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.changes.asked import make_leaders, make_waiting
from tests.factories import MONDAY_9AM, make_change, make_person, make_school

pytestmark = pytest.mark.django_db
THEN = MONDAY_9AM + timedelta(days=3)
AFTER = THEN + timedelta(hours=1)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def call(school, by, *changes, **facts):
    items = [(change, moves.approving.STEP_AT.get(change.status, "")) for change in changes]
    return moves.call_meeting(by=by, at=MONDAY_9AM, school=school, held_at=THEN, items=items, **facts)


def test_the_agenda_begins_with_what_is_nearest_to_being_made_and_ends_with_what_went_wrong(school, manager):
    failed = make_change(
        school, kind="normal", status="closed", outcome="failed", closed_at=MONDAY_9AM, title="Went wrong"
    )
    raised = make_waiting(school, originator=manager)
    reviewed = make_waiting(school, status="reviewed", originator=manager)
    make_waiting(make_school("Another"))
    make_waiting(school, status="planned", originator=manager)

    found = what_waits(school, reader=manager, at=MONDAY_9AM)

    assert found == [(reviewed, "implement"), (raised, "proceed"), (failed, "")]


def test_what_the_committee_decides_is_the_word_of_those_present_who_were_asked(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, status="reviewed", people=[leaders.grace, leaders.helen])
    meeting = call(school, manager, change, chair=manager, members=[leaders.grace, leaders.helen])
    moves.minute(meeting, by=manager, at=AFTER, present=[leaders.grace])

    item = moves.decide_item(meeting.items.get(), by=manager, at=AFTER, yes=True, minutes="After the exams.")

    change.refresh_from_db()
    said = change.approvals.get(decision="approved")
    assert (change.status, item.decision) == (Status.APPROVED, "approved")
    assert (said.decided_by, said.way, said.note) == (leaders.grace, ByWay.MEETING, "After the exams.")
    assert story_of(list(change.entries.all()), AFTER)[0].says == "The committee (Grace Adeyemi) said yes to making it"
    assert items_of(meeting, reader=manager)[0].word == "Grace Adeyemi"


def test_where_nobody_comes_who_was_asked_the_chair_says_it(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi")
    change = make_waiting(school, status="reviewed", people=[leaders.grace])
    meeting = call(school, manager, change, chair=manager)

    moves.decide_item(meeting.items.get(), by=manager, at=AFTER, yes=True)

    assert change.approvals.get(decision="approved").decided_by == manager


def test_without_a_chair_who_may_approve_nothing_is_decided(school, manager):
    change = make_waiting(school, originator=manager)
    tom = make_person("technician", school, name="Tom Webb")
    meeting = call(school, manager, change, chair=tom)

    with pytest.raises(Refused, match="Say who is in the chair"):
        moves.decide_item(meeting.items.get(), by=manager, at=AFTER, yes=True)


def test_no_needs_a_reason_and_rejects_the_change(school, manager):
    change = make_waiting(school, originator=manager)
    meeting = call(school, manager, change, chair=manager)
    with pytest.raises(ValidationError):
        moves.decide_item(meeting.items.get(), by=manager, at=AFTER, yes=False)

    moves.decide_item(meeting.items.get(), by=manager, at=AFTER, yes=False, minutes="Too dear.")

    change.refresh_from_db()
    assert change.status == Status.REJECTED
    with pytest.raises(Refused, match="stays in the minutes"):
        moves.remove_item(meeting.items.get(), by=manager, at=AFTER)


def test_what_was_answered_elsewhere_is_not_decided_again(school, manager):
    change = make_waiting(school, originator=manager)
    meeting = call(school, manager, change, chair=manager)
    moves.approving.approve_to_proceed(change, by=manager, at=MONDAY_9AM)

    with pytest.raises(Refused, match="answered elsewhere"):
        moves.decide_item(meeting.items.get(), by=manager, at=AFTER, yes=True)


def test_points_change_places(school, manager):
    first, second = make_waiting(school, originator=manager), make_waiting(school, originator=manager)
    meeting = call(school, manager, first, second)

    moves.move_item(meeting.items.get(change=second), by=manager, at=MONDAY_9AM, later=False)
    moves.move_item(meeting.items.get(change=second), by=manager, at=MONDAY_9AM, later=False)

    assert [(each.place, each.change) for each in meeting.items.all()] == [(1, second), (2, first)]


def test_members_get_the_agenda_and_once_it_is_closed_the_minutes_and_then_nothing_changes(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi")
    change = make_waiting(school, originator=manager)
    meeting = call(school, manager, change, chair=manager, members=[leaders.grace])
    assert inviting.send_agenda(meeting, by=manager, at=MONDAY_9AM) == 2
    with pytest.raises(Refused, match="not met yet"):
        inviting.close_meeting(meeting, by=manager, at=MONDAY_9AM)

    inviting.close_meeting(meeting, by=manager, at=AFTER)

    sent = Letter.objects.filter(to=leaders.grace, template__in=["changes/agenda", "changes/minutes"])
    assert [letter.enclosures.get().name for letter in sent.order_by("pk")] == [
        "agenda-2026-09-17.pdf",
        "minutes-2026-09-17.pdf",
    ]
    with pytest.raises(Refused, match="closed"):
        moves.write_item(meeting.items.get(), by=manager, at=AFTER, minutes="More.")


def test_only_those_who_manage_changes_hold_meetings(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi")
    meeting = call(school, manager)

    with pytest.raises(NotYours):
        call(school, leaders.grace)
    with pytest.raises(NotYours):
        call(None, manager)
    with pytest.raises(NotYours):
        moves.minute(meeting, by=leaders.grace, at=AFTER, present=[])


def test_nobody_is_invited_who_may_not_see_the_changes(school, manager):
    teacher = make_person("requester", school, name="Rachel Moss")

    with pytest.raises(ValidationError, match="Rachel Moss may not see"):
        call(school, manager, members=[teacher])


def test_a_meeting_of_the_trust_shows_its_reader_only_changes_they_may_see(client, school):
    boss = make_person("trust_administrator", everywhere=True, name="Ruth Penrose")
    other = make_waiting(make_school("Another"), title="Of another school", originator=boss)
    meeting = call(None, boss, other, make_waiting(school, title="Of ours", originator=boss))
    client.force_login(make_person("senior_leader", school))

    with time_machine.travel(AFTER, tick=False):
        page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Of ours" in page and "Of another school" not in page
    assert "1 more of schools you don’t serve" in page


def test_a_decision_that_is_refused_loses_no_word(client, school, manager):
    change = make_waiting(school, originator=manager)
    meeting = call(school, manager, change)
    item = meeting.items.get()
    client.force_login(manager)

    with time_machine.travel(AFTER, tick=False):
        said = {f"item-{item.pk}-minutes": "Talked\0 about", "decision": "yes"}
        nul = client.post(f"/changes/meetings/items/{item.pk}/", said)
        answer = client.post(
            f"/changes/meetings/items/{item.pk}/", said | {f"item-{item.pk}-minutes": "Talked about it."}
        )

    assert nul.status_code == 200
    assert "Talked about it." in answer.content.decode()
    assert "Say who is in the chair" in answer.content.decode()


def test_a_page_of_a_meeting_costs_the_same_however_long_its_agenda_is(
    client, school, manager, django_assert_max_num_queries
):
    client.force_login(manager)
    meeting = call(school, manager, *[make_waiting(school, originator=manager) for _ in range(2)])
    longer = call(school, manager, *[make_waiting(school, originator=manager) for _ in range(6)])

    for each in (meeting, longer):
        with django_assert_max_num_queries(40):
            assert client.get(each.get_absolute_url()).status_code == 200
