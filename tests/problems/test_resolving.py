"""The cause is removed: its open incidents are resolved with it, each clock right, and everyone is told once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from incidents import workflow as incidents
from incidents.models import Incident
from problems import workflow
from problems.presentation.problems import effect, resolves
from problems.reach import reach_of
from servicedesk.errors import NotYours
from servicedesk.models import Letter, Membership
from sla.models import ClockState
from tests.factories import MONDAY_9AM, make_incident, make_person, make_problem

pytestmark = pytest.mark.django_db
NOON = MONDAY_9AM + timedelta(hours=3)
TUESDAY = MONDAY_9AM + timedelta(days=1)
FIXED = {"root_cause": "A worn cable.", "resolution": "New cables in block B."}


def resolve(problem, *, by, at=NOON, **facts):
    Letter.objects.all().delete()
    return workflow.resolve(problem, by=by, at=at, **FIXED | facts)


def test_a_person_with_several_records_gets_one_letter_that_names_them_all(people, school, log):
    mine = [log("No picture", by=people.rachel), log("Flickers", by=people.rachel), log("Dark", by=people.rachel)]
    others = log("No picture", by=people.ines)
    problem = make_problem(school, incidents=[*mine, others], title="Cables of block B")

    problem = resolve(problem, by=people.tom)

    letter = people.rachel.letters.get()
    assert all(f"{record.pk} – {record.summary}" in letter.body for record in mine)
    assert "Cables of block B" in letter.body and "New cables in block B." in letter.body
    assert "A worn cable." not in letter.body  # the cause is for the desk
    assert {letter.to for letter in Letter.objects.all()} == {people.rachel, people.ines}
    assert set(Incident.objects.values_list("status", flat=True)) == {"resolved"}


def test_whoever_reported_it_too_is_told_and_counted(people, school, log):
    original, again = log(by=people.rachel), log(by=people.ines)
    incidents.mark_duplicate(again, by=people.tom, at=NOON, original=original)
    problem = make_problem(school, incidents=[original])

    reach = reach_of(problem)
    resolve(problem, by=people.tom)

    assert {letter.to for letter in Letter.objects.all()} == {people.rachel, people.ines}
    assert (reach.records, reach.people, reach.in_person) == (1, 2, 0)


def test_what_the_button_promises_is_what_happens(people, school, log):
    nobody = make_person("requester", school, name="Ann Pryce", email=None)
    gone = make_person("requester", school, name="Dan Farrow")
    reported = [log(by=by) for by in (people.rachel, people.rachel, people.ines, nobody, gone)]
    done = log(by=people.martin)
    incidents.resolve(done, by=people.tom, at=NOON, resolution="Swapped.")
    gone.is_active = False
    gone.save()
    problem = make_problem(school, incidents=[*reported, done])

    reach = reach_of(problem)
    problem = resolve(problem, by=people.tom)

    assert (reach.records, reach.people, reach.in_person) == (5, Letter.objects.count(), 2) == (5, 2, 2)
    assert resolves(reach) == "Resolve and tell all 2 people"
    assert effect(reach) == (
        "5 open incidents will be resolved with it, and 2 people get one letter each. "
        "2 people have no e-mail address: tell them in person."
    )
    assert problem.entries.get(move="resolve").data["incidents"] == [record.pk for record in reported]


def test_what_is_part_of_a_major_incident_is_resolved_and_counted_with_it(people, school, log):
    major, part = log(by=people.rachel), log(by=people.ines)
    lead = {"lead": people.tom, "title": "No internet"}
    incidents.declare_major(major, by=people.martin, at=NOON, **lead)
    Incident.objects.filter(pk=part.pk).update(parent=major)
    problem = make_problem(school, incidents=[major])

    reach = reach_of(problem)
    resolve(problem, by=people.tom)

    assert (reach.records, reach.people) == (2, Letter.objects.count()) == (2, 2)
    assert set(Incident.objects.values_list("status", flat=True)) == {"resolved"}


# How long before the cause was removed each was reported, whether it waited meanwhile, and how its clock ends.
CLOCKS = [
    ("reported three hours before", {}, False, timedelta(hours=3)),
    ("reported just now", {"minutes": 180}, False, timedelta(0)),
    ("waited since it was reported", {}, True, timedelta(0)),
    # An hour of support on Friday and five on Monday, by the clock of the school.
    ("reported on Friday at three", {"at": MONDAY_9AM - timedelta(days=3), "minutes": 300}, False, timedelta(hours=6)),
]


@pytest.mark.parametrize(
    ("case", "facts", "waits", "spent"), CLOCKS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_each_record_keeps_the_clock_it_had(people, school, log, case, facts, waits, spent):
    others, record = log(), log(by=people.rachel, **facts)
    if waits:
        incidents.wait(record, by=people.tom, at=record.opened_at, reason="part", follow_up_on=TUESDAY.date())

    resolve(make_problem(school, incidents=[record, others]), by=people.tom)

    clock = Incident.objects.get(pk=record.pk).resolution_clock
    assert (clock.state, clock.stopped_at, clock.spent) == (ClockState.STOPPED, NOON, spent)
    assert clock.breached_at is None


def test_a_late_record_is_late_and_the_one_beside_it_is_not(people, school, log):
    late, early = log(by=people.rachel, lesson_stopped=True), log(minutes=175)

    resolve(make_problem(school, incidents=[late, early]), by=people.tom, at=TUESDAY + timedelta(hours=1))

    met = {record.pk: record.resolution_clock.is_met for record in Incident.objects.select_related("resolution_clock")}
    assert met == {late.pk: False, early.pk: True}


def test_what_was_fixed_before_stays_as_it_was(people, school, log):
    done = incidents.resolve(log(by=people.rachel), by=people.ines, at=NOON, resolution="Swapped the lamp.")

    resolve(make_problem(school, incidents=[done]), by=people.tom, at=TUESDAY)

    done = Incident.objects.get(pk=done.pk)
    assert (done.resolution, done.resolved_by, done.resolved_at) == ("Swapped the lamp.", people.ines, NOON)
    assert not Letter.objects.exists()


def test_when_one_record_is_not_theirs_nothing_happens(people, school, log):
    problem = make_problem(False, incidents=[log(by=people.rachel), make_incident(status="assigned")])
    Membership.objects.filter(person=people.everywhere).update(school=school)
    people.everywhere.forget_hats()

    with pytest.raises(NotYours):
        workflow.resolve(problem, by=people.everywhere, at=NOON, **FIXED)

    problem.refresh_from_db()
    assert (problem.status, Incident.objects.filter(status="resolved").count()) == ("new", 0)


@pytest.mark.parametrize("missing", ["root_cause", "resolution"])
def test_the_end_says_what_the_cause_was_and_what_removed_it(people, school, missing):
    with pytest.raises(ValidationError) as refused:
        workflow.resolve(make_problem(school), by=people.tom, at=NOON, **FIXED | {missing: "  "})

    assert list(refused.value.message_dict) == [missing]
