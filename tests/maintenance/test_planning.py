"""Plans become rounds on the school calendar, once each, and follow it when it changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from assets.models import AssetType
from maintenance import rounds, workflow
from maintenance.models import Plan, Round, Status
from maintenance.starters import STARTERS
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter, Room
from sla import calendar_workflow
from sla.calendars import calendar_of
from tests.factories import (
    MONDAY_9AM,
    OPEN_8_TO_4,
    make_calendar_version,
    make_person,
    make_plan,
    make_round,
    make_school,
)

pytestmark = pytest.mark.django_db
HALF_TERM = {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30"}
FRIDAYS = [date(2026, 9, 18) + timedelta(weeks=n) for n in range(6)]


@pytest.fixture
def school():
    school = make_school()
    make_calendar_version(school, document=OPEN_8_TO_4 | {"ranges": [HALF_TERM]})
    return school


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def days(plan):
    return [round.due for round in plan.rounds.order_by("due")]


def add(school, by, **facts):
    wanted = {
        "name": "Projectors",
        "owner": by,
        "rule": {"every": "week", "weekday": 4},
        "active_from": date(2026, 9, 1),
        "checklist": [{"words": "Filter clean", "answer": "tick"}],
    }
    return workflow.add_plan(school=school, by=by, at=MONDAY_9AM, **wanted | facts)


def test_a_plan_has_the_rounds_of_the_coming_weeks_at_once(school, martin):
    plan = add(school, martin)

    assert days(plan) == FRIDAYS
    first = plan.rounds.first()
    assert (first.opens, first.owner, first.status) == (date(2026, 9, 14), martin, Status.PLANNED)
    assert plan.history.get().history_user == martin


def test_a_sweep_twice_makes_each_round_once_and_nobody_makes_one_in_the_holiday(school, martin):
    plan = add(school, martin)
    later = MONDAY_9AM + timedelta(weeks=3)

    assert (rounds.make_rounds(at=MONDAY_9AM), rounds.make_rounds(at=later), rounds.make_rounds(at=later)) == (0, 2, 0)
    assert days(plan) == [*FRIDAYS, date(2026, 11, 6), date(2026, 11, 13)]


def test_a_plan_whose_rounds_were_made_today_costs_nothing_more(school, martin, django_assert_num_queries):
    add(school, martin)
    rounds.make_rounds(at=MONDAY_9AM)

    with django_assert_num_queries(2):
        rounds.make_rounds(at=MONDAY_9AM + timedelta(minutes=1))


def test_making_rounds_is_no_change_of_the_plan(school, martin):
    plan = add(school, martin)

    rounds.make_rounds(at=MONDAY_9AM)

    assert plan.history.count() == 1


def test_one_broken_plan_holds_up_no_other(school, martin):
    Plan.objects.filter(pk=add(school, martin, name="A").pk).update(rule={"every": "full moon"})
    plan = add(school, martin, name="B")
    plan.rounds.all().delete()

    assert rounds.make_rounds(at=MONDAY_9AM) == 6


def test_snow_moves_the_round_and_leaves_what_is_past_or_begun(school, martin):
    plan = add(school, martin)
    plan.rounds.filter(due=FRIDAYS[1]).update(status="under_way", started_at=MONDAY_9AM)
    past = make_round(plan, slot="week 2026-09-07", opens=date(2026, 9, 7), due=date(2026, 9, 11))
    calendar_workflow.close(
        calendar_of(school), first=FRIDAYS[0], last=FRIDAYS[0], name="Snow", by=martin, at=MONDAY_9AM
    )

    rounds.make_rounds(at=MONDAY_9AM)

    assert days(plan) == [past.due, date(2026, 9, 17), *FRIDAYS[1:]]
    moved = plan.rounds.get(due=date(2026, 9, 17))
    assert moved.entries.get().data == {"before": "2026-09-18", "after": "2026-09-17"}


def test_a_round_that_is_done_is_not_made_again_when_its_day_moves(school, martin):
    plan = add(school, martin)
    plan.rounds.filter(due=FRIDAYS[0]).update(status="done", finished_at=MONDAY_9AM, done_on=MONDAY_9AM.date())

    workflow.change_plan(plan, by=martin, at=MONDAY_9AM, rule={"every": "week", "weekday": 2})

    assert days(plan)[:2] == [FRIDAYS[0], date(2026, 9, 23)]


def test_another_frequency_takes_back_what_nobody_knew_of_and_says_so_of_what_was_told(school, martin):
    plan = add(school, martin)
    plan.rounds.filter(due=FRIDAYS[0]).update(told_due_at=MONDAY_9AM)

    workflow.change_plan(plan, by=martin, at=MONDAY_9AM, rule={"every": "month", "weekday": 0, "nth": 1})

    assert days(plan) == [FRIDAYS[0], date(2026, 10, 5)]
    told = plan.rounds.get(due=FRIDAYS[0])
    assert (told.status, told.skip_reason) == (Status.SKIPPED, rounds.GONE)


def test_a_plan_that_ends_makes_no_more(school, martin):
    plan = add(school, martin)

    workflow.change_plan(plan, by=martin, at=MONDAY_9AM, active_until=FRIDAYS[1])

    assert days(plan) == FRIDAYS[:2]


def test_a_new_owner_gets_what_is_planned_but_not_what_was_handed_over(school, martin):
    priya, tom = (make_person("technician", school, name=name) for name in ("Priya Shah", "Tom Ellis"))
    plan = add(school, martin)
    workflow.hand_over(plan.rounds.first(), by=martin, at=MONDAY_9AM, to=tom)

    workflow.change_plan(plan, by=martin, at=MONDAY_9AM, owner=priya)

    assert [round.owner for round in plan.rounds.order_by("due")] == [tom, *[priya] * 5]


def test_a_changed_checklist_keeps_what_it_was(school, martin):
    plan = add(school, martin, checklist=[{"words": "Filter", "answer": "tick"}, {"words": "Sound", "answer": "tick"}])

    degrees = {"words": "Heat", "answer": "number", "unit": "°C", "lowest": None, "highest": 60}
    workflow.change_plan(plan, by=martin, at=MONDAY_9AM, checklist=[degrees])

    assert [(item.words, item.unit, item.highest) for item in plan.checklist.all()] == [("Heat", "°C", 60)]
    history = plan.checklist.model.history.order_by("history_id")
    assert [(row.words, row.history_type) for row in history] == [
        *(("Filter", "+"), ("Sound", "+"), ("Heat", "~"), ("Sound", "-"))
    ]


WRONG = [
    ("name", {"name": " "}),
    ("name", {"name": "TAKEN"}),
    ("rule", {"rule": {"every": "week", "weekday": 9}}),
    ("active_until", {"active_until": date(2026, 1, 1)}),
    ("asset_type", {"scope": "sort"}),
    ("assets", {"scope": "assets"}),
    ("rooms", {"scope": "rooms"}),
    ("checklist", {"checklist": [{"words": " ", "answer": "tick"}]}),
    ("checklist", {"checklist": [{"words": "Heat", "answer": "number", "lowest": 5, "highest": 1}]}),
]


@pytest.mark.parametrize(("field", "facts"), WRONG)
def test_a_plan_that_says_too_little_is_refused_with_its_field(school, martin, field, facts):
    make_plan(school, name="Taken")

    with pytest.raises(ValidationError) as refused:
        add(school, martin, **facts)

    assert list(refused.value.message_dict) == [field]


def test_a_plan_stays_within_its_school(school, martin):
    elsewhere = Room.objects.create(school=make_school(), name="B12")

    with pytest.raises(ValidationError, match="belongs to another school"):
        add(school, martin, scope="rooms", rooms=[elsewhere])
    with pytest.raises(ValidationError, match="does no maintenance"):
        add(school, martin, owner=make_person("requester", school))
    with pytest.raises(NotYours):
        add(elsewhere.school, martin)
    with pytest.raises(NotYours):
        workflow.change_plan(make_plan(school), by=make_person("technician", school), at=MONDAY_9AM, name="Mine")


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.key)
def test_a_suggestion_is_adopted_with_one_press_once(school, martin, starter):
    AssetType.objects.create(name=starter.sort or "Other")

    plan = workflow.adopt(starter.key, school=school, by=martin, at=MONDAY_9AM)

    assert (plan.name, plan.owner, plan.frequency) == (starter.name, martin, starter.rule)
    assert plan.asset_type == (AssetType.objects.filter(name=starter.sort).first())
    assert plan.checklist.count() == len(starter.checklist)
    with pytest.raises(Refused, match="already"):
        workflow.adopt(starter.key, school=school, by=martin, at=MONDAY_9AM)


def test_owners_are_told_once_of_all_that_may_be_done_from_today(school, martin):
    priya = make_person("technician", school, name="Priya Shah")
    for name in ("A", "B"):
        make_round(make_plan(school, owner=priya, name=name))
    make_round(make_plan(school, owner=priya, name="C"), opens=MONDAY_9AM.date() + timedelta(days=1))
    make_round(make_plan(school, owner=priya, rule={"every": "school_day"}))

    assert (rounds.tell(at=MONDAY_9AM), rounds.tell(at=MONDAY_9AM)) == (1, 0)
    letter = priya.letters.get()
    assert letter.subject == "Maintenance: 2 rounds to do"
    assert "A, Harrow Beck School: by Friday 18 September" in letter.body


def test_managers_are_told_once_of_what_is_late_but_on_no_weekend(school, martin):
    round = make_round(make_plan(school, name="Projectors"), told_due_at=MONDAY_9AM)
    saturday, monday = (datetime(2026, 9, day, 5, tzinfo=UTC) for day in (19, 21))

    assert [rounds.tell(at=at) for at in (MONDAY_9AM, saturday, monday, monday)] == [0, 0, 1, 0]
    assert martin.letters.get().subject == "Maintenance is late at Harrow Beck School: Projectors"
    assert round.owner.name in Letter.objects.get().body


def test_without_a_manager_whoever_plans_is_told(school):
    boss = make_person("trust_administrator", everywhere=True)
    make_round(make_plan(school), told_due_at=MONDAY_9AM)

    rounds.tell(at=MONDAY_9AM + timedelta(weeks=1))

    assert boss.letters.count() == 1


def test_a_school_without_a_calendar_has_no_rounds():
    school = make_school()
    plan = add(school, make_person("service_level_manager", school))

    assert not Round.objects.filter(plan=plan).exists()


def test_a_missed_round_ends_when_the_next_may_be_done_and_the_managers_know(school, martin):
    plan = add(school, martin)
    monday = MONDAY_9AM + timedelta(weeks=1)

    rounds.make_rounds(at=monday)
    before = plan.rounds.get(due=FRIDAYS[0]).status
    rounds.tell(at=monday)
    rounds.make_rounds(at=monday)

    missed = plan.rounds.get(due=FRIDAYS[0])
    assert (before, missed.status, missed.skip_reason) == ("planned", "skipped", rounds.LAPSED)
    assert plan.rounds.get(due=FRIDAYS[1]).status == "planned"


def test_the_newest_round_stays_late_until_somebody_does_it(school, martin):
    plan = add(school, martin, rule={"every": "half_term"}, active_from=date(2026, 9, 1))
    round = make_round(plan, slot="half_term 2026/27.1", told_late_at=MONDAY_9AM)

    rounds.make_rounds(at=MONDAY_9AM + timedelta(weeks=2))

    assert plan.rounds.get(pk=round.pk).status == "planned"
