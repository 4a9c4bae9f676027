"""The pages of the health check: the walk, what it comes to, the plan; what each costs, and what it says."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from healthcheck import workflow
from healthcheck.models import Action, HealthCheck
from tests.factories import MONDAY_9AM, make_person, make_school
from tests.healthcheck.checks import make_check, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


def test_a_tap_answers_a_statement_and_leads_to_the_next_without_an_answer(client):
    check, martin = make_check()
    client.force_login(martin)
    address = reverse("healthcheck:answer", args=[check.pk])

    asked = client.get(address, {"only": "open"}).content.decode()
    answered = client.post(address, {"statement": "sd-one-place", "answer": "yes", "note": "", "only": "open"})

    assert "There is one place to ask" in asked and "The records say" not in asked
    assert check.answers.get(statement="sd-one-place").answer == "yes"
    assert answered["Location"].endswith("only=open") and "at=sd-spoken" in answered["Location"]


def test_overruling_the_records_without_a_note_says_what_they_say_and_keeps_the_page(client):
    check, martin = make_check()
    client.force_login(martin)

    answer = client.post(reverse("healthcheck:answer", args=[check.pk]), {"statement": "sl-agreed", "answer": "no"})

    page = answer.content.decode()
    assert answer.status_code == 200 and "The records say yes: version 1" in page and "How is this computed?" in page
    assert check.answers.get(statement="sl-agreed").answer == ""


def test_the_page_of_a_check_shows_both_words_and_its_plan_and_the_chart_has_a_table(client):
    check, martin = make_check()
    say(check, martin, sl_agreed="partly")
    facts = {"what": "Hang it up", "owner": martin, "due_on": MONDAY_9AM.date(), "statement": "sl-agreed"}
    workflow.add_action(check, by=martin, at=MONDAY_9AM, **facts)
    client.force_login(make_person("senior_leader", check.school))

    page = client.get(check.get_absolute_url()).content.decode()

    assert "The records say <b>yes</b>" in page and "Overruled by Martin Hale" in page and "Hang it up" in page
    assert 'role="img" aria-label="In place by process: Service desk' in page and "As a table" in page
    assert "Add an action" not in page  # a senior leader reads


def test_lists_cost_the_same_however_long_they_are(client):
    check, martin = make_check()
    client.force_login(martin)
    facts = {"what": "Walk", "owner": martin, "due_on": MONDAY_9AM.date()}

    def cost():
        found = []
        for name in ("checks", "actions"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(reverse(f"healthcheck:{name}")).status_code == 200
            found.append(len(queries))
        return found

    workflow.add_action(check, by=martin, at=MONDAY_9AM, **facts)
    cost()  # what is read once in each process
    before = cost()
    signed = {"status": "finished", "finished_at": MONDAY_9AM, "finished_by": martin}
    many = [HealthCheck.objects.create(**_check(check), **signed) for _ in range(8)]
    for each in many:
        workflow.add_action(each, by=martin, at=MONDAY_9AM, **facts)

    assert cost() == before


def _check(check):
    return {name: getattr(check, name) for name in ("school", "first", "last", "started_at", "started_by")}


def test_a_technician_sees_their_own_actions_only_and_says_that_one_is_done(client):
    check, martin = make_check()
    priya = make_person("technician", check.school, name="Priya Shah")
    for owner, what in ((priya, "Hers"), (martin, "His")):
        facts = {"what": what, "owner": owner, "due_on": MONDAY_9AM.date()}
        workflow.add_action(check, by=martin, at=MONDAY_9AM, **facts)
    hers, his = Action.objects.order_by("pk")
    client.force_login(priya)

    listed = client.get(reverse("healthcheck:actions")).content.decode()
    client.post(reverse("healthcheck:complete_action", args=[hers.pk]), {"outcome": "Done so."})

    assert "Hers" in listed and ">His<" not in listed
    assert client.get(his.get_absolute_url()).status_code == 404
    hers.refresh_from_db()
    assert (hers.status, hers.outcome) == ("done", "Done so.")


def test_where_there_is_no_check_yet_the_page_says_what_one_is_for(client):
    client.force_login(make_person("service_level_manager", make_school()))

    assert "Start the first one" in client.get(reverse("healthcheck:checks")).content.decode()
