"""Where people read what is asked of them, answer it, and keep who is asked; and the same for programs."""

import pytest
import time_machine

from changes import workflow
from changes.models import Approval, ApproverRule, ByWay, Deputy, Status
from changes.presentation.asked import NOBODY
from servicedesk.context import rail
from tests.changes.asked import make_deputy, make_leaders, make_rule, make_waiting
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def leaders(school):
    return make_leaders(school, "Grace Adeyemi", "Helen Moss")


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def read(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def test_what_was_made_at_once_is_answered_on_its_page_and_a_no_stands_there(client, school, leaders, manager):
    tom = make_person("technician", school, name="Tom Webb")
    make_rule(school, [leaders.grace])
    facts = {"title": "Server is down", "reason": "It is down.", "kind": "emergency", "school": school}
    change = workflow.implement(workflow.raise_change(by=tom, at=MONDAY_9AM, **facts), by=tom, at=MONDAY_9AM)
    address = f"/changes/{change.pk}/approve_afterwards/"

    assert address in read(client, leaders.grace, "/changes/asked/")
    assert address in read(client, leaders.grace, f"/changes/{change.pk}/")
    assert address not in read(client, leaders.helen, f"/changes/{change.pk}/")
    client.force_login(leaders.grace)
    client.post(address, {"answer": "no", "note": "It could wait until Friday.", "round": 1})

    shown = read(client, manager, f"/changes/{change.pk}/")
    assert "<h2>Not approved afterwards</h2>" in shown and "It could wait until Friday." in shown
    assert client.get(f"/api/v1/changes/{change.pk}/").json()["afterwards"] == "rejected"


def test_a_plan_that_is_looked_through_can_be_rejected_by_whoever_has_the_last_word(client, school, leaders):
    make_rule(school, [leaders.grace])
    change = make_waiting(school, status="planned")
    address = f"/changes/{change.pk}/reject/"

    assert address not in read(client, leaders.helen, f"/changes/{change.pk}/")
    assert address in read(client, leaders.grace, f"/changes/{change.pk}/")
    client.post(address, {"note": "Not this term."})

    change.refresh_from_db()
    assert change.status == Status.REJECTED


def test_how_much_is_asked_of_somebody_stands_on_the_door_to_it(client, school, leaders, django_assert_num_queries):
    tom = make_person("technician", school, name="Tom Webb")
    make_waiting(school, people=[leaders.grace])
    for person, number in ((leaders.grace, 1), (leaders.helen, 0), (tom, 0)):
        door = next(door for door in rail(person, "/") if door.label == "Changes")
        with django_assert_num_queries(0 if person == tom else 1):
            assert door.count == door.count == number

    assert '1<span class="unseen"> waiting' in read(client, leaders.grace, "/changes/")


def test_what_is_asked_of_somebody_stands_on_one_page_with_what_they_stand_in_for(client, school, leaders):
    make_waiting(school, people=[leaders.grace], title="New switch")
    make_deputy(leaders.grace, leaders.helen)
    elsewhere = make_school("Another")
    make_waiting(elsewhere, title="Not hers", people=[make_person("senior_leader", elsewhere)])

    hers, theirs = (read(client, person, "/changes/asked/") for person in (leaders.grace, leaders.helen))

    assert "New switch" in hers and "You stand in" not in hers and "Not hers" not in hers
    assert "New switch" in theirs and "You stand in for Grace Adeyemi" in theirs


def test_what_was_answered_or_withdrawn_waits_for_nobody(client, school, leaders):
    change = make_waiting(school, people=[leaders.grace], title="New switch")
    type(change).objects.filter(pk=change.pk).update(status="withdrawn")

    assert "Nothing waits for you" in read(client, leaders.grace, "/changes/asked/")


def test_what_waits_costs_the_same_however_much_it_is(client, school, leaders, django_assert_max_num_queries):
    client.force_login(leaders.grace)
    make_waiting(school, people=[leaders.grace])
    for waits in (1, 4):
        while Approval.objects.open().filter(approver=leaders.grace).count() < waits:
            make_waiting(school)
        with django_assert_max_num_queries(12):
            client.get("/changes/asked/")


def test_the_page_of_a_change_says_who_must_say_yes_and_what_was_said(client, school, leaders, manager):
    change = make_waiting(school, status="reviewed", people=[leaders.grace, leaders.helen], wants="all")
    client.force_login(leaders.grace)
    client.post(f"/changes/{change.pk}/approve_to_implement/", {"note": "After the exams.", "round": "1"})

    page = read(client, manager, change.get_absolute_url())

    assert "Helen Moss must say yes before it is made." in page
    assert "After the exams." in page
    assert f"/changes/{change.pk}/approve_to_implement/" not in page


def test_when_nobody_who_is_named_may_approve_the_page_says_so_to_those_who_can_mend_it(
    client, school, leaders, manager
):
    change = make_waiting(school, people=[leaders.grace])
    leaders.grace.memberships.all().delete()

    page, rules = (read(client, manager, address) for address in (change.get_absolute_url(), "/changes/approvers/"))

    assert NOBODY in page and "/changes/approvers/" in page
    assert NOBODY in rules


def test_an_approver_who_makes_the_change_or_works_in_support_is_warned_and_may_still_answer(client, school, manager):
    change = make_waiting(school, status="reviewed", originator=manager)
    client.force_login(manager)
    address = f"/changes/{change.pk}/approve_to_implement/"

    page = client.get(address).content.decode()
    client.post(address, {"round": "1"})

    assert "is to make this change as well" in page and "works in ICT support here" in page
    change.refresh_from_db()
    assert change.status == Status.APPROVED


def test_whoever_was_not_asked_reads_who_was(client, school, leaders):
    change = make_waiting(school, people=[leaders.grace])

    page = read(client, leaders.helen, f"/changes/{change.pk}/approve_to_proceed/")

    assert "Grace Adeyemi can answer this" in page and "<textarea" not in page


def test_what_was_asked_anew_since_the_page_was_opened_is_read_again_before_it_is_answered(client, school, leaders):
    change = make_waiting(school, people=[leaders.grace])
    client.force_login(leaders.grace)

    answer = client.post(f"/changes/{change.pk}/approve_to_proceed/", {"round": "7", "note": "Yes!"})

    assert answer.status_code == 409
    assert "asked for anew" in answer.content.decode() and "Yes!" in answer.content.decode()


def test_a_plan_goes_back_from_its_page_only_with_a_note(client, school):
    carys = make_person("technician", school, name="Carys Lloyd")
    change = make_waiting(school, status="planned")
    client.force_login(carys)
    address = f"/changes/{change.pk}/peer_review/"

    assert "Choose one of the two" in client.post(address, {"note": "Hm"}).content.decode()
    assert "Say why not" in client.post(address, {"answer": "no"}).content.decode()
    client.post(address, {"answer": "no", "note": "No way back."})

    change.refresh_from_db()
    assert change.status == Status.PROCEED


def test_a_rule_is_written_changed_and_removed_on_its_page(client, school, leaders, manager):
    client.force_login(manager)
    said = {"step": "implement", "risk": "low", "wants": "any", "people": [leaders.grace.pk]}

    client.post(f"/changes/approvers/add/?school={school.code}", said)
    rule = ApproverRule.objects.get()
    again = client.post(f"/changes/approvers/add/?school={school.code}", said).content.decode()
    client.post(f"/changes/approvers/{rule.pk}/", said | {"people": [leaders.helen.pk], "wants": "all"})

    rule.refresh_from_db()
    assert "There is a rule for this step" in again
    assert (rule.school, rule.wants, list(rule.people.all())) == (school, "all", [leaders.helen])
    client.post(f"/changes/approvers/{rule.pk}/remove/")
    assert not ApproverRule.objects.exists()


def test_who_stands_in_is_named_on_its_page(client, school, leaders, manager):
    client.force_login(manager)
    said = {"person": leaders.grace.pk, "deputy": leaders.helen.pk, "first": "2026-09-14", "last": "2026-09-11"}

    wrong = client.post("/changes/deputies/add/", said).content.decode()
    client.post("/changes/deputies/add/", said | {"last": "2026-09-18"})

    assert "before the first day" in wrong
    row = Deputy.objects.get()
    assert "Helen Moss" in client.get("/changes/approvers/").content.decode()
    client.post(f"/changes/deputies/{row.pk}/remove/")
    assert not Deputy.objects.exists()


def test_rules_cost_the_same_however_many_there_are(client, school, leaders, manager, django_assert_max_num_queries):
    client.force_login(manager)
    for steps in (["implement"], ["proceed"]):
        for step in steps:
            make_rule(school, [leaders.grace], step=step)
        with django_assert_max_num_queries(20):
            client.get("/changes/approvers/")


def test_a_program_lists_what_waits_and_answers_it(client, school, leaders):
    change = make_waiting(school, people=[leaders.grace])
    make_waiting(school, people=[leaders.helen], status="reviewed")
    client.force_login(leaders.grace)

    (waits,) = client.get("/api/v1/approvals/?mine=true").json()["results"]
    refused = client.post(f"/api/v1/approvals/{waits['id']}/decide/", {"yes": False}, content_type="application/json")
    said = {"yes": True, "note": "Go on."}
    answer = client.post(f"/api/v1/approvals/{waits['id']}/decide/", said, content_type="application/json").json()
    again = client.post(f"/api/v1/approvals/{waits['id']}/decide/", said, content_type="application/json")

    assert (waits["change"], refused.status_code, again.status_code) == (change.pk, 400, 409)
    assert (answer["decision"], answer["way"], answer["note"]) == ("approved", ByWay.API, "Go on.")


def test_a_program_writes_rules_and_deputies(client, school, leaders, manager):
    client.force_login(manager)
    rule = {"school": school.code, "step": "implement", "people": [leaders.grace.pk]}
    deputy = {"person": leaders.grace.pk, "deputy": leaders.helen.pk, "first": "2026-09-14"}

    made = client.post("/api/v1/approver-rules/", rule, content_type="application/json").json()
    client.patch(f"/api/v1/approver-rules/{made['id']}/", {"wants": "all"}, content_type="application/json")
    away = client.post("/api/v1/deputies/", deputy, content_type="application/json").json()
    client.patch(f"/api/v1/deputies/{away['id']}/", {"last": "2026-09-30"}, content_type="application/json")

    kept = ApproverRule.objects.get()
    assert (kept.wants, list(kept.people.all())) == ("all", [leaders.grace])
    assert str(Deputy.objects.get().last) == "2026-09-30"
    assert client.delete(f"/api/v1/approver-rules/{made['id']}/").status_code == 204
    assert client.delete(f"/api/v1/deputies/{away['id']}/").status_code == 204
