"""An emergency is asked about once it was made; and a plan can be rejected while somebody looks through it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from changes import workflow
from changes.models import Afterwards, Approval, Change, Kind, Outcome, Status, Step
from changes.workflow import approving
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.changes.asked import make_leaders, make_rule, make_waiting
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = MONDAY_9AM + 4 * HOUR


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def leaders(school):
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    make_rule(school, [leaders.grace], step=Step.IMPLEMENT)
    return leaders


def make_emergency(school, by, *, made=True):
    facts = {"title": "Server is down", "reason": "Nobody can sign in.", "kind": Kind.EMERGENCY}
    change = workflow.raise_change(by=by, at=MONDAY_9AM, school=school, **facts)
    return workflow.implement(change, by=by, at=MONDAY_9AM + HOUR) if made else change


def test_an_emergency_that_is_made_is_asked_about_as_its_making_would_have_been(school, tom, leaders):
    change = make_emergency(school, tom)

    assert (change.status, change.afterwards) == (Status.IMPLEMENTED, Afterwards.ASKED)
    question = Approval.objects.waiting_for(leaders.grace, day=MONDAY_9AM.date()).get()
    assert (question.step, question.change) == (Step.AFTERWARDS, change)
    letter = Letter.objects.filter(to=leaders.grace).last()
    assert "was it right to make it?" in letter.subject and "/changes/answer/" in letter.body
    with pytest.raises(NotYours):
        workflow.approve_afterwards(change, by=leaders.helen, at=LATER)


def test_a_yes_afterwards_moves_nothing_and_is_given_once(school, tom, leaders):
    change = workflow.close(make_emergency(school, tom), by=tom, at=LATER - HOUR, outcome=Outcome.SUCCESSFUL)

    change = workflow.approve_afterwards(change, by=leaders.grace, at=LATER, note="Quite right.")

    assert (change.status, change.afterwards, change.afterwards_at) == (Status.CLOSED, Afterwards.APPROVED, LATER)
    assert not change.approvals.filter(decided_at=None, lapsed_at=None).exists()
    with pytest.raises(Refused):
        workflow.approve_afterwards(change, by=leaders.grace, at=LATER)


def test_a_no_afterwards_says_why_and_makes_it_looked_back_at_again(school, tom, leaders):
    martin = make_person("service_level_manager", school, name="Martin Hale")
    change = workflow.close(make_emergency(school, tom), by=tom, at=LATER - HOUR, outcome=Outcome.SUCCESSFUL)
    said = {"objectives_met": True, "on_time": True, "lessons": "Renew it sooner."}
    change = workflow.review(change, by=martin, at=LATER - HOUR, **said)
    with pytest.raises(ValidationError):
        workflow.approve_afterwards(change, by=leaders.grace, at=LATER, agrees=False)

    change = workflow.approve_afterwards(change, by=leaders.grace, at=LATER, agrees=False, note="It could wait.")

    assert (change.status, change.afterwards) == (Status.CLOSED, Afterwards.REJECTED)
    assert change.is_review_due and Change.objects.to_review().get() == change
    assert change.entries.last().text == "It could wait."
    assert "It could wait." in Letter.objects.filter(to=tom).last().body
    assert not workflow.review(change, by=martin, at=LATER + HOUR, **said).is_review_due
    assert not Change.objects.to_review().exists()


def test_who_said_yes_before_is_not_asked_afterwards(school, tom, leaders):
    change = make_emergency(school, tom, made=False)
    Change.objects.filter(pk=change.pk).update(status=Status.REVIEWED)
    change = approving.approve_to_implement(change, by=leaders.grace, at=MONDAY_9AM)

    assert workflow.implement(change, by=tom, at=LATER).afterwards == ""


def test_what_was_undone_before_anybody_said_it_was_made_is_asked_about_once(school, tom, leaders):
    change = make_emergency(school, tom, made=False)
    Change.objects.filter(pk=change.pk).update(status=Status.ANNOUNCED)

    workflow.back_out(change, by=tom, at=LATER, note="It did not help.")
    change = workflow.back_out(change, by=tom, at=LATER, note="Nor did this.")

    assert change.afterwards == Afterwards.ASKED
    assert change.approvals.filter(step=Step.AFTERWARDS).count() == 1


def test_a_normal_change_is_not_approved_afterwards(school, tom, leaders):
    change = make_waiting(school, status="reviewed", originator=tom)
    change = approving.approve_to_implement(change, by=leaders.grace, at=MONDAY_9AM)
    change = workflow.implement(change, by=tom, at=LATER)

    assert change.afterwards == ""
    with pytest.raises(Refused):
        workflow.approve_afterwards(change, by=leaders.grace, at=LATER)


def test_the_last_word_may_be_a_no_while_a_colleague_still_looks_through_the_plan(school, tom, leaders):
    change = make_waiting(school, status="planned", originator=tom)
    with pytest.raises(NotYours):
        approving.reject(change, by=leaders.helen, at=LATER, note="Not this term.")

    change = approving.reject(change, by=leaders.grace, at=LATER, note="Not this term.")

    assert change.status == Status.REJECTED
    assert change.approvals.get(approver=leaders.grace).step == Step.IMPLEMENT
    assert not change.approvals.filter(decided_at=None, lapsed_at=None).exists()
