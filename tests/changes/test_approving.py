"""Who says yes: what an answer does, who may give it, and who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from changes.models import Status, Step
from changes.workflow import approving
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.changes.asked import make_deputy, make_leaders, make_rule, make_waiting
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=2)


def asked_of(change):
    """Names of those who are asked now."""
    return [each.approver.name for each in change.approvals.filter(decided_at=None, lapsed_at=None)]


def letters_to(person):
    return list(Letter.objects.filter(to=person).order_by("pk").values_list("template", flat=True))


def test_without_a_rule_everyone_is_asked_whose_role_approves_changes_there():
    school = make_school()
    make_leaders(school, "Grace Adeyemi")
    make_person("service_level_manager", school, name="Martin Hale")
    make_person("senior_leader", make_school("Another"), name="Zed")

    change = make_waiting(school)

    assert asked_of(change) == ["Grace Adeyemi", "Martin Hale"]


def test_whoever_is_named_is_asked_alone_and_gets_a_letter_with_a_link():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")

    change = make_waiting(school, people=[leaders.grace])

    assert asked_of(change) == ["Grace Adeyemi"]
    letter = Letter.objects.get(to=leaders.grace)
    assert "/changes/answer/" in letter.body and "don’t forward" in letter.body
    assert letters_to(leaders.helen) == []


def test_one_yes_is_enough_where_any_may_say_it_and_the_others_need_not_answer():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, people=[leaders.grace, leaders.helen])

    change = approving.approve_to_proceed(change, by=leaders.helen, at=LATER, note="Go on.")

    assert change.status == Status.PROCEED
    assert change.approvals.get(approver=leaders.helen).note == "Go on."
    assert change.approvals.get(approver=leaders.grace).lapsed_at == LATER
    assert "Helen Moss said yes" in Letter.objects.get(to=change.originator).body


def test_where_all_must_say_yes_the_change_waits_for_the_last():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, status="reviewed", people=[leaders.grace, leaders.helen], wants="all")

    change = approving.approve_to_implement(change, by=leaders.grace, at=LATER)

    assert change.status == Status.REVIEWED
    assert change.entries.last().data["left"] == ["Helen Moss"]
    with pytest.raises(Refused, match="Helen Moss must answer as well"):
        approving.approve_to_implement(change, by=leaders.grace, at=LATER)
    assert approving.approve_to_implement(change, by=leaders.helen, at=LATER).status == Status.APPROVED


def test_whoever_left_is_not_waited_for():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, status="reviewed", people=[leaders.grace, leaders.helen], wants="all")
    leaders.helen.is_active = False
    leaders.helen.save()

    assert approving.approve_to_implement(change, by=leaders.grace, at=LATER).status == Status.APPROVED


def test_whoever_was_not_asked_may_not_answer_and_is_told_who_was():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, people=[leaders.grace])

    with pytest.raises(NotYours, match="Grace Adeyemi is asked about"):
        approving.approve_to_proceed(change, by=leaders.helen, at=LATER)


def test_when_nobody_who_is_named_may_approve_any_more_anybody_with_the_right_is_asked():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, people=[leaders.grace])
    leaders.grace.memberships.all().delete()
    leaders.helen.forget_hats()

    change = approving.approve_to_proceed(change, by=leaders.helen, at=LATER)

    assert change.status == Status.PROCEED
    assert change.approvals.get(approver=leaders.helen).decided_by == leaders.helen


def test_whoever_stands_in_is_asked_as_well_and_answers_in_their_own_name():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    make_deputy(leaders.grace, leaders.helen, last=MONDAY_9AM)

    change = make_waiting(school, people=[leaders.grace])

    assert "you stand in for Grace" in Letter.objects.get(to=leaders.helen).body
    approving.approve_to_proceed(change, by=leaders.helen, at=LATER)
    said = change.approvals.get()
    assert (said.approver, said.decided_by) == (leaders.grace, leaders.helen)


def test_a_deputy_stands_in_on_no_other_day():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    make_deputy(leaders.grace, leaders.helen, last=MONDAY_9AM)
    change = make_waiting(school, people=[leaders.grace])

    with pytest.raises(NotYours):
        approving.approve_to_proceed(change, by=leaders.helen, at=LATER + timedelta(days=1))


def test_a_plan_is_looked_through_by_somebody_else_then_asked_for_approval():
    school = make_school()
    carys = make_person("technician", school, name="Carys Lloyd")
    leaders = make_leaders(school, "Grace Adeyemi")
    change = make_waiting(school, status="planned")
    assert asked_of(change) == ["Carys Lloyd"]
    with pytest.raises(NotYours):
        approving.peer_review(change, by=change.originator, at=LATER)

    change = approving.peer_review(change, by=carys, at=LATER)

    assert change.status == Status.REVIEWED
    assert asked_of(change) == ["Grace Adeyemi"]
    assert letters_to(leaders.grace) == ["changes/asked"]


def test_the_only_technician_may_look_through_their_own_plan():
    change = make_waiting(status="planned")

    assert approving.peer_review(change, by=change.originator, at=LATER).status == Status.REVIEWED


def test_a_plan_that_does_not_hold_goes_back_with_a_note():
    school = make_school()
    carys = make_person("technician", school, name="Carys Lloyd")
    change = make_waiting(school, status="planned")
    with pytest.raises(ValidationError):
        approving.peer_review(change, by=carys, at=LATER, holds=False, note=" ")

    change = approving.peer_review(change, by=carys, at=LATER, holds=False, note="No way back.")

    assert change.status == Status.PROCEED
    assert "No way back." in Letter.objects.get(to=change.originator).body


def test_no_from_anyone_who_is_asked_rejects_the_change_and_says_why():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    change = make_waiting(school, people=[leaders.grace, leaders.helen], wants="all")
    with pytest.raises(ValidationError):
        approving.reject(change, by=leaders.helen, at=LATER, note="")

    change = approving.reject(change, by=leaders.helen, at=LATER, note="Exams are on.")

    assert (change.status, asked_of(change)) == (Status.REJECTED, [])
    assert "Exams are on." in Letter.objects.get(to=change.originator).body


def test_asking_again_is_a_new_round_and_an_answer_to_the_old_one_is_refused():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi")
    change = make_waiting(school, people=[leaders.grace])
    old = change.approvals.get()

    approving.ask(change, Step.PROCEED, LATER)

    assert [(each.round, bool(each.lapsed_at)) for each in change.approvals.all()] == [(1, True), (2, False)]
    with pytest.raises(Refused, match="asked for anew"):
        approving.approve_to_proceed(change, by=leaders.grace, at=LATER, round=1)
    with pytest.raises(Refused, match="needs no answer"):
        approving.decide(old, by=leaders.grace, at=LATER, yes=True)


@pytest.mark.parametrize("move", ["approve_to_proceed", "peer_review", "approve_to_implement"])
def test_nothing_is_approved_that_is_not_asked_for(move):
    school = make_school()
    manager = make_person("service_level_manager", school)
    change = make_waiting(school)
    closing = {"outcome": "successful", "closed_at": LATER, "made_at": LATER, "made_on": LATER.date()}

    for status in ("proceed", "approved", "closed", "rejected", "withdrawn"):
        type(change).objects.filter(pk=change.pk).update(status=status, **closing)
        with pytest.raises(Refused):
            getattr(approving, move)(change, by=manager, at=LATER)


def test_approving_needs_the_right_to():
    change = make_waiting()

    with pytest.raises(NotYours):
        approving.approve_to_proceed(change, by=change.originator, at=LATER)
    with pytest.raises(NotYours):
        approving.reject(change, by=change.originator, at=LATER, note="No.")


def test_a_rule_from_a_risk_upwards_names_others_for_what_is_risky():
    school = make_school()
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    make_rule(school, [leaders.helen], risk="low")
    make_rule(school, [leaders.grace], risk="high")

    assert asked_of(make_waiting(school, status="reviewed", risk="high")) == ["Grace Adeyemi"]
    assert asked_of(make_waiting(school, status="reviewed", risk="medium")) == ["Helen Moss"]
