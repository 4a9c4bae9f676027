"""An agreement is drafted, signed, put in force and superseded; what was promised once never changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from servicedesk.errors import NotYours, Refused
from servicedesk.models import Team
from sla import agreement_workflow as workflow
from sla import clocks, reevaluations
from sla.agreement_rules import StepFacts, TargetFacts
from sla.agreements import promise_for
from sla.models import AgreementKind, AgreementVersion, Clock
from tests.factories import MONDAY_9AM, TARGETS, make_category, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
State = AgreementVersion.State
HOUR = timedelta(hours=1)
TEN = MONDAY_9AM + HOUR


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def in_force(school):
    version = make_promise(school)
    version.steps.create(kind="resolution", percent=75)
    version.services.add(make_category().service)
    return version


def all_targets(**other):
    found = [
        TargetFacts(kind, priority, amount)
        for priority, amounts in TARGETS.items()
        for kind, amount in zip(("response", "resolution"), amounts, strict=True)
    ]
    return [TargetFacts(t.kind, t.priority, other.get(f"{t.kind}_{t.priority}", t.amount)) for t in found]


def tightened(in_force, manager, **other):
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)
    return workflow.change_draft(draft, by=manager, at=TEN, targets=all_targets(**other or {"resolution_3": 120}))


def test_a_draft_begins_as_a_copy_of_what_is_in_force(in_force, manager):
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)

    assert (draft.number, draft.state, draft.made_by) == (2, State.DRAFT, manager)
    assert draft.targets.count() == 10
    assert [step.percent for step in draft.steps.all()] == [75]
    assert list(draft.services.all()) == list(in_force.services.all())
    assert workflow.draft(in_force.agreement, by=manager, at=TEN) == draft


def test_there_is_one_draft_and_the_database_says_so(in_force, manager):
    workflow.draft(in_force.agreement, by=manager, at=TEN)

    with pytest.raises(IntegrityError), transaction.atomic():
        in_force.agreement.versions.create(number=9)


def test_putting_a_draft_in_force_supersedes_what_was_with_dates(in_force, manager):
    draft = tightened(in_force, manager)

    assert workflow.put_in_force(draft, by=manager, at=TEN, reason="Governors asked for it") is None

    in_force.refresh_from_db()
    draft.refresh_from_db()
    assert (in_force.state, in_force.in_force_until) == (State.SUPERSEDED, TEN)
    assert (draft.state, draft.in_force_from, draft.put_in_force_by) == (State.IN_FORCE, TEN, manager)
    assert draft.reason == "Governors asked for it"
    assert promise_for(in_force.agreement.school).version == draft


def test_open_clocks_keep_what_they_were_promised(in_force, manager, school):
    clock = clocks.start("resolution", school=school, promise=promise_for(school), priority=3, at=MONDAY_9AM)

    workflow.put_in_force(tightened(in_force, manager), by=manager, at=TEN, reason="Tighter")
    reevaluations.work(at=TEN)

    assert Clock.objects.get(pk=clock.pk).due == clock.due


def test_open_clocks_get_the_new_targets_when_somebody_says_so(in_force, manager, school):
    clock = clocks.start("resolution", school=school, promise=promise_for(school), priority=3, at=MONDAY_9AM)

    act = workflow.put_in_force(tightened(in_force, manager), by=manager, at=TEN, reason="Tighter", also_open=True)
    reevaluations.work(at=TEN)

    act.refresh_from_db()
    assert (act.by, act.reason, act.total, act.moved) == (manager, "Tighter", 1, 1)
    assert Clock.objects.get(pk=clock.pk).due == MONDAY_9AM + 2 * HOUR


MOVES = {
    "change": lambda version, by: workflow.change_draft(version, by=by, at=TEN, parties="Everybody"),
    "put in force": lambda version, by: workflow.put_in_force(version, by=by, at=TEN, reason="Again"),
    "throw away": lambda version, by: workflow.throw_away(version, by=by, at=TEN),
}


@pytest.mark.parametrize("state", [State.IN_FORCE, State.SUPERSEDED])
@pytest.mark.parametrize("move", MOVES)
def test_what_was_promised_once_never_changes(in_force, manager, move, state):
    AgreementVersion.objects.filter(pk=in_force.pk).update(state=state)

    with pytest.raises(Refused, match="stays as it is"):
        MOVES[move](in_force, manager)

    assert AgreementVersion.objects.get(pk=in_force.pk).state == state


@pytest.mark.parametrize("move", MOVES)
def test_who_only_reads_it_changes_nothing(in_force, manager, school, move):
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)

    for stranger in (make_person("senior_leader", school), make_person("service_level_manager")):
        with pytest.raises(NotYours):
            MOVES[move](draft, stranger)


def test_the_trusts_agreement_is_drafted_by_who_edits_it_everywhere(manager):
    trusts = make_promise().agreement

    with pytest.raises(NotYours, match="every school"):
        workflow.draft(trusts, by=manager, at=TEN)
    workflow.draft(trusts, by=make_person("service_level_manager", everywhere=True), at=TEN)


def test_whoever_writes_over_somebody_elses_change_is_told(in_force, manager):
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)
    seen = workflow.mark_of(draft)
    workflow.change_draft(draft, by=manager, at=TEN, seen=seen, duties="Report it once.")

    with pytest.raises(Refused, match="Somebody changed this draft"):
        workflow.change_draft(draft, by=manager, at=TEN, seen=seen, duties="Shout.")
    with pytest.raises(Refused, match="Somebody changed this draft"):
        workflow.put_in_force(draft, by=manager, at=TEN, seen=seen, reason="As I saw it")

    assert AgreementVersion.objects.get(pk=draft.pk).duties == "Report it once."


def test_signatures_stand_under_a_draft_and_under_what_is_in_force(in_force, manager):
    workflow.sign(in_force, by=manager, at=TEN, name="Ms Kessler", position="Head", signed_on=date(2026, 9, 1))

    assert str(in_force.signatures.get()) == "Ms Kessler, 2026-09-01"
    with pytest.raises(ValidationError, match="yet to come"):
        workflow.sign(in_force, by=manager, at=TEN, name="Ms Kessler", signed_on=date(2027, 9, 1))
    AgreementVersion.objects.filter(pk=in_force.pk).update(state=State.SUPERSEDED)
    with pytest.raises(Refused):
        workflow.sign(in_force, by=manager, at=TEN, name="Ms Kessler", signed_on=date(2026, 9, 1))


def test_a_draft_thrown_away_leaves_what_is_in_force(in_force, manager):
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)

    assert workflow.throw_away(draft, by=manager, at=TEN) == in_force.agreement

    assert list(in_force.agreement.versions.all()) == [in_force]


def test_an_agreement_that_never_was_goes_with_its_draft(manager, school):
    made = workflow.make_agreement(by=manager, at=TEN, kind="contract", name="Copiers", school=school, supplier="Fell")

    assert workflow.throw_away(made.versions.get(), by=manager, at=TEN) is None
    assert not type(made).objects.filter(pk=made.pk).exists()


BAD_TARGETS = {
    "a target of zero": ([TargetFacts("resolution", 3, 0)], "a target of 0 can’t be met"),
    "longer than a year": ([TargetFacts("resolution", 3, 366, "school_days")], "longer than a year"),
    "a share of nothing": ([TargetFacts("resolution", 3, 60, goal=0)], "between 1 and 100"),
    "answered after it is fixed": (
        [TargetFacts("response", 3, 540), TargetFacts("resolution", 3, 480)],
        "P3 has 9 hours to answer and only 8 hours to fix",
    ),
    "the same twice": ([TargetFacts("resolution", 3, 60), TargetFacts("resolution", 3, 90)], "P3 has two"),
}


@pytest.mark.parametrize("name", BAD_TARGETS)
def test_a_target_nobody_can_be_held_to_gets_a_sentence_and_changes_nothing(in_force, manager, name):
    targets, said = BAD_TARGETS[name]
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)

    with pytest.raises(ValidationError, match=said):
        workflow.change_draft(draft, by=manager, at=TEN, targets=targets, duties="Lost?")

    draft = AgreementVersion.objects.get(pk=draft.pk)
    assert (draft.duties, draft.targets.count()) == ("", 10)


BAD_STEPS = {
    "no moment": ([StepFacts("resolution")], "give one of them"),
    "two moments": ([StepFacts("resolution", percent=75, minutes_before=30)], "give one of them"),
    "told to nobody": ([StepFacts("resolution", percent=75, tell_owner=False)], "tells nobody"),
    "twice": ([StepFacts("resolution", percent=75), StepFacts("resolution", percent=75)], "same moment"),
}


@pytest.mark.parametrize("name", BAD_STEPS)
def test_a_step_that_makes_no_sense_gets_a_sentence(in_force, manager, name):
    steps, said = BAD_STEPS[name]
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)

    with pytest.raises(ValidationError, match=said):
        workflow.change_draft(draft, by=manager, at=TEN, steps=steps)


def test_a_step_passes_to_no_team_of_another_school(in_force, manager):
    team = Team.objects.create(school=make_school("Mill Lane"), name="Site team")
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)

    with pytest.raises(ValidationError, match="another school"):
        workflow.change_draft(draft, by=manager, at=TEN, steps=[StepFacts("resolution", percent=100, pass_to=team)])


def test_steps_may_come_a_time_before_the_end_and_pass_it_on(in_force, manager, school):
    team = Team.objects.create(school=school, name="Network team")
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)
    step = StepFacts("resolution", minutes_before=30, pass_to=team)

    draft = workflow.change_draft(draft, by=manager, at=TEN, steps=[step])

    assert workflow.step_facts(draft) == [step]


def test_nothing_is_put_in_force_without_a_reason_a_target_or_a_calendar(in_force, manager, school):
    draft = tightened(in_force, manager)
    with pytest.raises(ValidationError, match="Say why"):
        workflow.put_in_force(draft, by=manager, at=TEN, reason=" ")

    draft.targets.filter(priority__in=(2, 4), kind="resolution").delete()
    with pytest.raises(ValidationError, match="No time to fix is given for P2, P4"):
        workflow.put_in_force(draft, by=manager, at=TEN, reason="Why not")

    school.calendar.delete()
    with pytest.raises(ValidationError, match="no calendar"):
        workflow.put_in_force(draft, by=manager, at=TEN, reason="Why not")
    assert AgreementVersion.objects.get(pk=in_force.pk).state == State.IN_FORCE


def test_a_contract_does_not_end_before_it_begins(manager, school):
    made = workflow.make_agreement(by=manager, at=TEN, kind="contract", name="Copiers", school=school, supplier="Fell")
    draft = made.versions.get()
    past = datetime(2026, 9, 1, tzinfo=UTC)
    facts = {"in_force_until": past, "targets": [TargetFacts("resolution", 1, 60)]}
    draft = workflow.change_draft(draft, by=manager, at=TEN, **facts)

    with pytest.raises(ValidationError, match="end before it begins"):
        workflow.put_in_force(draft, by=manager, at=TEN, reason="Signed")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=draft.pk).update(state="in_force", in_force_from=TEN)


def test_a_service_level_agreement_has_no_end_and_no_date_is_a_slip_of_the_finger(in_force, manager, school):
    draft = workflow.draft(in_force.agreement, by=manager, at=TEN)
    with pytest.raises(ValidationError, match="until another version"):
        workflow.change_draft(draft, by=manager, at=TEN, in_force_until=TEN)

    made = workflow.make_agreement(by=manager, at=TEN, kind="contract", name="Copiers", school=school, supplier="Fell")
    with pytest.raises(ValidationError, match="between 2000 and 2199"):
        workflow.change_draft(
            made.versions.get(), by=manager, at=TEN, in_force_until=datetime(9999, 12, 31, tzinfo=UTC)
        )


WRONG_SIDES = {
    "a second one for the school": ({"kind": AgreementKind.SERVICE_LEVEL}, "already"),
    "a team’s without a team": ({"kind": AgreementKind.OPERATIONAL}, "Choose the team"),
    "a contract without a firm": ({"kind": AgreementKind.CONTRACT}, "Name the supplier"),
    "a school’s with a firm": ({"kind": AgreementKind.SERVICE_LEVEL, "supplier": "Fell"}, "Only a contract"),
    "without a name": ({"kind": AgreementKind.CONTRACT, "supplier": "Fell", "name": " "}, "Give it a name"),
}


@pytest.mark.parametrize("name", WRONG_SIDES)
def test_an_agreement_is_between_the_right_two(in_force, manager, school, name):
    facts, said = WRONG_SIDES[name]

    with pytest.raises(ValidationError, match=said):
        workflow.make_agreement(by=manager, at=TEN, **{"name": "ICT", "school": school} | facts)
