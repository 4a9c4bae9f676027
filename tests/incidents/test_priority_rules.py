"""The table makes a priority; a service that matters more and days that do raise it; P1 is the top."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents import priority_acts, priority_changes, priority_table, workflow
from incidents.intake import log_incident
from incidents.intake_same import log_me_too
from incidents.models import DatedEvent, Incident, ServiceUplift
from incidents.presentation.story import raised_by
from incidents.priority import Impact, Urgency
from incidents.priority_table import USUAL, Days, Rules
from servicedesk.errors import NotYours
from sla import agreement_workflow, reevaluations
from tests.factories import MONDAY_9AM, make_category, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TODAY = MONDAY_9AM.date()
REGISTERS = 7


def rules(*events, uplifts=None):
    return Rules(USUAL, uplifts or {}, events)


def days(name="Exams", first=TODAY, last=TODAY, steps=1, services=()):
    return Days(name, first, last, steps, frozenset(services))


@pytest.mark.parametrize(
    ("found", "service", "priority", "raised"),
    [
        (rules(), None, 4, ()),
        (rules(days()), None, 3, ("Exams",)),
        (rules(days(steps=4)), None, 1, ("Exams",)),
        (rules(days(first=date(2026, 9, 15), last=date(2026, 9, 16))), None, 4, ()),
        (rules(days(last=date(2026, 9, 20))), None, 3, ("Exams",)),
        (rules(days(services=[REGISTERS])), None, 4, ()),
        (rules(days(services=[REGISTERS])), REGISTERS, 3, ("Exams",)),
        (rules(uplifts={REGISTERS: ("Registers", 2)}), REGISTERS, 2, ("Registers matters more",)),
        (rules(uplifts={REGISTERS: ("Registers", 2)}), 8, 4, ()),
        (rules(days(), uplifts={REGISTERS: ("Registers", 1)}), REGISTERS, 2, ("Registers matters more", "Exams")),
        (rules(days(), days("Inspection", steps=2)), None, 2, ("Inspection",)),
    ],
)
def test_what_raises_a_priority_and_by_how_much(found, service, priority, raised):
    judged = found.judge(Impact.PERSON, Urgency.WEEK, service=service, on=TODAY)

    assert (judged.priority, judged.table, judged.raised) == (priority, 4, raised)


def test_nothing_is_said_to_raise_what_is_at_the_top_already():
    judged = rules(days()).judge(Impact.WHOLE_SCHOOL, Urgency.NOW, on=TODAY)

    assert (judged.priority, judged.raised) == (1, ())


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def teacher(school):
    return make_person("requester", school)


def report(school, teacher, **facts):
    facts = {"category": make_category(), "at": MONDAY_9AM} | facts
    return log_incident(school=school, requester=teacher, by=teacher, summary="Dark", **facts)


def exams(school, manager, **facts):
    facts = {"name": "Exams", "first": TODAY, "last": TODAY, "steps": 1, "school": school} | facts
    return priority_table.save_event(DatedEvent(), by=manager, at=MONDAY_9AM, **facts)


def test_a_fault_of_exam_week_is_raised_and_its_record_says_why(school, teacher, manager):
    before = report(school, teacher)
    exams(school, manager)

    raised = report(school, teacher)

    assert (before.priority, raised.priority) == (3, 2)
    assert raised.entries.get(move="log").data["raised"] == ["Exams"]
    assert raised_by(list(raised.entries.all())) == "Exams"
    assert raised.resolution_clock.amount < before.resolution_clock.amount


def test_the_desk_judging_again_goes_by_the_same_rules(school, teacher, manager):
    incident = report(school, teacher)
    exams(school, manager)

    again = workflow.prioritise(incident, by=manager, at=MONDAY_9AM, impact=Impact.PERSON, urgency=Urgency.TODAY)

    assert (again.priority, again.priority_reason) == (2, "")
    with pytest.raises(ValidationError, match="says P2"):
        workflow.prioritise(again, by=manager, at=MONDAY_9AM, impact=Impact.PERSON, urgency=Urgency.TODAY, priority=5)


def test_a_second_person_whose_lesson_stopped_raises_it_by_the_same_rules(school, teacher, manager):
    incident = report(school, teacher)
    exams(school, manager)

    log_me_too(incident, by=make_person("requester", school), at=MONDAY_9AM + HOUR, lesson_stopped=True)

    assert Incident.objects.get(pk=incident.pk).priority == 1


def test_services_that_matter_more_are_kept_with_who_said_so(school, manager):
    version, service = make_promise(school), make_category().service

    priority_table.set_uplifts(version, by=manager, at=MONDAY_9AM, uplifts={service: 2})
    uplift = ServiceUplift.objects.get()
    assert (uplift.steps, uplift.history.get().history_user) == (2, manager)

    priority_table.set_uplifts(version, by=manager, at=MONDAY_9AM, uplifts={service: 0})
    assert not ServiceUplift.objects.exists()
    with pytest.raises(ValidationError):
        priority_table.set_uplifts(version, by=manager, at=MONDAY_9AM, uplifts={service: 5})


def test_an_event_ends_after_it_begins(school, manager):
    with pytest.raises(ValidationError, match="before it begins"):
        exams(school, manager, last=date(2026, 9, 1))
    assert not DatedEvent.objects.exists()


def test_nobody_changes_what_counts_more_at_another_school(school, manager):
    theirs = exams(school, manager)
    stranger = make_person("service_level_manager")

    with pytest.raises(NotYours):
        priority_table.save_event(theirs, by=stranger, at=MONDAY_9AM, school=stranger.memberships.get().school)
    with pytest.raises(NotYours):
        priority_table.remove_event(theirs, by=stranger, at=MONDAY_9AM)
    with pytest.raises(NotYours):
        exams(None, manager)


def test_a_new_wording_of_the_agreement_keeps_table_and_uplifts(school, manager):
    version, service = make_promise(school), make_category().service
    stopped = (Impact.PERSON, Urgency.NOW)
    table = priority_table.table_of(version) | {stopped: 1}
    priority_table.set_table(version, by=manager, at=MONDAY_9AM, table=table)
    priority_table.set_uplifts(version, by=manager, at=MONDAY_9AM, uplifts={service: 1})

    draft = agreement_workflow.draft(version.agreement, by=manager, at=MONDAY_9AM)
    agreement_workflow.put_in_force(draft, by=manager, at=MONDAY_9AM, reason="Review")

    assert priority_table.table_of(draft)[stopped] == 1
    assert priority_table.uplifts_of(draft) == {service.pk: (service.name, 1)}


def test_what_other_rules_would_do_is_foretold_and_then_happens_just_so(school, teacher, manager):
    changes, decided = report(school, teacher), report(school, teacher)
    workflow.prioritise(
        decided, by=manager, at=MONDAY_9AM, impact="person", urgency="today", priority=5, reason="A spare is there."
    )
    exams(school, manager)

    forecast = priority_changes.foresee([school], lambda school, rules: rules, at=MONDAY_9AM + HOUR)
    assert [(i.pk, judged.priority) for i, judged in forecast.changes] == [(changes.pk, 2)]
    assert (forecast.looked_at, forecast.clocks.moved, forecast.clocks.late) == (1, 2, 0)
    assert str(forecast) == "1 open record gets another priority. 2 open clocks move, none would be late."

    act = priority_acts.ask(school=school, by=manager, at=MONDAY_9AM + HOUR, reason="Exams began")
    act = reevaluations.settle(act, at=MONDAY_9AM + HOUR)
    changed = Incident.objects.get(pk=changes.pk)
    assert (act.total, act.done, act.judged, act.moved, act.late) == (1, 1, 1, 2, 0)
    assert act.in_words == "1 open record got another priority. 2 open clocks moved, none already late by it."
    assert (changed.priority, changed.resolution_clock.due) == (2, MONDAY_9AM + 4 * HOUR)
    entry = changed.entries.get(move="prioritise")
    assert (entry.text, entry.by, entry.data["before"], entry.data["after"]) == ("Exams began", manager, 3, 2)
    assert Incident.objects.get(pk=decided.pk).priority == 5


def test_a_wait_the_agreement_does_not_count_as_one_leaves_the_clock_running(school, teacher, manager):
    promised = report(school, teacher).resolution_clock.agreement_version
    promised.pause_reasons = ["requester"]
    promised.save()
    facts = {"by": manager, "at": MONDAY_9AM + HOUR, "follow_up_on": date(2026, 9, 15)}

    waits = workflow.wait(report(school, teacher), reason="part", **facts)
    asks = workflow.wait(report(school, teacher), reason="requester", note="Which one?", **facts)

    assert (waits.status, waits.resolution_clock.state) == ("waiting", "running")
    assert asks.resolution_clock.state == "paused"
    again = workflow.resume(waits, by=manager, at=MONDAY_9AM + 2 * HOUR)
    assert again.resolution_clock.due == waits.resolution_clock.due


def test_the_wait_page_says_which_waits_leave_the_clock_running(client, school, teacher, manager):
    incident = report(school, teacher)
    version = incident.resolution_clock.agreement_version
    version.pause_reasons = ["requester", "access"]
    version.save()
    client.force_login(manager)

    page = client.get(f"/incidents/{incident.pk}/wait/").content.decode()

    assert "The time to fix goes on while it waits for a supplier or a part." in page


def test_the_record_says_why_its_clock_goes_on_while_it_waits(client, school, teacher, manager):
    incident = report(school, teacher)
    version = incident.resolution_clock.agreement_version
    version.pause_reasons = ["requester"]
    version.save()
    facts = {"by": manager, "at": MONDAY_9AM + HOUR, "follow_up_on": date(2026, 9, 15)}
    workflow.wait(incident, reason="part", **facts)
    client.force_login(manager)

    assert "goes on while it waits for a part" in client.get(f"/incidents/{incident.pk}/").content.decode()


def test_the_page_foretells_and_saves_only_when_told_to(client, school, teacher, manager):
    incident = report(school, teacher)
    client.force_login(manager)
    version = incident.resolution_clock.agreement_version
    address = f"/priorities/{version.pk}/"
    form = client.get(address).context["form"]
    said = {name: field.initial for name, field in form.fields.items()} | {"person-today": 1, "also_open": "yes"}

    page = client.post(address, said | {"preview": "1"}).content.decode()
    assert "1 open record gets another priority." in page and "Nothing is saved yet." in page
    assert not version.priority_rules.exists()

    assert client.post(address, said).status_code == 302
    assert Incident.objects.get(pk=incident.pk).priority == 1


def test_days_are_written_changed_and_taken_out_on_their_pages(client, school, manager):
    client.force_login(manager)
    today = timezone.localdate()
    said = {"name": "Exams", "place": school.pk, "first": today, "last": today, "steps": 1, "also_open": "no"}

    wrong = client.post("/priorities/days/add/", said | {"last": today - timedelta(days=1)})
    assert "It ends before it begins." in wrong.content.decode()
    assert client.post("/priorities/days/add/", said).status_code == 302
    event = DatedEvent.objects.get()
    assert "On now" in client.get("/priorities/").content.decode()
    client.post(f"/priorities/days/{event.pk}/", said | {"name": "Mock exams", "steps": 2})
    assert DatedEvent.objects.get().steps == 2
    client.post(f"/priorities/days/{event.pk}/remove/")
    assert not DatedEvent.objects.exists()


def test_services_are_raised_on_their_page(client, school, manager):
    version, service = make_promise(school), make_category().service
    client.force_login(manager)

    client.post(f"/priorities/{version.pk}/services/", {f"service-{service.pk}": 2, "also_open": "no"})

    assert ServiceUplift.objects.get().steps == 2
