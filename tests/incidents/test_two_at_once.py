"""Two people, or two workers, at the same moment: one after the other, nothing twice, nothing lost or half done."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import reverse

from incidents import escalations, workflow
from incidents.imports.names import IMPORTED_SERVICE
from incidents.intake import log_incident
from incidents.models import Incident, IncidentEntry, Status
from servicedesk import letters
from servicedesk.errors import Refused
from servicedesk.models import Letter, Person, Room, Service
from sla import clocks, reevaluations
from sla.calendars import calendar_of, hours_of, make_version
from sla.models import Clock, ClockEvent, ClockState, Excuse, Fired
from sla.reevaluations import CalendarChange
from tests.factories import MONDAY_9AM, OPEN_8_TO_4, make_category, make_person, make_promise, make_school
from tests.incidents.imports.log import event, text_of

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
LATER = MONDAY_9AM + HOUR


def at_once(*acts):
    """Do several things at the same moment, each on a connection of its own; what each returned, or raised."""
    line, became = threading.Barrier(len(acts)), [None] * len(acts)

    def do(number):
        close_old_connections()
        line.wait(10)
        try:
            became[number] = acts[number]()
        except Exception as error:
            became[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return became


def refusals(became):
    """Those who were told that somebody came first; anything else that was raised is raised again."""
    for error in became:
        if isinstance(error, Exception) and not isinstance(error, Refused | ValidationError):
            raise error
    return [error for error in became if isinstance(error, Exception)]


@pytest.fixture
def school():
    return make_school()


@pytest.fixture(autouse=True)
def version(school):
    """What was agreed with the school."""
    return make_promise(school)


@pytest.fixture
def teacher(school):
    return make_person("requester", school)


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def sam(school):
    return make_person("technician", school, name="Sam Reed")


def log(school, teacher, **facts):
    return log_incident(school=school, requester=teacher, by=teacher, at=MONDAY_9AM, **{"summary": "Dark"} | facts)


def moves_of(incident):
    return list(IncidentEntry.objects.filter(incident=incident).exclude(move="log").values_list("move", flat=True))


def test_two_take_it_and_one_is_told_who_has_it(school, teacher, priya, sam):
    incident = log(school, teacher)

    became = at_once(*(lambda who=who: workflow.take(incident, by=who, at=LATER) for who in (priya, sam)))

    (refused,) = refusals(became)
    incident.refresh_from_db()
    assert incident.assignee.name in str(refused)
    assert moves_of(incident) == ["take"]


def test_one_fixes_it_while_the_other_answers(school, teacher, priya, sam):
    incident = log(school, teacher)

    became = at_once(
        lambda: workflow.resolve(incident, by=priya, at=LATER, resolution="New lamp."),
        lambda: workflow.reply(incident, by=sam, at=LATER - SECOND, text="I am on my way."),
    )

    assert refusals(became) == []
    incident.refresh_from_db()
    assert incident.status == Status.RESOLVED
    assert sorted(moves_of(incident)) == ["reply", "resolve"]
    assert ClockEvent.objects.filter(kind="stop").count() == 2
    assert Clock.objects.filter(state=ClockState.STOPPED).count() == 2


@pytest.mark.parametrize("earlier", [SECOND, -SECOND], ids=["looked earlier", "looked later"])
def test_the_requesters_word_is_heard_while_a_technician_puts_it_on_hold(school, teacher, priya, earlier):
    incident = log(school, teacher)
    hold = {"reason": "requester", "follow_up_on": MONDAY_9AM.date(), "note": "Which lamp?"}

    became = at_once(
        lambda: workflow.wait(incident, by=priya, at=LATER, **hold),
        lambda: workflow.reply(incident, by=teacher, at=LATER - earlier, text="It works again."),
    )

    assert refusals(became) == []
    incident = Incident.objects.get(pk=incident.pk)
    last = moves_of(incident)
    assert sorted(last) == ["reply", "wait"]
    waits = IncidentEntry.objects.filter(incident=incident).latest("pk").move == "wait"
    assert incident.status == (Status.WAITING if waits else Status.NEW)
    assert incident.resolution_clock.state == (ClockState.PAUSED if waits else ClockState.RUNNING)


def test_a_word_that_waited_for_a_hold_ends_it_though_it_was_written_a_moment_before(school, teacher, priya):
    incident = log(school, teacher)
    hold = {"reason": "requester", "follow_up_on": MONDAY_9AM.date(), "note": "Which lamp?"}
    workflow.wait(incident, by=priya, at=LATER, **hold)

    workflow.reply(incident, by=teacher, at=LATER - SECOND, text="The left one.")

    incident = Incident.objects.get(pk=incident.pk)
    assert incident.status == Status.NEW
    assert incident.resolution_clock.state == ClockState.RUNNING
    assert incident.resolution_clock.spent == HOUR


def test_two_workers_mark_each_breach_once(school, teacher):
    for _ in range(20):
        log(school, teacher)
    late = MONDAY_9AM + timedelta(days=9)

    became = at_once(*[lambda: clocks.mark_breaches(at=late)] * 3)

    assert refusals(became) == []
    assert sum(became) == Clock.objects.exclude(breached_at=None).count() == 40


def test_a_breach_is_marked_while_somebody_fixes_it(school, teacher, priya):
    incident = log(school, teacher)
    late = MONDAY_9AM + timedelta(days=9)

    became = at_once(
        lambda: clocks.mark_breaches(at=late),
        lambda: workflow.resolve(incident, by=priya, at=late, resolution="New lamp."),
    )

    assert refusals(became) == []
    for clock in Clock.objects.all():
        assert (clock.state, clock.breached_at) == (ClockState.STOPPED, clocks.read(clock).breached_at)
        assert clock.breached_at < late


def test_it_closes_by_itself_while_the_requester_says_that_it_is_still_broken(school, teacher, priya):
    incidents = [workflow.resolve(log(school, teacher), by=priya, at=LATER, resolution="New lamp.") for _ in range(4)]
    after = MONDAY_9AM + timedelta(days=8)

    became = at_once(
        lambda: workflow.close_resolved(at=after),
        *(lambda i=i: workflow.reopen(i, by=teacher, at=after, reason="Still dark.") for i in incidents),
    )

    assert refusals(became) == []
    for incident in Incident.objects.filter(pk__in=[i.pk for i in incidents]):
        assert (incident.status, incident.reopened) == (Status.ASSIGNED, 1) or incident.status == Status.IN_PROGRESS
        assert incident.closed_at is None


def test_two_workers_close_each_record_once(school, teacher, priya):
    for _ in range(6):
        workflow.resolve(log(school, teacher), by=priya, at=LATER, resolution="New lamp.")

    became = at_once(*[lambda: workflow.close_resolved(at=MONDAY_9AM + timedelta(days=8))] * 3)

    assert refusals(became) == []
    assert sum(became) == 6
    assert Letter.objects.filter(template="incidents/closed").count() == 6


def test_two_workers_send_each_letter_once(school, teacher, monkeypatch):
    for _ in range(12):
        log(school, teacher)
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda letter: sent.append(letter.extra_headers["Message-ID"]))

    became = at_once(*[lambda: letters.send_waiting(at=LATER)] * 3)

    assert refusals(became) == []
    assert sum(became) == len(sent) == len(set(sent)) == 12


def test_two_workers_take_each_escalation_step_once(school, teacher, version):
    make_person("service_level_manager", school)
    for percent in (50, 100):
        version.steps.create(kind="resolution", percent=percent, tell_role="service_level_manager")
    for _ in range(5):
        log(school, teacher)

    became = at_once(*[lambda: escalations.send_due(at=MONDAY_9AM + timedelta(days=9))] * 3)

    assert refusals(became) == []
    assert sum(became) == Fired.objects.count() == Letter.objects.filter(template="incidents/escalated").count() == 10


def test_a_step_is_not_taken_for_what_was_fixed_a_moment_ago(school, teacher, priya, version):
    version.steps.create(kind="resolution", percent=100)
    incident = log(school, teacher)
    clock = incident.resolution_clock
    workflow.resolve(incident, by=priya, at=LATER, resolution="New lamp.")

    assert clocks.take_steps(clock, at=MONDAY_9AM + timedelta(days=9)) == []


def test_two_people_each_mark_the_others_record_as_the_duplicate(school, teacher, priya, sam):
    one, other = log(school, teacher), log(school, teacher)

    became = at_once(
        lambda: workflow.mark_duplicate(one, by=priya, at=LATER, original=other),
        lambda: workflow.mark_duplicate(other, by=sam, at=LATER, original=one),
    )

    assert len(refusals(became)) == 1
    assert Incident.objects.filter(status=Status.NEW, duplicate_of=None).count() == 1


@pytest.mark.parametrize("codes", ["AA AA", "AA BB"], ids=["the same school", "two schools"])
def test_two_imports_of_the_same_file(tmp_path, codes):
    for code in set(codes.split()):
        make_school(code=code)
    Service.objects.create(name=IMPORTED_SERVICE, is_offered=False)  # something was brought in before
    rows = [event(number=f"INC{n}", caller_id=f"Caller {n % 7}", category=f"Category {n % 5}") for n in range(40)]
    (tmp_path / "log.csv").write_text(text_of(*rows))

    def bring_in(code):
        options = ("--format", "servicenow", "--school", code)
        call_command("import_incidents", str(tmp_path / "log.csv"), *options, stdout=StringIO())

    became = at_once(*(lambda code=code: bring_in(code) for code in codes.split()))

    assert refusals(became) == []
    assert Incident.objects.count() == IncidentEntry.objects.count() == 40 * len(set(codes.split()))
    assert Person.objects.filter(name__startswith="Caller").count() == 7


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def form_of(client, address):
    """The hidden fields of a page's form, as a browser sends them back."""
    page = client.get(address)
    return {"once": page.context["once"]}


