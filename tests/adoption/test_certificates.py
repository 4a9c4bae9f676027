"""The register of certificates: due, passed, run out; whom it reminds, and what share it makes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from adoption import reminders, workflow
from adoption.measure import certified
from adoption.models import Certificate
from adoption.standing import standing_of
from evidence import gathering
from evidence.facts import Facts
from evidence.framework import load
from evidence.proofs import FIGURES
from reports.periods import Period
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
TODAY, DAY = MONDAY_9AM.date(), timedelta(days=1)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def add(person, school, by, **facts):
    return workflow.add_certificate(person=person, school=school, by=by, at=MONDAY_9AM, **facts)


def passed(person, school, by, *, days=30, until=None):
    made = add(person, school, by)
    taken = {"passed": True, "exam_on": TODAY - days * DAY, "expires_on": until}
    return workflow.conclude_certificate(made, by=by, at=MONDAY_9AM, **taken)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "due"}, "Due"),
        ({"status": "due", "due_on": TODAY - DAY}, "Overdue"),
        ({"status": "due", "due_on": TODAY, "exam_on": TODAY + DAY}, "Exam booked"),
        ({"status": "passed"}, "Held"),
        ({"status": "passed", "expires_on": TODAY + 90 * DAY}, "Renew soon"),
        ({"status": "passed", "expires_on": TODAY - DAY}, "Run out"),
        ({"status": "failed"}, "Not passed"),
        ({"status": "withdrawn"}, "Withdrawn"),
    ],
)
def test_where_an_entry_stands_depends_on_the_day(facts, words):
    assert standing_of(Certificate(**facts), TODAY).words == words


def test_an_exam_is_entered_once_it_was_taken_and_another_try_is_a_new_entry(school, martin):
    priya = make_person("technician", school)
    made = add(priya, school, martin, unit_code="P-01", due_on=TODAY + 30 * DAY)
    with pytest.raises(ValidationError, match="due this already"):
        add(priya, school, martin, unit_code="P-01")
    with pytest.raises(ValidationError, match="is ahead"):
        workflow.conclude_certificate(made, by=martin, at=MONDAY_9AM, passed=True, exam_on=TODAY + DAY)
    with pytest.raises(ValidationError, match="before the exam"):
        workflow.conclude_certificate(made, by=martin, at=MONDAY_9AM, passed=True, exam_on=TODAY, expires_on=TODAY)

    failed = workflow.conclude_certificate(made, by=martin, at=MONDAY_9AM, passed=False, exam_on=TODAY)
    again = add(priya, school, martin, unit_code="P-01")

    assert failed.status == "failed" and again.status == "due"
    with pytest.raises(Refused):
        workflow.change_certificate(failed, by=martin, at=MONDAY_9AM, unit_code="P-02")
    with pytest.raises(ValidationError, match="due this already"):
        workflow.reopen_certificate(failed, by=martin, at=MONDAY_9AM)


def test_persons_see_their_own_and_keepers_those_of_their_school(school, martin):
    priya, other = make_person("technician", school), make_school("Other")
    hers = add(priya, school, martin)
    theirs = Certificate.objects.create(person=make_person("technician", other), school=other)

    assert list(Certificate.objects.visible_to(priya)) == [hers]
    assert list(Certificate.objects.visible_to(martin)) == [hers]
    assert list(Certificate.objects.visible_to(make_person("senior_leader", school))) == []
    assert theirs in Certificate.objects.visible_to(make_person("trust_administrator", everywhere=True))
    with pytest.raises(NotYours):
        workflow.withdraw_certificate(hers, by=priya, at=MONDAY_9AM, reason="Not mine.")
    with pytest.raises(ValidationError, match="has no role"):
        add(make_person("technician", other, name="Tom Webb"), school, martin)


def test_the_share_says_nothing_of_too_few_and_counts_only_what_holds_on_the_day(school, martin):
    people = [make_person("technician", school) for _ in range(5)]
    passed(people[0], school, martin)
    passed(people[1], school, martin, days=400, until=TODAY - DAY)
    for person in people[2:4]:
        add(person, school, martin)
    few = certified([school], TODAY)[school.pk]
    passed(people[4], school, martin, until=TODAY)

    found = certified([school], TODAY)[school.pk]
    withdrawn = Certificate.objects.get(person=people[0])
    workflow.withdraw_certificate(withdrawn, by=martin, at=MONDAY_9AM, reason="Another job.")

    assert (few.holders, few.people, few.percent) == (1, 4, None)
    assert (found.holders, found.people, found.percent) == (2, 5, 40)
    assert certified([school], TODAY + DAY)[school.pk].holders == 0


def test_evidence_has_the_share_and_nobodys_name(school, martin):
    for n in range(5):
        passed(make_person("technician", school, name=f"Zed {n}"), school, martin)

    found = FIGURES["certified_share"].work_out(Facts(school, Period(TODAY - 30 * DAY, TODAY), MONDAY_9AM))

    assert (found.value, found.unit, found.note) == (100, "%", "5 of 5")


@pytest.mark.parametrize("framework", ["ictmark", "dfe"])
def test_a_framework_shows_the_share_that_stands_now(school, martin, framework):
    def shown():
        found = gathering.gather(load(framework), school=school, period=Period(TODAY, TODAY), at=MONDAY_9AM)
        [proof] = [p for answer in found.answers for p in answer.proofs if p.figure.name == "certified_share"]
        return proof.words, proof.is_known

    assert shown() == ("Not known", False)
    people = [make_person("technician", school, name=f"Zed {n}") for n in range(5)]
    for person in people[:4]:
        passed(person, school, martin)
    assert shown() == ("Too few to say", True)
    add(people[4], school, martin)
    assert shown() == ("80%", True)


def test_people_are_reminded_of_what_is_due_overdue_or_runs_out_each_once(school, martin):
    priya = make_person("technician", school, name="Priya Shah")
    add(priya, school, martin, unit_code="P-01", due_on=TODAY + 20 * DAY)
    add(priya, school, martin, unit_code="P-02", due_on=TODAY - DAY)
    add(priya, school, martin, unit_code="P-03", due_on=TODAY + 100 * DAY)
    passed(priya, school, martin, until=TODAY + 80 * DAY)

    written = [reminders.remind(at=MONDAY_9AM + n * DAY) for n in (-1, 0, 1)]  # nobody is written to on a Sunday

    assert written == [0, 2, 0]
    subjects = {letter.to: letter.subject for letter in Letter.objects.all()}
    assert subjects == {
        priya: "Your certificates: 1 overdue, 1 due, 1 to renew",
        martin: "Certificates overdue at Harrow Beck School: 1",
    }


def test_a_new_day_is_called_to_mind_anew(school, martin):
    made = add(make_person("technician", school), school, martin, due_on=date(2026, 9, 1))
    reminders.remind(at=MONDAY_9AM)

    made = workflow.change_certificate(made, by=martin, at=MONDAY_9AM, due_on=TODAY + 10 * DAY)

    assert made.told_late_at is None and reminders.remind(at=MONDAY_9AM + DAY) == 1
