"""Which moves are refused, to whom, and what comes between."""

from datetime import date, timedelta

import pytest

from incidents import workflow
from incidents.models import Status
from incidents.moves import MOVES
from incidents.workflow import ending
from servicedesk import letters
from servicedesk.errors import NotYours, Refused
from sla.calendars import calendar_of, make_version
from sla.models import ClockState
from tests.factories import MONDAY_9AM, OPEN_8_TO_4, make_incident, make_person, make_school
from tests.incidents.workflow.desk import HOUR, fresh

pytestmark = pytest.mark.django_db


def arguments(desk, move, incident):
    """What each move needs besides who and when."""
    return {
        "assign": {"assignee": desk.tom},
        "wait": {"reason": "part", "follow_up_on": date(2026, 9, 18)},
        "resolve": {"resolution": "New lamp."},
        "reopen": {"reason": "Dark again"},
        "cancel": {"reason": "Not needed"},
        "mark_duplicate": {"original": make_incident(desk.school)},
        "prioritise": {"impact": "class", "urgency": "now"},
        "reply": {"text": "Hello"},
        "note": {"text": "Hello"},
        "record_call": {"text": "Hello"},
        "excuse": {"which": "resolution", "reason": "Snow."},
        "mark_outage": {"is_outage": True},
        "declare_major": {"title": "No internet", "lead": desk.priya},
        "hand_lead": {"lead": desk.tom},
        "publish_update": {"text": "We are looking."},
        "review_major": {"what_happened": "A cable was cut."},
        "join": {"parent": make_incident(desk.school)},
    }.get(move.name, {})


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_state_that_does_not_allow_a_move_refuses_it_and_nothing_changes(desk, move):
    for status in set(Status) - set(move.sources):
        incident = make_incident(desk.school, status=status, requester=desk.rachel)
        by = desk.rachel if move.permission is None else desk.priya

        with pytest.raises(Refused, match="Nothing was changed"):
            getattr(workflow, move.name)(incident, by=by, at=MONDAY_9AM, **arguments(desk, move, incident))
        assert fresh(incident).status == status
        assert not incident.entries.exists()


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_colleague_without_a_role_in_it_may_not(desk, move):
    stranger = make_person("requester", desk.school)
    incident = make_incident(desk.school, status=move.sources[0], requester=desk.rachel)

    with pytest.raises(NotYours):
        getattr(workflow, move.name)(incident, by=stranger, at=MONDAY_9AM, **arguments(desk, move, incident))


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_technician_of_another_school_may_not(desk, move):
    stranger = make_person("technician", make_school("Mill Lane"))
    incident = make_incident(desk.school, status=move.sources[0], requester=desk.rachel)

    with pytest.raises(NotYours):
        getattr(workflow, move.name)(incident, by=stranger, at=MONDAY_9AM, **arguments(desk, move, incident))


def test_a_move_that_fails_in_the_middle_leaves_nothing_half_done(desk, monkeypatch):
    incident = desk.log()
    monkeypatch.setattr(letters, "write", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        workflow.resolve(incident, by=desk.priya, at=MONDAY_9AM + HOUR, resolution="New lamp.")

    incident = fresh(incident)
    assert incident.status == Status.NEW
    assert incident.resolution_clock.state == ClockState.RUNNING
    assert incident.entries.count() == 1


# What comes between.
SNOW_ALL_WEEK = {"type": "closure", "first": "2026-09-15", "last": "2026-09-18", "name": "Snow"}


def snow(school):
    """The school announces that it is closed from Tuesday to Friday."""
    document = OPEN_8_TO_4 | {"ranges": [SNOW_ALL_WEEK]}
    return make_version(calendar_of(school), document, by=None, at=MONDAY_9AM, reason="Snow")


def test_an_imported_record_that_nobody_asked_for_is_reported_again_by_whoever_reopens_it(desk):
    old = make_incident(desk.school, status=Status.CLOSED, requester=None, source="old desk", source_reference="INC1")

    new = workflow.reopen(old, by=desk.priya, at=MONDAY_9AM + timedelta(days=30), reason="Dark again")

    assert (new.follows, new.requester, new.logged_by) == (old, desk.priya, desk.priya)


def test_a_reopened_clock_goes_on_on_the_calendar_of_today(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, resolution="New lamp.")
    version = snow(desk.school)

    incident = workflow.reopen(incident, by=desk.rachel, at=MONDAY_9AM + 2 * HOUR, reason="Dark again")

    clock = fresh(incident).resolution_clock
    assert clock.calendar_version == version
    assert clock.due == MONDAY_9AM + timedelta(days=7, hours=1)  # five hours on Monday, three a week later
    assert incident.next_due == clock.due


def test_a_calendar_that_makes_a_reopened_clock_late_makes_it_so_when_it_is_reopened(desk):
    incident = desk.log(at=MONDAY_9AM + 5 * HOUR)
    incident = workflow.resolve(incident, by=desk.priya, at=MONDAY_9AM + timedelta(days=1), resolution="New lamp.")
    at_night = OPEN_8_TO_4 | {"hours": {"term": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed")}}}
    make_version(calendar_of(desk.school), at_night, by=None, at=MONDAY_9AM)

    then = MONDAY_9AM + timedelta(days=1, hours=1)
    incident = workflow.reopen(incident, by=desk.rachel, at=then, reason="Dark again")

    assert fresh(incident).resolution_clock.breached_at == then


def test_days_to_object_that_the_school_was_closed_do_not_count(desk):
    incident = workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM, resolution="New lamp.")
    before = incident.close_on
    snow(desk.school)

    assert workflow.close_resolved(at=before) == 0
    assert fresh(incident).close_on == before + timedelta(days=6)  # Thursday, by now Wednesday of the week after
    assert workflow.close_resolved(at=before + timedelta(days=6)) == 1


def test_one_record_that_can_not_be_closed_holds_up_no_other(desk, monkeypatch):
    broken, other = (
        workflow.resolve(desk.log(), by=desk.priya, at=MONDAY_9AM, resolution="New lamp.") for _ in range(2)
    )
    tell, late = ending.tell_requester, MONDAY_9AM + timedelta(days=9)
    monkeypatch.setattr(ending, "tell_requester", lambda i, *a, **k: 1 / 0 if i == broken else tell(i, *a, **k))

    assert workflow.close_resolved(at=late) == 1
    assert (fresh(broken).status, fresh(other).status) == (Status.RESOLVED, Status.CLOSED)
    monkeypatch.undo()
    assert workflow.close_resolved(at=late) == 1


def test_a_server_whose_clock_is_some_minutes_behind_still_moves_records(desk):
    incident = workflow.wait(
        desk.log(), by=desk.priya, at=MONDAY_9AM + HOUR, reason="part", follow_up_on=date(2026, 9, 18)
    )

    incident = workflow.resume(incident, by=desk.priya, at=MONDAY_9AM + HOUR - timedelta(minutes=4))

    assert incident.resolution_clock.state == ClockState.RUNNING
    assert incident.resolution_clock.spent == HOUR
