"""Open records judged again by other rules: one recorded act, left to the sweep where many, resumed when killed."""

from datetime import timedelta

import pytest

from incidents import priority_acts, priority_changes, priority_table, timeline, workflow
from incidents.intake import log_incident
from incidents.models import DatedEvent, Incident, IncidentEntry
from incidents.priority import Impact, Urgency
from sla import reevaluations
from sla.models import Clock, ClockEvent, Reevaluation
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
TEN = MONDAY_9AM + timedelta(hours=1)
TODAY = MONDAY_9AM.date()
PACE = reevaluations.Pace(first=2, fewest=2, most=2, at_once=0)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def slowly(monkeypatch):
    """Two records a batch, and none while anybody waits."""
    monkeypatch.setitem(reevaluations._PACE, "priorities", PACE)


def report(school, count=1):
    teacher = make_person("requester", school)
    facts = {"school": school, "requester": teacher, "by": teacher, "summary": "Dark"}
    return [log_incident(at=MONDAY_9AM, **facts).pk for _ in range(count)]


def exams(school, manager, steps=1):
    facts = {"name": "Exams", "first": TODAY, "last": TODAY, "steps": steps, "school": school}
    return priority_table.save_event(DatedEvent(), by=manager, at=TEN, **facts)


def ask(school, manager):
    return priority_acts.ask(school=school, by=manager, at=TEN, reason="Exams began")


def priorities(keys):
    return [Incident.objects.get(pk=key).priority for key in keys]


def judged_again(keys):
    return list(IncidentEntry.objects.filter(incident__in=keys, move="prioritise").values_list("incident", flat=True))


