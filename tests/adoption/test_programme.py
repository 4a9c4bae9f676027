"""The trust plans its roll-out; how far a school is, its records say."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adoption import workflow
from adoption.models import Phase
from adoption.roadmap import roadmaps
from adoption.signs import SOURCES
from assets.models import Asset, AssetType
from healthcheck.statements import NAMES
from servicedesk.errors import NotYours, Refused
from tests.factories import (
    MONDAY_9AM,
    make_change,
    make_incident,
    make_licence,
    make_person,
    make_plan,
    make_problem,
    make_promise,
    make_release,
    make_round,
    make_school,
)

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 12, 1), timedelta(days=1)


@pytest.fixture
def ruth():
    return make_person("trust_administrator", everywhere=True, name="Ruth Penrose")


def stages(school):
    [found] = roadmaps([school], today=TODAY)
    return {step.process: step.sign.stage for step in found.steps}


def make_busy(school):
    """A school where something is recorded of most processes."""
    priya = make_person("technician", school)
    make_promise(school)
    for n in range(12):
        at = MONDAY_9AM + (7 * n) * DAY
        done = {"status": "resolved", "assignee": priya, "minutes_spent": 10}
        make_incident(school, requester=priya, at=at, **done)
    for n in range(3):
        make_problem(school, resolver=priya, **({"status": "resolved"} if n else {}))
        make_change(school, recorded_by=priya, at=MONDAY_9AM + n * DAY)
        make_round(make_plan(school, owner=priya), status="done")
    make_licence(school)
    make_release(school, owner=priya, status="done")
    sort, _ = AssetType.objects.get_or_create(name="Laptop")
    things = [Asset(school=school, tag=f"L{n}", type=sort, name="Laptop", audited_at=MONDAY_9AM) for n in range(20)]
    Asset.objects.bulk_create(things)


def test_every_process_has_a_source_of_signs_and_an_empty_school_shows_none():
    assert set(SOURCES) == set(NAMES)
    assert set(stages(make_school()).values()) == {"not_started"}


def test_how_far_a_school_is_comes_from_its_records_and_from_nobodys_tick(ruth):
    school = make_school()
    make_busy(school)
    workflow.plan_process(school, by=ruth, at=MONDAY_9AM, process="finance", on=date(2026, 9, 1))

    [found] = roadmaps([school], today=TODAY)

    by_process = {step.process: step for step in found.steps}
    assert stages(school) == {
        "service_desk": "in_use",
        "incident": "in_use",
        "problem": "in_use",
        "change": "begun",  # recorded, but nobody said yes before
        "configuration": "in_use",
        "release": "in_use",
        "maintenance": "in_use",
        "service_level": "begun",  # the calendar is not known ahead
        "continuity": "not_started",
        "finance": "not_started",
    }
    assert by_process["configuration"].sign.figures == ("20 things recorded", "20 seen within a year")
    assert by_process["finance"].is_on and by_process["finance"].is_silent
    assert found.next.process == "change" and found.in_use == 6


def test_a_hundred_schools_cost_as_many_queries_as_one():
    def cost(schools):
        with CaptureQueriesContext(connection) as queries:
            assert len(roadmaps(schools, today=TODAY)) == len(schools)
        return len(queries)

    first = make_school()
    make_busy(first)
    before = cost([first])
    many = [first, *(make_school(f"School {n}") for n in range(99))]
    make_busy(many[50])

    assert cost(many) == before <= 20


def test_a_phase_is_planned_by_who_plans_at_all_of_its_schools(ruth):
    school, other = make_school(), make_school("Other")
    own = make_person("trust_administrator", school, name="Ann")
    manager = make_person("service_level_manager", school)
    phase = workflow.add_phase(by=ruth, at=MONDAY_9AM, name="First", year=2026, by_invitation=True)
    workflow.place_school(school, by=own, at=MONDAY_9AM, phase=phase)
    workflow.place_school(other, by=ruth, at=MONDAY_9AM, phase=phase)

    for act in (
        lambda: workflow.change_phase(phase, by=own, at=MONDAY_9AM, name="Mine"),
        lambda: workflow.place_school(other, by=own, at=MONDAY_9AM, phase=None),
        lambda: workflow.plan_process(school, by=manager, at=MONDAY_9AM, process="change", on=TODAY),
        lambda: workflow.add_phase(by=manager, at=MONDAY_9AM, name="Second", year=2026),
    ):
        with pytest.raises(NotYours):
            act()
    with pytest.raises(Refused, match="2 schools are in First"):
        workflow.remove_phase(phase, by=ruth, at=MONDAY_9AM)
    with pytest.raises(ValidationError, match="of this name already"):
        workflow.add_phase(by=ruth, at=MONDAY_9AM, name="first", year=2027)
    assert Phase.objects.visible_to(manager).get().year_words == "2026/27"
    assert Phase.objects.visible_to(make_person("technician", school)).count() == 0


def test_a_school_moves_from_one_phase_to_another_and_its_history_stays(ruth):
    school = make_school()
    first, second = (workflow.add_phase(by=ruth, at=MONDAY_9AM, name=name, year=2026) for name in ("A", "B"))

    workflow.place_school(school, by=ruth, at=MONDAY_9AM, phase=first)
    place = workflow.place_school(school, by=ruth, at=MONDAY_9AM, phase=second)

    assert [each.phase_id for each in place.history.order_by("history_id")] == [first.pk, second.pk]
    workflow.remove_phase(first, by=ruth, at=MONDAY_9AM)
    assert Phase.objects.get() == second
