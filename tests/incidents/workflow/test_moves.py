"""What every move does to a record, its clocks and its letters."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from incidents import workflow
from incidents.intake import log_incident
from incidents.models import IncidentEntry, Status
from incidents.models.incident import NEVER, Writer
from servicedesk.errors import Refused
from sla.models import ClockState
from tests.factories import MONDAY_9AM, make_person, make_school
from tests.incidents.workflow.desk import HOUR, fresh

pytestmark = pytest.mark.django_db


def subjects(person):
    return [letter.subject for letter in person.letters.order_by("pk")]


def test_logging_starts_both_clocks_and_tells_the_requester(desk):
    incident = desk.log()

    assert incident.priority == 3
    assert incident.response_clock.due == MONDAY_9AM + 2 * HOUR
    assert incident.resolution_clock.due == MONDAY_9AM + timedelta(hours=24)
    assert incident.next_due == incident.response_clock.due
    assert subjects(desk.rachel) == [f"{incident.reference}: we have it – No picture"]


def test_a_stopped_lesson_comes_first(desk):
    assert desk.log(lesson_stopped=True).priority == 2


def test_a_fault_is_taken_in_even_where_nothing_was_agreed_yet():
    school = make_school()
    rachel = make_person("requester", school)

    incident = log_incident(school=school, requester=rachel, by=rachel, at=MONDAY_9AM, summary="No sound")

    assert incident.response_clock is None
    assert incident.next_due == NEVER


def test_taking_makes_it_ones_own(desk):
    incident = workflow.take(desk.log(), by=desk.priya, at=MONDAY_9AM)

    assert (incident.assignee, incident.status) == (desk.priya, Status.ASSIGNED)


def test_what_somebody_has_is_not_taken_from_them(desk):
    incident = workflow.take(desk.log(), by=desk.priya, at=MONDAY_9AM)

    with pytest.raises(Refused, match="Priya Shah has"):
        workflow.take(incident, by=desk.tom, at=MONDAY_9AM)
    assert fresh(incident).assignee == desk.priya


def test_giving_it_back_puts_it_where_anyone_can_take_it(desk):
    incident = workflow.take(desk.log(), by=desk.priya, at=MONDAY_9AM)

    incident = workflow.release(incident, by=desk.priya, at=MONDAY_9AM + HOUR)

    assert (incident.assignee, incident.status) == (None, Status.NEW)


def test_assigning_tells_the_new_owner(desk):
    incident = workflow.assign(desk.log(), by=desk.priya, at=MONDAY_9AM, assignee=desk.tom)

    assert incident.assignee == desk.tom
    assert subjects(desk.tom) == [f"{incident.reference}: yours – No picture"]


def test_passing_on_is_counted(desk):
    incident = workflow.assign(desk.log(), by=desk.priya, at=MONDAY_9AM, assignee=desk.tom)

    assert workflow.assign(incident, by=desk.tom, at=MONDAY_9AM + HOUR, assignee=desk.priya).reassigned == 1


def test_only_somebody_of_the_desk_can_own_a_record(desk):
    with pytest.raises(ValidationError, match="does not work on records"):
        workflow.assign(desk.log(), by=desk.priya, at=MONDAY_9AM, assignee=desk.rachel)


def test_starting_without_an_owner_makes_one(desk):
    incident = workflow.start(desk.log(), by=desk.priya, at=MONDAY_9AM)

    assert (incident.assignee, incident.status) == (desk.priya, Status.IN_PROGRESS)


def test_waiting_stops_the_resolution_clock_with_a_reason_and_a_day_to_look_again(desk):
    incident = workflow.wait(
        desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, reason="part", follow_up_on=date(2026, 9, 18), note="New lamp"
    )

    assert incident.resolution_clock.state == ClockState.PAUSED
    assert incident.response_clock.state == ClockState.RUNNING
    assert (incident.wait_reason, incident.follow_up_on) == ("part", date(2026, 9, 18))


def test_asking_the_requester_is_an_answer_to_them(desk):
    incident = workflow.wait(
        desk.log(),
        by=desk.priya,
        at=MONDAY_9AM + HOUR,
        reason="requester",
        follow_up_on=date(2026, 9, 15),
        note="Which laptop?",
    )

    assert incident.response_clock.is_met
    assert incident.next_due == NEVER
    assert subjects(desk.rachel)[-1] == f"{incident.reference}: we need something from you – No picture"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": "part", "follow_up_on": date(2026, 9, 13)}, "follow_up_on"),
        ({"reason": "requester", "follow_up_on": date(2026, 9, 15)}, "note"),
    ],
)
def test_a_wait_must_say_when_and_what(desk, facts, field):
    incident = desk.log()

    with pytest.raises(ValidationError) as refusal:
        workflow.wait(incident, by=desk.priya, at=MONDAY_9AM, **facts)
    assert field in refusal.value.message_dict
    assert fresh(incident).status == Status.NEW


def test_the_requesters_word_ends_a_wait_for_them(desk):
    incident = workflow.wait(
        workflow.take(desk.log(), by=desk.priya, at=MONDAY_9AM),
        by=desk.priya,
        at=MONDAY_9AM + HOUR,
        reason="requester",
        follow_up_on=date(2026, 9, 15),
        note="Which laptop?",
    )

    incident = workflow.reply(incident, by=desk.rachel, at=MONDAY_9AM + 3 * HOUR, text="LT-0417")

    assert (incident.status, incident.wait_reason) == (Status.IN_PROGRESS, "")
    assert incident.resolution_clock.due == MONDAY_9AM + timedelta(hours=26)
    assert incident.wrote_last == Writer.REQUESTER


def test_a_wait_for_a_part_goes_on_when_the_requester_writes(desk):
    incident = workflow.wait(desk.log(), by=desk.priya, at=MONDAY_9AM, reason="part", follow_up_on=date(2026, 9, 18))

    assert workflow.reply(incident, by=desk.rachel, at=MONDAY_9AM + HOUR, text="Any news?").status == Status.WAITING


def test_resolving_stops_the_clocks_and_tells_the_requester(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, resolution="New lamp.", minutes=25)

    assert incident.resolution_clock.is_met
    assert incident.response_clock.is_met
    assert (incident.resolved_by, incident.assignee, incident.minutes_spent) == (desk.priya, desk.priya, 25)
    assert subjects(desk.rachel)[-1] == f"{incident.reference}: fixed – No picture"


def test_resolving_late_leaves_a_miss_at_the_moment_it_ran_out(desk):
    incident = desk.log(lesson_stopped=True)

    incident = workflow.resolve(incident, by=desk.priya, at=MONDAY_9AM + 5 * HOUR, resolution="New lamp.")

    assert incident.resolution_clock.breached_at == MONDAY_9AM + 4 * HOUR


def test_a_resolution_must_say_something(desk):
    with pytest.raises(ValidationError, match="Say what fixed it"):
        workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM, resolution="  ")


def test_the_requester_confirms(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM, resolution="New lamp.")

    incident = workflow.confirm(incident, by=desk.rachel, at=MONDAY_9AM + HOUR, satisfied=True)

    assert (incident.status, incident.satisfied, incident.closed_at) == (Status.CLOSED, True, MONDAY_9AM + HOUR)


def test_still_broken_goes_on_with_the_same_clock_and_tells_the_owner(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, resolution="New lamp.")

    incident = workflow.reopen(incident, by=desk.rachel, at=MONDAY_9AM + 3 * HOUR, reason="Dark again")

    assert (incident.status, incident.reopened, incident.resolved_at) == (Status.IN_PROGRESS, 1, None)
    assert incident.resolution_clock.due == MONDAY_9AM + timedelta(hours=26)
    assert subjects(desk.priya)[-1] == f"{incident.reference}: still broken – No picture"


def test_long_after_closing_a_new_linked_record_is_opened(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM, resolution="New lamp.")
    incident = workflow.confirm(incident, by=desk.rachel, at=MONDAY_9AM)

    new = workflow.reopen(incident, by=desk.rachel, at=MONDAY_9AM + timedelta(days=30), reason="Dark again")

    assert new.follows == incident
    assert new.status == Status.NEW
    assert fresh(incident).status == Status.CLOSED


def test_cancelling_ends_the_promise_but_not_a_miss(desk):
    incident = desk.log(lesson_stopped=True)

    incident = workflow.cancel(incident, by=desk.rachel, at=MONDAY_9AM + 2 * HOUR, reason="It came back by itself")

    assert incident.response_clock.breached_at == MONDAY_9AM + HOUR
    assert incident.resolution_clock.breached_at is None
    assert incident.resolution_clock.state == ClockState.CANCELLED


def test_a_duplicate_ends_and_its_requester_is_told_which_to_follow(desk):
    first, second = desk.log(), desk.log(at=MONDAY_9AM + HOUR)

    second = workflow.mark_duplicate(second, by=desk.priya, at=MONDAY_9AM + HOUR, original=first)

    assert (second.status, second.duplicate_of) == (Status.CANCELLED, first)
    assert subjects(desk.rachel)[-1] == f"{second.reference}: already reported – No picture"


def test_a_duplicate_of_a_duplicate_is_refused(desk):
    first, second, third = desk.log(), desk.log(), desk.log()
    second = workflow.mark_duplicate(second, by=desk.priya, at=MONDAY_9AM, original=first)

    for original in (second, third):
        with pytest.raises(ValidationError):
            workflow.mark_duplicate(third, by=desk.priya, at=MONDAY_9AM, original=original)


def test_another_priority_counts_from_the_start(desk):
    incident = desk.log()

    incident = workflow.prioritise(incident, by=desk.priya, at=MONDAY_9AM + HOUR, impact="class", urgency="now")

    assert incident.priority == 2
    assert incident.resolution_clock.due == MONDAY_9AM + 4 * HOUR
    assert incident.next_due == MONDAY_9AM + HOUR


def test_a_priority_that_differs_from_the_table_needs_a_reason(desk):
    facts = {"impact": "person", "urgency": "today", "priority": 1}
    incident = desk.log()

    with pytest.raises(ValidationError, match="The table says P3"):
        workflow.prioritise(incident, by=desk.priya, at=MONDAY_9AM, **facts)
    changed = workflow.prioritise(incident, by=desk.priya, at=MONDAY_9AM, reason="The head asked", **facts)
    assert (changed.priority, changed.priority_reason) == (1, "The head asked")


def test_the_first_public_answer_stops_the_response_clock(desk):
    incident = workflow.reply(desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, text="On my way")

    assert incident.first_response_at == MONDAY_9AM + HOUR
    assert incident.response_clock.is_met
    assert subjects(desk.rachel)[-1] == f"{incident.reference}: Priya answered – No picture"


def test_a_note_is_no_answer_and_no_letter(desk):
    incident = workflow.note(desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, text="Wall plate is loose")

    assert incident.response_clock.state == ClockState.RUNNING
    assert len(subjects(desk.rachel)) == 1


def test_the_requesters_own_word_is_no_answer(desk):
    incident = workflow.reply(desk.log(), by=desk.rachel, at=MONDAY_9AM + HOUR, text="Still dark")

    assert incident.response_clock.state == ClockState.RUNNING


def test_a_technicians_own_fault_is_answered_by_somebody_else(desk):
    incident = desk.log(requester=desk.tom, by=desk.tom)

    incident = workflow.reply(incident, by=desk.tom, at=MONDAY_9AM, text="It is the lamp")
    assert incident.first_response_at is None
    incident = workflow.reply(incident, by=desk.priya, at=MONDAY_9AM + HOUR, text="Spare is in the store")
    assert incident.first_response_at == MONDAY_9AM + HOUR


def test_a_talk_is_an_answer(desk):
    assert workflow.record_call(desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, text="Rang her").response_clock.is_met


def test_an_answer_that_crosses_another_is_not_sent(desk):
    incident = desk.log()
    seen = IncidentEntry.objects.filter(incident=incident).last().pk
    workflow.reply(incident, by=desk.rachel, at=MONDAY_9AM + HOUR, text="It came back by itself")

    with pytest.raises(Refused, match="Rachel Okafor wrote since you opened this"):
        workflow.reply(incident, by=desk.priya, at=MONDAY_9AM + HOUR, text="On my way", seen=seen)
    assert fresh(incident).first_response_at is None


def test_what_stayed_resolved_closes_by_itself_after_the_agreed_school_days(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM, resolution="New lamp.")
    thursday_close = MONDAY_9AM + timedelta(days=3, hours=6)

    assert incident.close_on == thursday_close
    assert workflow.close_resolved(at=thursday_close - HOUR) == 0
    assert workflow.close_resolved(at=thursday_close) == 1
    assert workflow.close_resolved(at=thursday_close) == 0
    assert fresh(incident).status == Status.CLOSED