def test_a_report_sent_by_a_double_tap_makes_one_record(school, teacher):
    client, address = signed_in(teacher), reverse("incidents:report")
    said = {"school": school.pk, "room": "0", "picked": "1", "category": make_category().pk, "lesson_stopped": "no"}
    said |= form_of(client, f"{address}?room=0&picked=1&school={school.pk}")

    became = at_once(*[lambda: client.post(address, said)] * 3)

    assert {answer.status_code for answer in became} == {302}
    assert len({answer["Location"] for answer in became}) == 1
    assert Incident.objects.count() == 1


def test_another_report_from_the_same_page_is_another_record(school, teacher):
    client, address = signed_in(teacher), reverse("incidents:report")
    said = {"school": school.pk, "room": "0", "picked": "1", "category": make_category().pk, "lesson_stopped": "no"}
    said |= form_of(client, f"{address}?room=0&picked=1&school={school.pk}")

    client.post(address, said | {"description": "The projector."})
    client.post(address, said | {"description": "The printer."})

    assert Incident.objects.count() == 2


def test_what_was_refused_may_be_sent_again_from_the_same_page(school, teacher):
    client, address = signed_in(teacher), reverse("incidents:report")
    said = {"school": school.pk, "room": "0", "picked": "1", "lesson_stopped": "no"}
    said |= form_of(client, f"{address}?room=0&picked=1&school={school.pk}")

    assert [client.post(address, said).status_code for _ in range(2)] == [200, 200]
    assert client.post(address, said | {"category": make_category().pk}).status_code == 302


