"""The life of a request for change: each move does what it means, from where it may, by whom it may."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from changes import moves, workflow
from changes.models import Change, ChangeEntry, Kind, Outcome, Status, Step
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.changes.requests import HOUR, WINDOW, make_request, make_standard
from tests.factories import MONDAY_9AM, make_incident, make_person, make_problem, make_promise, make_school

pytestmark = pytest.mark.django_db
NEW_WINDOW = {"starts_at": MONDAY_9AM + 24 * HOUR, "ends_at": MONDAY_9AM + 25 * HOUR}
PLAN = {"procedure": ["Take the old one out.", "", " Put the  new one in. "], "back_out": ["Put the old one back."]}
# Move → what it is told, at least.
TOLD = {
    "describe": {"title": "Another switch"},
    "plan": PLAN,
    "reschedule": NEW_WINDOW | {"reason": "Exams."},
    "announce": {},
    "implement": {},
    "back_out": {"note": "It dropped out too."},
    "record_in_assets": {"note": "Switch 12 is a spare now."},
    "close": {"outcome": Outcome.SUCCESSFUL},
    "review": {"objectives_met": True, "on_time": True, "lessons": "Label the cables first."},
    "withdraw": {"reason": "Not needed."},
    "raise_again": {"reason": "There is money now."},
    "note": {"text": "Ordered."},
}


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def do(name, change, by, **more):
    return getattr(workflow, name)(change, by=by, at=MONDAY_9AM + HOUR, **TOLD[name] | more)


def story(change):
    return [entry.move for entry in change.entries.all()]


def test_asking_for_a_change_asks_somebody_whether_to_plan_it(school, tom, martin):
    change = workflow.raise_change(by=tom, at=MONDAY_9AM, school=school, title=" New  switch ", reason="It drops out.")

    assert (change.title, change.status, change.originator, change.implementer) == ("New switch", "raised", tom, tom)
    assert change.raised_on == MONDAY_9AM.date() and change.history.get().history_user == tom
    assert change.approvals.get().step == Step.PROCEED and change.approvals.get().approver == martin
    assert story(change) == ["raise", "ask"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"reason": " "}, "reason"),
        ({"kind": Kind.RECORDED}, "kind"),
        ({"kind": Kind.STANDARD}, "template"),
        ({"starts_at": MONDAY_9AM}, "ends_at"),
        (NEW_WINDOW | {"ends_at": MONDAY_9AM}, "ends_at"),
    ],
)
def test_what_can_not_be_asked_for_is_said_and_nothing_is_kept(school, tom, facts, field):
    with pytest.raises(ValidationError) as wrong:
        workflow.raise_change(**{"by": tom, "at": MONDAY_9AM, "school": school, "title": "A", "reason": "B"} | facts)

    assert field in wrong.value.message_dict
    assert not Change.objects.exists()


def test_a_standard_change_needs_no_asking_and_brings_its_steps(school, tom):
    change = workflow.raise_change(
        by=tom, at=MONDAY_9AM, school=school, kind=Kind.STANDARD, template=make_standard(school)
    )

    assert (change.title, change.status, change.risk) == ("New toner", Status.APPROVED, "low")
    assert change.procedure == ["Open the door.", "Change it."] and not change.approvals.exists()


@pytest.mark.parametrize("kind", ["not offered", "another school's"])
def test_a_standard_change_is_one_on_offer_here(school, tom, kind):
    template = make_standard(make_school("Mill Lane")) if kind != "not offered" else make_standard(is_offered=False)

    with pytest.raises(ValidationError) as wrong:
        workflow.raise_change(by=tom, at=MONDAY_9AM, school=school, kind=Kind.STANDARD, template=template)

    assert "template" in wrong.value.message_dict


@pytest.mark.parametrize("role", ["requester", "service_desk", "senior_leader"])
def test_who_changes_nothing_asks_for_none(school, role):
    with pytest.raises(NotYours):
        workflow.raise_change(by=make_person(role, school), at=MONDAY_9AM, school=school, title="A", reason="B")


def test_only_people_of_the_whole_trust_ask_for_several_schools(tom):
    with pytest.raises(NotYours):
        workflow.raise_change(by=tom, at=MONDAY_9AM, title="A", reason="B")
    priya = make_person("technician", everywhere=True)

    assert workflow.raise_change(by=priya, at=MONDAY_9AM, title="A", reason="B").school is None


def test_describing_says_it_better_and_what_is_not_said_stays(school, tom):
    change = workflow.describe(make_request(school, by=tom), by=tom, at=MONDAY_9AM, details="Swap it.")

    assert (change.title, change.details) == ("New switch", "Swap it.")


def test_it_touches_nothing_of_another_school_and_is_for_no_problem_of_one(school, tom):
    problem = make_problem(make_school("Mill Lane"))

    with pytest.raises(ValidationError):
        workflow.describe(make_request(school, by=tom), by=tom, at=MONDAY_9AM, problem=problem)


def test_a_plan_can_be_thought_about_before_but_is_looked_through_anew_after(school, tom):
    workflow.describe(make_request(school, by=tom), by=tom, at=MONDAY_9AM, procedure=["Swap it."])

    with pytest.raises(Refused):
        planned = make_request(school, by=tom, status=Status.PLANNED)
        workflow.describe(planned, by=tom, at=MONDAY_9AM, procedure=["Swap it."])


def test_planning_writes_the_steps_judges_the_risk_and_asks_a_colleague(school, tom):
    priya = make_person("technician", school, name="Priya Shah")
    change = make_request(school, by=tom, status=Status.PROCEED)

    change = do("plan", change, tom, impact=3, likelihood=2, **WINDOW)

    assert change.procedure == ["Take the old one out.", "Put the new one in."]
    assert (change.status, change.risk) == (Status.PLANNED, "high")
    assert list(change.approvals.values_list("step", "approver")) == [(Step.PEER_REVIEW, priya.pk)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"procedure": [" "]}, "procedure"),
        ({"procedure": ["Step."] * 61}, "procedure"),
        ({"impact": 4}, "impact"),
        ({"downtime_minutes": 10**9}, "downtime_minutes"),
        ({"starts_at": MONDAY_9AM + 9 * HOUR}, "ends_at"),
        ({"ends_at": MONDAY_9AM + 70 * 24 * HOUR}, "ends_at"),
        ({"starts_at": MONDAY_9AM.replace(year=1066)}, "starts_at"),
    ],
)
def test_a_plan_that_can_not_be_is_refused_field_by_field(school, tom, facts, field):
    change = make_request(school, by=tom, status=Status.PROCEED)

    with pytest.raises(ValidationError) as wrong:
        do("plan", change, tom, **facts)

    assert field in wrong.value.message_dict
    assert Change.objects.get().status == Status.PROCEED


def test_only_somebody_who_makes_changes_there_is_to_make_it(school, tom):
    with pytest.raises(ValidationError) as wrong:
        do("plan", make_request(school, by=tom, status=Status.PROCEED), tom, implementer=make_person("requester"))

    assert "implementer" in wrong.value.message_dict


def test_a_plan_that_was_looked_through_is_asked_about_again_when_it_changes(school, tom):
    make_person("technician", school, name="Priya Shah")
    change = do("plan", make_request(school, by=tom, status=Status.PROCEED), tom)

    change = do("plan", change, tom, procedure=["Another way."])

    assert list(change.approvals.order_by("round").values_list("round", "lapsed_at")) == [
        (1, MONDAY_9AM + HOUR),
        (2, None),
    ]


def test_another_time_is_told_to_whoever_asked_and_whoever_makes_it(school, tom, martin):
    change = make_request(school, by=tom, status=Status.ANNOUNCED, reminded_at=MONDAY_9AM)

    change = do("reschedule", change, martin)

    assert (change.starts_at, change.status, change.reminded_at) == (NEW_WINDOW["starts_at"], Status.ANNOUNCED, None)
    assert Letter.objects.get(template="changes/moved").to == tom


def test_somebody_else_may_make_it_who_makes_changes_there(school, tom):
    priya = make_person("technician", school, name="Priya Shah")
    change = make_request(school, by=tom, status=Status.APPROVED)

    assert do("reschedule", change, tom, implementer=priya).implementer == priya
    with pytest.raises(ValidationError):
        do("reschedule", change, tom, implementer=make_person("requester", school))


def test_announcing_needs_a_window(school, tom):
    change = make_request(school, by=tom, status=Status.APPROVED, starts_at=None, ends_at=None)

    with pytest.raises(ValidationError):
        do("announce", change, tom)
    change = do("announce", make_request(school, by=tom, status=Status.APPROVED), tom)
    assert (change.status, change.announced_at) == (Status.ANNOUNCED, MONDAY_9AM + HOUR)


def test_making_it_keeps_when_by_whom_and_the_day_at_the_school(school, tom, martin):
    priya = make_person("technician", school, name="Priya Shah")
    change = make_request(school, by=tom, status=Status.APPROVED)

    change = do("implement", change, tom, made_at=MONDAY_9AM, made_by=priya, minutes=40)

    assert (change.status, change.made_at, change.made_by) == (Status.IMPLEMENTED, MONDAY_9AM, priya)
    assert (change.made_on, change.minutes_spent) == (MONDAY_9AM.date(), 40)


def test_what_is_still_to_come_is_not_made(school, tom):
    with pytest.raises(ValidationError):
        do("implement", make_request(school, by=tom, status=Status.APPROVED), tom, made_at=MONDAY_9AM + 2 * HOUR)
    with pytest.raises(ValidationError):
        do("implement", make_request(school, by=tom, status=Status.APPROVED), tom, made_at=MONDAY_9AM.replace(year=1))


def test_an_emergency_is_made_at_once_and_nobody_is_waited_for(school, tom, martin):
    facts = {"school": school, "title": "Server is down", "reason": "It is down.", "kind": Kind.EMERGENCY}
    change = workflow.raise_change(by=tom, at=MONDAY_9AM, **facts)

    change = do("implement", change, tom)

    assert change.status == Status.IMPLEMENTED
    assert not change.approvals.filter(lapsed_at=None).exclude(step=Step.AFTERWARDS).exists()


def test_backing_out_says_what_happened_and_is_what_came_of_it(school, tom):
    change = do("back_out", make_request(school, by=tom, status=Status.IN_REGISTER), tom)

    assert (change.status, change.outcome) == (Status.IMPLEMENTED, Outcome.BACKED_OUT)
    with pytest.raises(ValidationError):
        do("close", change, tom, outcome=Outcome.SUCCESSFUL)
    assert do("close", change, tom, outcome=Outcome.BACKED_OUT, outcome_note="The old one is back.").needs_review


def test_the_register_is_right_and_says_what_was_put_down(school, tom):
    change = do("record_in_assets", make_request(school, by=tom, status=Status.IMPLEMENTED), tom)

    assert change.status == Status.IN_REGISTER
    assert change.entries.get().text == "Switch 12 is a spare now."


def test_closing_says_what_came_of_it(school, tom):
    change = do("close", make_request(school, by=tom, status=Status.IN_REGISTER), tom, minutes=5)

    assert (change.status, change.outcome, change.closed_on) == (Status.CLOSED, "successful", MONDAY_9AM.date())
    assert change.minutes_spent == 5 and not change.is_review_due


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.CANCELLED])
def test_a_failure_says_how_it_went_and_nothing_is_closed_as_cancelled(school, tom, outcome):
    with pytest.raises(ValidationError):
        do("close", make_request(school, by=tom, status=Status.IN_REGISTER), tom, outcome=outcome)


@pytest.mark.parametrize(
    ("facts", "is_due"),
    [
        ({}, False),
        ({"kind": Kind.EMERGENCY}, True),
        ({"outcome": Outcome.FAILED}, True),
        ({"outcome": Outcome.BACKED_OUT}, True),
    ],
)
def test_what_did_not_go_the_usual_way_is_looked_back_at(school, tom, martin, facts, is_due):
    change = make_request(school, by=tom, status=Status.CLOSED, **facts)

    assert (change.is_review_due, Change.objects.to_review().exists()) == (is_due, is_due)
    if is_due:
        with pytest.raises(ValidationError):
            do("review", change, martin, lessons="")
    change = do("review", change, martin)
    assert (change.reviewed_by, change.on_time, change.is_review_due) == (martin, True, False)


def test_withdrawing_says_why_and_nobody_is_waited_for(school, tom, martin):
    change = workflow.raise_change(by=tom, at=MONDAY_9AM, school=school, title="New switch", reason="It drops out.")

    change = do("withdraw", change, martin)

    assert (change.status, change.outcome, change.outcome_note) == (Status.WITHDRAWN, "cancelled", "Not needed.")
    assert not change.approvals.filter(lapsed_at=None).exists()
    assert Letter.objects.get(template="changes/withdrawn").to == tom


def test_asking_again_asks_anew(school, tom, martin):
    change = make_request(school, by=tom, status=Status.WITHDRAWN, outcome=Outcome.CANCELLED, closed_at=MONDAY_9AM)

    change = do("raise_again", change, tom)

    assert (change.status, change.outcome, change.closed_at) == (Status.RAISED, "", None)
    assert change.approvals.get().approver == martin


def test_a_standard_change_is_asked_for_again_while_it_is_offered(school, tom):
    facts = {"by": tom, "status": Status.WITHDRAWN, "kind": Kind.STANDARD}

    assert do("raise_again", make_request(school, template=make_standard(), **facts), tom).status == Status.APPROVED
    with pytest.raises(Refused):
        do("raise_again", make_request(school, template=make_standard(is_offered=False), **facts), tom)


def test_a_note_keeps_the_time_it_took(school, tom):
    change = do("note", make_request(school, by=tom), tom, minutes=15)

    assert (change.minutes_spent, change.entries.get().text) == (15, "Ordered.")


def test_incidents_are_linked_once_and_can_be_taken_away(school, tom):
    change, incident = make_request(school, by=tom), make_incident(school)

    workflow.link_incident(change, by=tom, at=MONDAY_9AM, incidents=[incident])
    with pytest.raises(ValidationError):
        workflow.link_incident(change, by=tom, at=MONDAY_9AM, incidents=[incident])
    workflow.unlink_incident(change, by=tom, at=MONDAY_9AM, incidents=[incident])

    assert not change.incident_links.exists()
    with pytest.raises(ValidationError):
        workflow.unlink_incident(change, by=tom, at=MONDAY_9AM, incidents=[incident])


def test_an_incident_of_another_school_did_not_come_of_it(school, tom):
    with pytest.raises(ValidationError):
        elsewhere = make_incident(make_school("Mill Lane"))
        workflow.link_incident(make_request(school, by=tom), by=tom, at=MONDAY_9AM, incidents=[elsewhere])


@pytest.mark.parametrize("name", TOLD)
def test_every_other_state_refuses_a_move_and_nothing_is_written(school, martin, name):
    move = next(move for move in moves.MOVES if move.name == name)
    for status in set(Status) - set(move.sources):
        change = make_request(school, by=martin, status=status)
        with pytest.raises(Refused):
            do(name, change, martin)
    assert not ChangeEntry.objects.exists()


@pytest.mark.parametrize("name", TOLD)
def test_somebody_of_another_school_makes_no_move(school, name):
    move = next(move for move in moves.MOVES if move.name == name)
    change = make_request(school, status=move.sources[0])

    with pytest.raises(NotYours):
        do(name, change, make_person("service_level_manager", make_school("Mill Lane")))


@pytest.mark.parametrize("field", ["reschedule", "back_out", "record_in_assets", "withdraw", "raise_again", "note"])
def test_what_must_be_said_is_said(school, martin, field):
    words = next(name for name in ("reason", "note", "text") if name in TOLD[field])
    move = next(move for move in moves.MOVES if move.name == field)

    with pytest.raises(ValidationError) as wrong:
        do(field, make_request(school, by=martin, status=move.sources[0]), martin, **{words: " "})

    assert words in wrong.value.message_dict


def test_what_was_asked_for_is_not_corrected_like_the_log(school, tom):
    with pytest.raises(Refused):
        change = make_request(school, by=tom)
        workflow.correct_change(change, by=tom, at=MONDAY_9AM, title="A", made_at=MONDAY_9AM - timedelta(days=1))
