"""Somebody who had an action of the service report leaves: a manager has it, knows of it, and is reminded."""

from datetime import date

import pytest

from reports import workflow
from reports.models import ReportAction
from servicedesk import workflow as accounts
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
DAYS = {"report_first": date(2026, 9, 1), "report_last": date(2026, 9, 30)}


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def people(school):
    manager = make_person("service_level_manager", school, name="Martin Hale")
    boss = make_person("trust_administrator", everywhere=True, name="Ruth Penrose")
    return manager, boss, make_person("technician", school, name="Tom Webb")


def add(school, by, owner, text="Replace the lamps"):
    facts = {"text": text, "owner": owner, "due": MONDAY_9AM.date(), **DAYS}
    return workflow.add_action(school=school, by=by, at=MONDAY_9AM, **facts)


def test_open_actions_go_to_a_manager_and_those_done_stay(school, people):
    manager, boss, tom = people
    first, second = add(school, manager, tom), add(school, manager, tom, "Order cables")
    done = workflow.finish_action(add(school, manager, tom, "Sweep up"), by=tom, at=MONDAY_9AM)
    workflow.remind(at=MONDAY_9AM)

    accounts.close_account(tom, by=boss, at=MONDAY_9AM)

    owners = dict(ReportAction.objects.values_list("pk", "owner__name"))
    assert owners == {first.pk: "Martin Hale", second.pk: "Martin Hale", done.pk: "Tom Webb"}
    assert first.history.first().history_change_reason == "Tom Webb has left."
    letter = Letter.objects.get(to=manager)
    assert letter.subject == "Tom Webb has left: 2 actions of the service report are yours now"
    assert "Replace the lamps" in letter.body and "Order cables" in letter.body
    assert workflow.remind(at=MONDAY_9AM) == 1  # it is due, and its new owner was not told so


def test_an_action_of_the_trust_goes_to_whoever_keeps_the_report_of_all_of_it(people):
    _, boss, tom = people
    action = add(None, boss, tom)

    accounts.close_account(tom, by=boss, at=MONDAY_9AM)

    action.refresh_from_db()
    assert action.owner == boss


def test_who_is_only_away_keeps_theirs(school, people):
    manager, boss, tom = people
    action = add(school, manager, tom)

    accounts.close_account(tom, by=boss, at=MONDAY_9AM, keeps_work=True)

    action.refresh_from_db()
    assert action.owner == tom and not Letter.objects.filter(to=manager).exists()