@pytest.mark.parametrize("by", ["requester", "technician"])
def test_an_answer_sent_twice_is_said_once(school, teacher, priya, by):
    incident = log(school, teacher)
    person, mode = (teacher, {}) if by == "requester" else (priya, {"mode": "reply"})
    client, address = signed_in(person), incident.get_absolute_url()
    said = mode | {"text": "Still dark?"} | form_of(client, address)
    target = reverse("incidents:reply", args=[incident.pk]) if by == "requester" else address

    became = at_once(*[lambda: client.post(target, said)] * 3)

    assert {answer.status_code for answer in became} == {302}
    assert moves_of(incident) == ["reply"]


def test_a_call_logged_twice_is_one_call(school, teacher):
    client, address = signed_in(make_person("service_desk", school)), reverse("incidents:log_call")
    said = {"requester": teacher.pk, "summary": "No sound", "channel": "phone"} | form_of(client, address)

    became = at_once(*[lambda: client.post(address, said)] * 2)

    assert {answer.status_code for answer in became} == {302}
    assert Incident.objects.count() == 1


def test_two_people_add_the_same_room_and_one_is_told(school):
    manager = make_person("service_level_manager", school)
    address = reverse("servicedesk:add-room", args=[school.pk])

    became = at_once(*[lambda: signed_in(manager).post(address, {"name": "B12"})] * 3)

    statuses = [answer.status_code for answer in became]
    assert statuses.count(302) == 1
    assert set(statuses) <= {200, 302, 409}
    assert Room.objects.count() == 1


