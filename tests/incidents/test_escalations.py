"""Telling people before a promise is broken: whom, when, and never twice."""

from datetime import timedelta

import pytest

from incidents import escalations, workflow
from incidents.intake import log_incident
from servicedesk.models import Letter
from sla import clocks
from sla.agreements import promise_for
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def school():
    school = make_school()
    version = make_promise(school)
    version.steps.create(kind="resolution", percent=50, tell_owner=True)
    version.steps.create(kind="resolution", percent=100, tell_owner=False, tell_role="service_level_manager")
    return school


@pytest.fixture
def incident(school):
    teacher = make_person("requester", school)
    return log_incident(
        school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="No picture", lesson_stopped=True
    )


def told(person):
    return list(person.letters.filter(template="incidents/escalated").values_list("subject", flat=True))


def test_the_owner_is_told_at_half_time_and_the_manager_at_the_end(school, incident):
    priya, martin = make_person("technician", school), make_person("service_level_manager", school)
    workflow.take(incident, by=priya, at=MONDAY_9AM)

    assert escalations.send_due(at=MONDAY_9AM + HOUR) == 0
    assert escalations.send_due(at=MONDAY_9AM + 2 * HOUR) == 1
    assert (len(told(priya)), len(told(martin))) == (1, 0)
    assert escalations.send_due(at=MONDAY_9AM + 4 * HOUR) == 1
    assert (len(told(priya)), len(told(martin))) == (1, 1)


def test_a_worker_that_was_down_takes_every_missed_step_once(incident):
    assert escalations.send_due(at=MONDAY_9AM + timedelta(days=2)) == 2
    assert escalations.send_due(at=MONDAY_9AM + timedelta(days=2)) == 0


def test_a_wait_calls_it_off_and_going_on_restores_it(school, incident):
    priya = make_person("technician", school)
    day = (MONDAY_9AM + timedelta(days=2)).date()
    workflow.wait(incident, by=priya, at=MONDAY_9AM + HOUR, reason="part", follow_up_on=day)

    assert escalations.send_due(at=MONDAY_9AM + 5 * HOUR) == 0
    workflow.resume(incident, by=priya, at=MONDAY_9AM + 5 * HOUR)
    assert escalations.send_due(at=MONDAY_9AM + 6 * HOUR) == 1


def test_what_is_fixed_is_not_escalated(school, incident):
    workflow.resolve(incident, by=make_person("technician", school), at=MONDAY_9AM + HOUR, resolution="New lamp.")

    assert escalations.send_due(at=MONDAY_9AM + timedelta(days=9)) == 0


def test_a_clock_without_an_incident_rings_nobody(school):
    from_elsewhere = clocks.start("resolution", school=school, promise=promise_for(school), priority=2, at=MONDAY_9AM)

    assert escalations.send_due(at=MONDAY_9AM + timedelta(days=2)) == 0
    assert not Letter.objects.filter(template="incidents/escalated").exists()
    from_elsewhere.refresh_from_db()
    assert from_elsewhere.next_step_at is None


def test_one_record_that_can_not_be_escalated_holds_up_no_other(school, incident, monkeypatch):
    teacher, late = make_person("requester", school), MONDAY_9AM + timedelta(days=2)
    log_incident(
        school=school, requester=teacher, by=teacher, at=MONDAY_9AM + HOUR, summary="Dark", lesson_stopped=True
    )
    tell = escalations._tell
    monkeypatch.setattr(
        escalations, "_tell", lambda people, i, *a, **k: 1 / 0 if i == incident else tell(people, i, *a, **k)
    )

    assert escalations.send_due(at=late) == 2
    monkeypatch.undo()
    assert escalations.send_due(at=late) == 2  # nothing of the first was half done