@pytest.mark.usefixtures("slowly")
def test_a_worker_killed_in_the_middle_goes_on_where_the_last_batch_ended(school, manager, monkeypatch):
    keys = report(school, 5)
    exams(school, manager)
    act = ask(school, manager)
    write, written = timeline.write, []

    def killed(incident, *args, **facts):
        if len(written) == 3:
            raise KeyboardInterrupt
        written.append(incident.pk)
        return write(incident, *args, **facts)

    monkeypatch.setattr(timeline, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        reevaluations.work(at=TEN)
    act.refresh_from_db()
    assert (written, judged_again(keys), act.done, act.finished_at) == (keys[:3], keys[:2], 2, None)

    monkeypatch.setattr(timeline, "write", write)
    assert reevaluations.work(at=TEN) == 3
    assert reevaluations.work(at=TEN) == 0
    act.refresh_from_db()
    assert (act.total, act.done, act.judged, act.moved) == (5, 5, 5, 10)
    assert judged_again(keys) == keys
    assert priorities(keys) == [2] * 5
    assert ClockEvent.objects.filter(kind="target").count() == Clock.objects.count() == 10


@pytest.mark.usefixtures("slowly")
def test_many_are_left_to_the_sweep_and_a_page_says_how_far_it_is(client, school, manager, time_machine):
    time_machine.move_to(TEN, tick=False)
    report(school, 3)
    exams(school, manager)
    client.force_login(manager)
    version = school.agreements.get().versions.get()
    address = f"/priorities/{version.pk}/services/"

    answer = client.post(address, {"also_open": "yes"})

    act = Reevaluation.objects.get()
    assert answer.url == f"/calendars/changes/{act.pk}/"
    reevaluations.work(at=TEN, most=2)
    assert "2 of 3 open records are judged again." in client.get(answer.url).content.decode()
    reevaluations.work(at=TEN)
    page = client.get(answer.url).content.decode()
    assert "3 open records got another priority. 6 open clocks moved, none already late by it." in page
    assert f"Priorities of {version.agreement}" in client.get("/calendars/changes/").content.decode()


def test_a_program_is_told_which_act_judges_the_open_records_again(client, school, manager):
    keys = report(school)
    client.force_login(manager)
    said = {"name": "Exams", "first": "2026-01-01", "last": "2099-01-01", "steps": 2, "school": school.code}

    answer = client.post("/api/v1/dated-events/", said | {"also_open": True}, content_type="application/json").json()

    act = client.get(f"/api/v1/reevaluations/{answer['reevaluation']}/").json()
    assert (act["kind"], act["about"], act["school"]) == ("priorities", f"Priorities of {school}", school.code)
    assert (act["judged"], act["version"], priorities(keys)) == (1, None, [1])


def test_what_was_decided_closed_or_is_senseless_holds_up_no_other(school, manager):
    decided, closed, broken, last = report(school, 4)
    exams(school, manager)
    act = ask(school, manager)
    facts = {"impact": "person", "urgency": "today", "priority": 5, "reason": "A spare is there."}
    workflow.prioritise(Incident.objects.get(pk=decided), by=manager, at=TEN, **facts)
    workflow.cancel(Incident.objects.get(pk=closed), by=manager, at=TEN, reason="Not needed.")
    Incident.objects.get(pk=broken).resolution_clock.events.update(kind="stop")

    act = reevaluations.settle(act, at=TEN)

    assert priorities([decided, closed, broken, last]) == [5, 3, 3, 2]
    assert (act.judged, act.finished_at) == (1, TEN)


@pytest.mark.usefixtures("slowly")
def test_an_act_that_waits_goes_by_the_rules_that_hold_when_it_is_done(school, manager):
    keys = report(school, 3)
    event = exams(school, manager)
    ask(school, manager)
    priority_table.save_event(event, by=manager, at=TEN, steps=2)
    ask(school, manager)

    reevaluations.work(at=TEN)

    assert priorities(keys) == [1, 1, 1]
    assert judged_again(keys) == keys


def test_a_record_that_lived_on_before_the_sweep_came_is_judged_after_its_last_event(school, manager):
    (key,) = report(school)
    exams(school, manager)
    ask(school, manager)
    later = TEN + timedelta(hours=2)
    facts = {"reason": "part", "follow_up_on": TODAY + timedelta(days=1)}
    workflow.wait(Incident.objects.get(pk=key), by=make_person("technician", school), at=later, **facts)

    reevaluations.work(at=later)

    assert priorities([key]) == [2]
    assert IncidentEntry.objects.get(move="prioritise").at == later


def test_a_priority_nothing_is_promised_for_ends_the_clocks_as_foretold(school, manager):
    keys = report(school, 2)
    version = school.agreements.get().versions.get()
    version.targets.filter(priority=4).delete()
    table = priority_table.table_of(version) | {(Impact.PERSON, Urgency.TODAY): 4}
    priority_table.set_table(version, by=manager, at=TEN, table=table)

    foretold = priority_changes.foresee([school], lambda school, rules: rules, at=TEN)
    act = priority_acts.ask(version=version, by=manager, at=TEN, reason="Less")
    act = reevaluations.settle(act, at=TEN)

    assert (act.judged, act.moved, act.late) == (len(foretold.changes), foretold.clocks.moved, foretold.clocks.late)
    assert (act.moved, priorities(keys)) == (4, [4, 4])
    assert set(Clock.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("named", [0, 500])
def test_the_forecast_is_the_same_by_key_and_through_all_that_is_open(school, manager, monkeypatch, named):
    monkeypatch.setattr(priority_changes, "NAMED", named)
    report(school, 2)
    facts = {"impact": "person", "urgency": "today", "priority": 5, "reason": "A spare is there."}
    workflow.prioritise(Incident.objects.get(pk=report(school)[0]), by=manager, at=TEN, **facts)
    exams(school, manager)

    forecast = priority_changes.foresee([school], lambda school, rules: rules, at=TEN)

    assert (forecast.looked_at, len(forecast.changes), forecast.clocks.looked_at) == (2, 2, 4)
    assert forecast.clocks.moved == forecast.clocks.sooner == 4


def test_the_forecast_asks_as_often_for_many_schools_and_records_as_for_few(django_assert_num_queries):
    everywhere = make_person("service_level_manager", everywhere=True)
    exams(None, everywhere)
    for number, count in enumerate((1, 3)):
        schools = [make_school(f"School {number} {each}") for each in range(count)]
        for school in schools:
            make_promise(school)
            report(school, 2 * count)
        Incident.objects.update(priority=5)
        with django_assert_num_queries(14):
            forecast = priority_changes.foresee(schools, lambda school, rules: rules, at=TEN)
        assert len(forecast.changes) == 2 * count * count


def test_acts_are_seen_by_those_who_may_read_the_agreements_of_the_school(client, school, manager):
    acts = [ask(school, manager), ask(make_school("Mill Lane"), None), ask(None, None)]
    client.force_login(manager)

    seen = [client.get(f"/calendars/changes/{act.pk}/").status_code for act in acts]

    assert seen == [200, 404, 200]
