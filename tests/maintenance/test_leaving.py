"""Somebody who looked after things leaves: none of it is left to nobody."""

from datetime import date

import pytest

from maintenance.models import Plan, Round
from servicedesk import workflow as people
from tests.factories import MONDAY_9AM, make_person, make_plan, make_round, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school(code="HBS")


@pytest.fixture
def ruth(school):
    return make_person("trust_administrator", school, name="Ruth Penrose")


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


def test_their_plans_and_rounds_go_to_the_manager_who_is_told_once(school, tom, martin, ruth):
    plan, other = make_plan(school, owner=tom, name="Projectors"), make_plan(school, owner=tom, name="Printers")
    round = make_round(plan, owner=tom, told_due_at=MONDAY_9AM)

    people.close_account(tom, by=ruth, at=MONDAY_9AM)

    assert set(Plan.objects.filter(owner=martin)) == {plan, other}
    round = Round.objects.get(pk=round.pk)
    assert (round.owner, round.is_handed_over, round.told_due_at) == (martin, False, None)
    newest = plan.history.order_by("history_id").last()
    assert (newest.history_user, newest.history_change_reason) == (ruth, "Tom Webb has left.")
    letter = martin.letters.get()
    assert letter.subject == "Tom Webb has left: maintenance that is yours now"
    assert "Projectors" in letter.body and "Printers" in letter.body


def test_a_round_they_did_for_somebody_goes_back_to_them(school, tom, martin, ruth):
    priya = make_person("technician", school, name="Priya Shah")
    round = make_round(make_plan(school, owner=priya), owner=tom, is_handed_over=True)

    people.close_account(tom, by=ruth, at=MONDAY_9AM)

    round = Round.objects.get(pk=round.pk)
    assert (round.owner, round.is_handed_over) == (priya, False)
    entry = round.entries.get()
    assert (entry.move, entry.by, entry.text, entry.data["name"]) == (
        *("hand_over", ruth, "Tom Webb has left."),
        "Priya Shah",
    )
    assert priya.letters.count() == 1 and not martin.letters.exists()


def test_what_ended_stays_under_their_name(school, tom, martin, ruth):
    ended = make_plan(school, owner=tom, active_from=date(2026, 1, 1), active_until=date(2026, 7, 1))
    done = make_round(
        make_plan(school, owner=martin),
        **{"owner": tom, "status": "done", "finished_at": MONDAY_9AM, "done_on": MONDAY_9AM.date()},
    )

    people.close_account(tom, by=ruth, at=MONDAY_9AM)

    assert Plan.objects.get(pk=ended.pk).owner == Round.objects.get(pk=done.pk).owner == tom
    assert not martin.letters.exists()


def test_where_nobody_else_looks_after_anything_it_stays_as_it_is(school, tom):
    plan = make_plan(school, owner=tom)
    boss = make_person("requester", school, is_superuser=True)

    people.close_account(tom, by=boss, at=MONDAY_9AM)

    assert Plan.objects.get(pk=plan.pk).owner == tom