def test_a_calendar_changes_while_people_work_on_the_same_records(school, teacher, priya):
    incidents = [log(school, teacher) for _ in range(40)]
    closed = {"type": "closure", "first": "2026-09-14", "last": "2026-09-14", "name": "Snow"}
    version = make_version(calendar_of(school), OPEN_8_TO_4 | {"ranges": [closed]}, by=None, at=LATER)
    reevaluations.ask(CalendarChange(version.calendar, hours_of(version), version), by=None, at=LATER, reason="Snow")

    became = at_once(
        lambda: reevaluations.work(at=LATER),
        lambda: [workflow.start(i, by=priya, at=LATER) and answer(i, by=priya) for i in incidents],
        lambda: [answer(i, by=priya) for i in reversed(incidents)],
    )

    assert refusals(became) == []
    for incident in Incident.objects.select_related("resolution_clock"):
        assert incident.resolution_clock.calendar_version == version
        assert incident.next_due == incident.resolution_clock.due == clocks.read(incident.resolution_clock).due


def answer(incident, *, by):
    return workflow.reply(incident, by=by, at=LATER, text="Coming.")


def test_misses_are_excused_while_the_same_records_are_opened_again(school, teacher, priya):
    manager = make_person("service_level_manager", school)
    late, why = MONDAY_9AM + timedelta(days=4), {"which": "resolution", "reason": "Snow."}
    fixed = [workflow.resolve(log(school, teacher), by=priya, at=late, resolution="New lamp.") for _ in range(20)]

    became = at_once(
        lambda: [workflow.excuse(i, by=manager, at=late, **why) for i in fixed],
        lambda: [workflow.reopen(i, by=teacher, at=late, reason="Still dark.") for i in fixed],
    )

    assert refusals(became) == []
    assert Excuse.objects.count() == len(fixed)
    for incident in fixed:
        assert sorted(moves_of(incident)) == ["excuse", "reopen", "resolve"]


def test_a_miss_is_excused_once(school, teacher, priya):
    managers = [make_person("service_level_manager", school) for _ in range(3)]
    late, why = MONDAY_9AM + timedelta(days=4), {"which": "resolution", "reason": "Snow."}
    incident = workflow.resolve(log(school, teacher), by=priya, at=late, resolution="New lamp.")

    became = at_once(*(lambda by=by: workflow.excuse(incident, by=by, at=late, **why) for by in managers))

    assert len(refusals(became)) == 2
    assert moves_of(incident).count("excuse") == 1
