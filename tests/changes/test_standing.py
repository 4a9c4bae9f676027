"""Where a change stands, in words: its steps, who acts next, and what to think about."""

from datetime import timedelta

import pytest

from changes.models import Change, Kind, Outcome, Status
from changes.presentation.standing import next_of, standing_of, steps_of, window_of, with_waiting
from changes.warnings import all_warnings_of, warnings_of
from changes.workflow.approving import ask
from tests.changes.requests import HOUR, make_request
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db


def words(change):
    return [(step.words, step.state) for step in steps_of(change)]


def asked(change, reader=None):
    return next_of(with_waiting(Change.objects.all()).get(pk=change.pk), at=MONDAY_9AM, reader=reader)


def test_the_way_of_a_normal_change_has_nine_steps_and_says_where_it_is():
    way = words(make_request(status=Status.APPROVED, procedure=["Swap it."]))

    assert len(way) == 9
    assert way[3:6] == [("Peer reviewed", "done"), ("Approved to do", "now"), ("Announced", "ahead")]


@pytest.mark.parametrize(("kind", "first"), [(Kind.STANDARD, "Approved to do"), (Kind.EMERGENCY, "Raised")])
def test_a_kind_shows_only_the_steps_it_takes(kind, first):
    status = Status.APPROVED if kind == Kind.STANDARD else Status.RAISED

    assert words(make_request(kind=kind, status=status))[0] == (first, "now")


def test_what_was_left_out_is_said():
    way = dict(words(make_request(status=Status.CLOSED)))

    assert (way["Announced"], way["Planned"], way["Closed"]) == ("out", "out", "done")


def test_a_look_back_that_is_due_is_the_last_step():
    change = make_request(status=Status.CLOSED, outcome=Outcome.FAILED)

    assert words(change)[-1] == ("Look back", "now") and standing_of(change).words == "To review"


def test_a_rejected_change_goes_no_way():
    assert words(make_request(status=Status.REJECTED)) == [("Rejected", "now")]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.PROCEED, "Tom Webb writes the plan."),
        (Status.APPROVED, "Tom Webb makes it from today 17:00 on."),
        (Status.IMPLEMENTED, "Tom Webb puts down in the register what is there now."),
        (Status.IN_REGISTER, "Tom Webb says what came of it and closes it."),
        (Status.CLOSED, ""),
        (Status.WITHDRAWN, ""),
        (Status.RAISED, "Nobody is asked yet; somebody has to say yes before time is spent on a plan."),
    ],
)
def test_who_acts_next_is_said_in_plain_words(status, says):
    assert asked(make_request(status=status)) == says


def test_whoever_is_asked_is_named_and_the_reader_is_told_that_it_is_them():
    school = make_school()
    martin = make_person("service_level_manager", school, name="Martin Hale")
    change = make_request(school)
    ask(change, "proceed", MONDAY_9AM)

    assert asked(change, martin) == "Martin Hale (you) says yes or no before time is spent on a plan."


def test_a_window_is_said_with_its_day():
    assert window_of(make_request(), MONDAY_9AM) == "Mon 14 Sep, 17:00 to 19:00"


@pytest.mark.parametrize(
    ("facts", "at", "number"),
    [
        ({"status": Status.PLANNED, "back_out": ["Undo it."]}, MONDAY_9AM, 0),
        ({"status": Status.PLANNED}, MONDAY_9AM, 1),
        ({"status": Status.RAISED}, MONDAY_9AM + 8 * HOUR, 1),
        ({"status": Status.APPROVED, "back_out": ["Undo it."]}, MONDAY_9AM + 8 * HOUR, 0),
        ({"status": Status.APPROVED, "back_out": ["Undo it."]}, MONDAY_9AM + timedelta(days=1), 1),
        ({"status": Status.IMPLEMENTED}, MONDAY_9AM + timedelta(days=1), 0),
    ],
)
def test_what_to_think_about_is_said_while_it_is_ahead(facts, at, number):
    assert len(warnings_of(make_request(**facts), at=at)) == number


def test_a_program_also_reads_who_wears_two_hats():
    school = make_school()
    tom = make_person("trust_administrator", school, name="Tom Webb")
    change = make_request(school, by=tom, status=Status.REVIEWED, back_out=["Undo it."])
    ask(change, "implement", MONDAY_9AM)

    assert any("is to make this change as well" in each for each in all_warnings_of(change, at=MONDAY_9AM))
