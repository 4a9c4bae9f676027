"""The recovery order, rehearsals and back-up tests: what the moves do, refuse and remember."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assets.models import Asset, AssetType, Relation, ServiceNeed
from continuity import reminding, workflow
from continuity.models import RecoveryLine, Reminder
from continuity.standing import due_on, last_backup_test, last_rehearsal, plan_of
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter, Service
from tests.factories import MONDAY_9AM, make_backup_test, make_line, make_person, make_rehearsal, make_school

pytestmark = pytest.mark.django_db
TODAY = MONDAY_9AM.date()


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


def order(school):
    return [line.service.name for line in RecoveryLine.objects.in_force_at(school).select_related("service")]


def test_a_line_moves_up_and_down_and_no_further_than_the_ends(school, priya):
    lines = [make_line(school, service=name) for name in ("Printing", "Network", "E-mail")]

    workflow.move_up(lines[1], by=priya, at=MONDAY_9AM)
    workflow.move_down(lines[0], by=priya, at=MONDAY_9AM)

    assert order(school) == ["Network", "E-mail", "Printing"]
    assert list(RecoveryLine.objects.values_list("place", flat=True)) == [1, 2, 3]
    with pytest.raises(Refused, match="Network is first already"):
        workflow.move_up(lines[1], by=priya, at=MONDAY_9AM)


def test_a_school_begins_with_the_trusts_order_and_then_goes_its_own_way(school, priya):
    trust = [make_line(False, service=name) for name in ("Network", "Printing")]
    before = order(school)

    own = workflow.begin_own(school, by=priya, at=MONDAY_9AM)
    workflow.move_up(own[1], by=priya, at=MONDAY_9AM)

    assert before == ["Network", "Printing"]
    assert order(school) == ["Printing", "Network"]
    assert order(make_school("Mill Lane")) == ["Network", "Printing"]
    with pytest.raises(NotYours):
        workflow.move_up(trust[1], by=priya, at=MONDAY_9AM)


def test_a_service_is_in_an_order_once_and_its_deputy_is_another(school, priya):
    line = make_line(school, service="Network")
    facts = {"service": line.service, "back_within": 4, "owner": priya, "deputy": priya}

    with pytest.raises(ValidationError) as wrong:
        workflow.add_line(school=school, by=priya, at=MONDAY_9AM, **facts)

    assert set(wrong.value.message_dict) == {"service", "deputy"}


def thing(school, tag):
    kind, _ = AssetType.objects.get_or_create(name="Server")
    return Asset.objects.create(school=school, type=kind, name=tag, tag=tag)


def test_a_service_before_something_it_needs_is_warned_of(school):
    first, second = (make_line(school, service=name) for name in ("E-mail", "Network"))
    server, firewall = thing(school, "SRV"), thing(school, "FW")
    Relation.objects.create(asset=server, other=firewall, kind="connected_to", made_at=MONDAY_9AM)
    for line, needed in ((first, server), (second, firewall)):
        ServiceNeed.objects.create(service=line.service, asset=needed, made_at=MONDAY_9AM)

    wrong = plan_of(school, today=TODAY)
    RecoveryLine.objects.filter(pk=first.pk).update(place=3)
    right = plan_of(school, today=TODAY)

    assert [(service.name, needed.tag) for service, needed in wrong.lines[0].too_early] == [("Network", "FW")]
    assert (wrong.warnings, right.warnings) == (1, 0)
    assert [needed.tag for needed in right.lines[1].needs] == ["SRV"]


def test_services_that_share_a_thing_wait_for_neither(school):
    shared = thing(school, "SRV")
    for name in ("E-mail", "Network"):
        line = make_line(school, service=name)
        ServiceNeed.objects.create(service=line.service, asset=shared, made_at=MONDAY_9AM)

    assert plan_of(school, today=TODAY).warnings == 0


def test_the_plan_asks_as_much_of_many_services_as_of_few(school, django_assert_num_queries):
    def grow(names):
        for name in names:
            line = make_line(school, service=name)
            ServiceNeed.objects.create(service=line.service, asset=thing(school, name), made_at=MONDAY_9AM)

    grow(["A", "B"])
    with django_assert_num_queries(7):
        plan_of(school, today=TODAY)
    grow("CDEFGHIJKL")
    with django_assert_num_queries(7):
        plan_of(school, today=TODAY)


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        ("", date(2026, 1, 31), None),
        ("month", date(2026, 1, 31), date(2026, 2, 28)),
        ("term", date(2026, 9, 14), date(2027, 1, 14)),
        ("year", date(2024, 2, 29), date(2025, 2, 28)),
        ("half_year", None, date(2027, 3, 1)),
    ],
)
def test_what_is_due_is_counted_from_the_last_time_or_from_the_agreement(every, last, due):
    assert due_on(every, last, date(2026, 9, 1)) == due


def test_a_rehearsal_is_held_against_what_is_agreed_that_day(school, priya):
    line = make_line(school, service="Network", back_within=4)
    rehearsal = make_rehearsal(school, services=[line.service], lead=priya)
    facts = {"held_on": TODAY, "result": "partly", "took": {line.service_id: Decimal("5.5")}, "learnt": "Key missing."}

    workflow.hold(rehearsal, by=priya, at=MONDAY_9AM, **facts)
    workflow.change_line(line, by=priya, at=MONDAY_9AM, back_within=8)
    workflow.add_action(rehearsal, by=priya, at=MONDAY_9AM, words="A second key", owner=priya, due_on=TODAY)
    workflow.finish_action(rehearsal, by=priya, at=MONDAY_9AM, action=rehearsal.actions.get())

    row = rehearsal.scope.get()
    assert (row.agreed_words, row.took_words, row.in_time) == ("4 hours", "5.5 hours", False)
    assert [entry.move for entry in rehearsal.entries.all()] == ["hold", "add_action", "finish_action"]
    assert last_rehearsal(school) == rehearsal
    with pytest.raises(Refused, match="it is held"):
        workflow.hold(rehearsal, by=priya, at=MONDAY_9AM, held_on=TODAY, result="passed")


def test_nothing_is_held_tomorrow_or_tested_tomorrow(school, priya):
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(ValidationError):
        workflow.hold(make_rehearsal(school), by=priya, at=MONDAY_9AM, held_on=tomorrow, result="passed")
    with pytest.raises(ValidationError):
        facts = {"what": "A folder", "tested_on": tomorrow, "result": "passed"}
        workflow.log_backup_test(school=school, by=priya, at=MONDAY_9AM, **facts)


def test_a_failed_test_does_not_put_off_the_next(school):
    line = make_line(school, test_backups_every="month", made_on=TODAY - timedelta(days=90))
    for days, result in ((50, "passed"), (2, "failed")):
        day = TODAY - timedelta(days=days)
        make_backup_test(school, service=line.service, tested_on=day, result=result)

    due = plan_of(school, today=TODAY).lines[0].backed_up

    assert (due.last_on, due.is_late) == (TODAY - timedelta(days=50), True)
    assert last_backup_test(school).result == "failed"


def test_each_due_day_is_told_of_once_to_whoever_brings_it_back(school, priya):
    late = {"owner": priya, "made_on": TODAY - timedelta(days=400)}
    make_line(school, service="Network", rehearse_every="year", test_backups_every="month", **late)
    make_line(school, service="Printing", rehearse_every="year", owner=priya)
    make_rehearsal(school, lead=priya, planned_on=TODAY - timedelta(days=1))

    told = [reminding.tell(at=MONDAY_9AM + timedelta(hours=hour)) for hour in (0, 1)]

    assert told == [2, 0]
    assert Reminder.objects.count() == 2
    subjects = sorted(Letter.objects.values_list("subject", flat=True))
    assert "2 things fall due" in subjects[0] and "what came of it?" in subjects[1]


def test_a_requester_keeps_nothing(school):
    teacher = make_person("requester", school)
    service = Service.objects.create(name="Network")

    with pytest.raises(NotYours):
        workflow.add_line(school=school, by=teacher, at=MONDAY_9AM, service=service, back_within=4)
    with pytest.raises(NotYours):
        workflow.hold(make_rehearsal(school), by=teacher, at=MONDAY_9AM, held_on=TODAY, result="passed")
