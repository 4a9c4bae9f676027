"""A check is started, answered, finished, reopened; its actions are given, done, dropped and called to mind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from healthcheck import reminders, workflow
from healthcheck.models import Action
from healthcheck.results import latest_of, result_of
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_incident, make_person
from tests.healthcheck.checks import make_check, make_keeper, say

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_records_can_answer_is_answered_when_a_check_starts():
    check, _ = make_check()

    agreed = check.answers.get(statement="sl-agreed")

    assert (agreed.found, agreed.answer, agreed.stands) == ("yes", "", "yes")
    assert "version 1" in agreed.found_words and agreed.found_how and agreed.found_path.startswith("/agreements/")
    assert check.answers.get(statement="sd-one-place").stands == ""


def test_a_person_overrules_the_records_only_with_a_note_and_both_are_kept():
    check, martin = make_check()

    with pytest.raises(ValidationError, match="The records say yes"):
        workflow.answer(check, by=martin, at=MONDAY_9AM, answers=[{"statement": "sl-agreed", "answer": "no"}])
    said = {"statement": "sl-agreed", "answer": "partly", "note": "Nobody knows of it."}
    workflow.answer(check, by=martin, at=MONDAY_9AM, answers=[said])

    agreed = check.answers.get(statement="sl-agreed")
    assert (agreed.found, agreed.answer, agreed.note, agreed.is_overruled) == (
        "yes",
        "partly",
        "Nobody knows of it.",
        True,
    )
    assert check.entries.get(move="answer").data["answer"] == "partly"


def test_what_is_unanswered_is_said_and_never_counts_as_yes():
    check, martin = make_check()
    say(check, martin, fi_replace="yes", fi_decide="partly")

    with pytest.raises(ValidationError, match="without an answer"):
        workflow.finish(check, by=martin, at=MONDAY_9AM)
    workflow.finish(check, by=martin, at=MONDAY_9AM, leave_unanswered=True)

    found = {process.key: process for process in result_of(check).processes}["finance"]
    assert (found.yes, found.partly, found.unanswered, found.asked) == (1, 1, 4, 6)  # no thing is recorded
    assert found.percent == 25


def test_a_check_is_compared_with_the_one_before_it():
    first, martin = make_check()
    workflow.finish(first, by=martin, at=MONDAY_9AM, leave_unanswered=True)
    later = MONDAY_9AM + 90 * DAY
    second, _ = make_check(first.school, by=martin, at=later)
    say(second, martin, later, fi_replace="yes", fi_decide="yes", fi_costs="yes")

    result = result_of(second)

    finance = {process.key: process for process in result.processes}["finance"]
    assert result.compared_with == first
    assert (finance.before, finance.percent, finance.change) == (0, 50, 50)


def test_only_one_check_of_a_school_is_open_and_only_the_latest_is_reopened():
    first, martin = make_check()
    with pytest.raises(Refused, match="not finished yet"):
        workflow.start(first.school, by=martin, at=MONDAY_9AM)
    first = workflow.finish(first, by=martin, at=MONDAY_9AM, leave_unanswered=True)
    second, _ = make_check(first.school, by=martin, at=MONDAY_9AM + DAY)

    with pytest.raises(Refused, match="Another check"):
        workflow.reopen(first, by=martin, at=MONDAY_9AM + DAY)
    second = workflow.finish(second, by=martin, at=MONDAY_9AM + DAY, leave_unanswered=True)
    with pytest.raises(Refused, match="A later check"):
        workflow.reopen(first, by=martin, at=MONDAY_9AM + DAY)
    with pytest.raises(Refused, match="it is finished"):
        say(second, martin, fi_replace="yes")
    assert workflow.reopen(second, by=martin, at=MONDAY_9AM + DAY).is_open


def test_looking_again_keeps_what_people_said():
    check, martin = make_check()
    say(check, martin, sd_owner="partly")
    make_incident(check.school, at=MONDAY_9AM, requester=martin)

    check = workflow.look_again(check, by=martin, at=MONDAY_9AM + 3 * DAY)

    owner = check.answers.get(statement="sd-owner")
    assert (owner.found, owner.found_words, owner.answer) == ("no", "0 of 1 open records", "partly")
    assert check.last == date(2026, 9, 17)


def test_who_keeps_no_evidence_starts_nothing():
    school, _ = make_keeper()

    with pytest.raises(NotYours):
        workflow.start(school, by=make_person("senior_leader", school), at=MONDAY_9AM)


def test_an_action_is_given_and_its_owner_may_say_that_it_is_done():
    check, martin = make_check()
    priya = make_person("technician", check.school, name="Priya Shah")
    facts = {"what": "Walk round", "owner": priya, "due_on": date(2026, 10, 1), "statement": "cf-audited"}

    action = workflow.add_action(check, by=martin, at=MONDAY_9AM, **facts)
    with pytest.raises(NotYours):
        workflow.change_action(action, by=priya, at=MONDAY_9AM, due_on=date(2027, 1, 1))
    with pytest.raises(ValidationError, match="Say why it is dropped"):
        workflow.drop_action(action, by=martin, at=MONDAY_9AM, outcome=" ")
    action = workflow.complete_action(action, by=priya, at=MONDAY_9AM, outcome="All seen.")

    assert (action.process, action.status, action.ended_by) == ("configuration", "done", priya)
    assert Letter.objects.get().subject == f"HA{action.pk}: yours by 1 October – Walk round"
    with pytest.raises(Refused):
        workflow.drop_action(action, by=martin, at=MONDAY_9AM, outcome="No.")


def test_an_action_goes_to_somebody_who_has_a_part_in_ict():
    check, martin = make_check()
    teacher = make_person("requester", check.school, name="Rachel Moss")

    with pytest.raises(ValidationError, match="Rachel Moss has no part in ICT"):
        workflow.add_action(check, by=martin, at=MONDAY_9AM, what="Walk", owner=teacher, due_on=date(2026, 10, 1))


def test_owners_are_reminded_once_before_the_day_and_once_after():
    check, martin = make_check()
    for days, what in ((5, "Soon"), (60, "Later"), (-3, "Late")):
        day = MONDAY_9AM.date() + days * DAY
        workflow.add_action(check, by=martin, at=MONDAY_9AM, what=what, owner=martin, due_on=day)

    written = [reminders.remind(at=MONDAY_9AM + n * DAY) for n in (-1, 0, 1, 7)]  # Sunday, Monday, Tuesday, Monday

    assert written == [0, 1, 0, 1]
    first, second = Letter.objects.order_by("pk")
    assert first.subject == "Health check: 1 late, 1 due this week"
    assert "Soon" in second.body and "Later" not in second.body  # it was reminded before, and has passed now
    assert Action.objects.filter(told_late_at=None).count() == 1


def test_evidence_reads_the_latest_finished_check_as_data():
    check, martin = make_check()
    say(check, martin, fi_replace="yes")
    assert latest_of(check.school) is None
    workflow.finish(check, by=martin, at=MONDAY_9AM, leave_unanswered=True)

    found = latest_of(check.school)

    said = {answer.statement: answer for answer in found.answers}
    assert found.reference == check.reference and len(found.processes) == 10
    assert said["fi-replace"].answer == "yes" and said["fi-decide"].answer == ""
    assert latest_of(check.school, until=date(2026, 9, 1)) is None
