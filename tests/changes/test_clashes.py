"""Clashes: what speaks against a window, from whose point of view, and what it costs to ask."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType, Relation, ServiceNeed
from changes.clashes import Proposal, look, proposal_of
from changes.models import Freeze
from changes.windows import Window
from incidents.models import DatedEvent
from servicedesk.models import Room, Service
from tests.factories import MONDAY_9AM, OPEN_8_TO_4, make_calendar_version, make_change, make_person, make_school

pytestmark = pytest.mark.django_db
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
EVENING = datetime(2026, 9, 15, 15, 0, tzinfo=UTC)  # 16:00 at the school: lessons are over
WINDOW = Window(EVENING, EVENING + 2 * HOUR)
YEAR = OPEN_8_TO_4 | {
    "nation": "ENG",
    "ranges": [{"type": "closure", "first": "2026-09-21", "last": "2026-09-22", "name": "boiler"}],
    "marks": [{"kind": "exams", "first": "2026-09-23", "last": "2026-09-24", "name": "Mocks"}],
    "bank_holidays": [{"date": "2026-09-28", "name": "Harvest Day"}],
}


@pytest.fixture
def school():
    school = make_school()
    make_calendar_version(school, document=YEAR)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def wifi():
    return Service.objects.create(name="Wi-Fi")


def thing(school, tag):
    kind, _ = AssetType.objects.get_or_create(name="Switch")
    return Asset.objects.create(school=school, tag=tag, name=tag, type=kind)


def planned(school, window=WINDOW, **facts):
    """Another change ahead, in a window."""
    facts = {"title": "New firmware", "kind": "normal", "status": "approved", "made_at": None, "made_on": None} | facts
    return make_change(school, starts_at=window.start, ends_at=window.end, **facts)


def kinds(proposal, reader):
    return [str(clash.kind) for clash in look(proposal, reader=reader, at=MONDAY_9AM).clashes]


def proposal(school, window=WINDOW, **facts):
    return Proposal(window=window, school=school, **facts)


def test_an_evening_with_nothing_on_is_free(school, tom):
    planned(school, assets=[thing(school, "SW-1")], rooms=[Room.objects.create(school=school, name="B12")])

    found = look(proposal(school, assets=frozenset({thing(school, "SW-2").pk})), reader=tom, at=MONDAY_9AM)

    assert found.is_free and not found.clashes


@pytest.mark.parametrize("shared", ["thing", "room", "service", "person"])
def test_another_change_to_the_same_is_named_with_what_is_shared(school, tom, wifi, shared):
    switch, room = thing(school, "SW-1"), Room.objects.create(school=school, name="B12")
    other = {
        "thing": {"assets": [switch]},
        "room": {"rooms": [room]},
        "service": {"service": wifi},
        "person": {"implementer": tom},
    }[shared]
    mine = {
        "thing": {"assets": frozenset({switch.pk})},
        "room": {"rooms": frozenset({room.pk})},
        "service": {"service": wifi},
        "person": {"implementer": tom},
    }[shared]
    change = planned(school, **other)

    found = look(proposal(school, **mine), reader=tom, at=MONDAY_9AM)

    (clash,) = found.clashes
    assert (clash.kind, clash.url) == (shared, change.get_absolute_url())
    assert clash.sentence.startswith(f"{change}: it") or "Tom Webb makes it too" in clash.sentence
    assert clash.sentence.endswith("Tue 15 Sep 2026, 16:00–18:00.")
    assert not found.is_free


def test_what_stops_with_it_what_it_needs_and_services_that_need_it_clash_too(school, tom, wifi):
    server, switch, core = thing(school, "SRV"), thing(school, "SW-1"), thing(school, "CORE")
    for first, other in ((server, switch), (switch, core)):
        Relation.objects.create(asset=first, other=other, kind="runs_on", made_at=MONDAY_9AM)
    ServiceNeed.objects.create(service=wifi, asset=server, made_at=MONDAY_9AM)
    for facts in ({"assets": [server]}, {"assets": [core]}, {"service": wifi}):
        planned(school, **facts)

    found = look(proposal(school, assets=frozenset({switch.pk})), reader=tom, at=MONDAY_9AM)

    said = [clash.sentence for clash in found.clashes]
    assert [str(clash.kind) for clash in found.clashes] == ["related", "related", "service"]
    assert "SRV, which stops with what this touches" in said[0] and "CORE, which this needs" in said[1]
    assert "Wi-Fi, which needs this" in said[2]
    assert kinds(proposal(school, service=wifi), tom) == ["related", "related", "service"]


@pytest.mark.parametrize(("minutes", "clashes"), [(0, 0), (-1, 1)])
def test_windows_that_touch_do_not_clash_and_a_minute_is_enough(school, tom, minutes, clashes):
    later = Window(WINDOW.end + minutes * MINUTE, WINDOW.end + HOUR)
    planned(school, later, implementer=tom)

    assert len(kinds(proposal(school, implementer=tom), tom)) == clashes


@pytest.mark.parametrize("facts", [{"status": "withdrawn"}, {"status": "rejected"}])
def test_what_is_not_ahead_any_more_clashes_with_nothing(school, tom, facts):
    planned(school, implementer=tom, **facts)

    assert kinds(proposal(school, implementer=tom), tom) == []


def test_a_change_does_not_clash_with_itself_and_without_a_window_with_nothing(school, tom):
    change = planned(school, implementer=tom, assets=[thing(school, "SW-1")])

    assert look(proposal_of(change), reader=tom, at=MONDAY_9AM).is_free
    assert proposal_of(make_change(school)) is None


def test_nobody_learns_of_changes_they_may_not_see(school, tom):
    planned(make_school("Zebra"), implementer=tom)

    assert kinds(proposal(school, implementer=tom), tom) == []


@pytest.mark.parametrize(
    ("start", "hours", "facts", "clashes"),
    [
        (MONDAY_9AM, 1, {}, ["lessons"]),
        (MONDAY_9AM, 1, {"noticed": False}, []),
        (datetime(2026, 9, 21, 9, tzinfo=UTC), 1, {}, ["shut"]),
        (datetime(2026, 9, 28, 9, tzinfo=UTC), 1, {}, ["shut"]),
        (datetime(2026, 9, 23, 17, tzinfo=UTC), 1, {}, ["exams"]),
        (datetime(2026, 10, 1, 17, tzinfo=UTC), 1, {}, ["event"]),
        (datetime(2026, 10, 5, 17, tzinfo=UTC), 1, {}, ["freeze"]),
        (datetime(2026, 10, 4, 22, tzinfo=UTC), 1, {}, []),  # until midnight at the school, when it begins
    ],
)
def test_the_calendar_speaks_against_lessons_exams_freezes_and_shut_days(school, tom, start, hours, facts, clashes):
    DatedEvent.objects.create(school=school, name="Census", first=date(2026, 10, 1), last=date(2026, 10, 1))
    monday = date(2026, 10, 5)
    Freeze.objects.create(title="Inspection", first=monday, last=monday, made_by=tom, made_at=MONDAY_9AM)
    ended = {"ended_at": MONDAY_9AM, "ended_by": tom, "made_by": tom, "made_at": MONDAY_9AM}
    Freeze.objects.create(title="Long", first=date(2026, 1, 1), last=date(2026, 12, 31), **ended)

    assert kinds(proposal(school, Window(start, start + hours * HOUR), **facts), tom) == clashes


@pytest.mark.parametrize(("emergency", "weight", "free"), [(False, "loud", False), (True, "note", True)])
def test_a_freeze_is_said_loudly_unless_it_is_an_emergency(school, tom, emergency, weight, free):
    day = EVENING.date()
    Freeze.objects.create(school=school, title="GCSE", first=day, last=day, made_by=tom, made_at=MONDAY_9AM)
    planned(school, implementer=tom)

    found = look(proposal(school, emergency=emergency), reader=tom, at=MONDAY_9AM)

    assert (str(found.clashes[0].weight), found.is_free) == (weight, free)
    assert "on Tue 15 Sep 2026: GCSE." in found.clashes[0].sentence


def test_the_next_free_window_lies_after_school_and_clear_of_what_touches_the_same(school, tom):
    planned(school, implementer=tom)

    found = look(proposal(school, implementer=tom), reader=tom, at=MONDAY_9AM)

    assert found.free.window == Window(WINDOW.end, WINDOW.end + 2 * HOUR)


def test_a_school_without_a_calendar_says_that_nothing_is_known(tom):
    bare = make_school("Bare")
    reader = make_person("technician", everywhere=True)

    found = look(proposal(bare), reader=reader, at=MONDAY_9AM)

    assert [str(clash.weight) for clash in found.clashes] == ["note"] and "Bare" in found.clashes[0].sentence


def test_a_change_of_several_schools_goes_by_the_days_of_those_it_touches(school):
    other = make_school("Zebra")
    make_calendar_version(other, document=OPEN_8_TO_4)
    reader = make_person("technician", everywhere=True)
    shut = Window(datetime(2026, 9, 21, 16, tzinfo=UTC), datetime(2026, 9, 21, 17, tzinfo=UTC))

    assert kinds(proposal(None, shut, assets=frozenset({thing(other, "Z-1").pk})), reader) == []
    assert "at Harrow Beck School" in look(proposal(None, shut), reader=reader, at=MONDAY_9AM).clashes[0].sentence


@pytest.mark.parametrize("start", [datetime(1, 1, 1), MONDAY_9AM.replace(tzinfo=None), datetime(9999, 12, 31)])
def test_a_window_of_centuries_is_answered_all_the_same(school, tom, start):
    endless = Window(start.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

    assert look(proposal(school, endless), reader=tom, at=MONDAY_9AM).clashes


def test_it_costs_the_same_however_much_is_planned(school, tom, wifi):
    switch = thing(school, "SW-1")
    asked = proposal(school, assets=frozenset({switch.pk}), service=wifi, implementer=tom)
    planned(school, assets=[switch], service=wifi, implementer=tom)
    look(asked, reader=tom, at=MONDAY_9AM)  # whose hats are read once
    counts = []
    for number in (1, 6):
        for _ in range(number - 1):
            planned(school, assets=[switch], service=wifi, implementer=tom)
        with CaptureQueriesContext(connection) as queries:
            assert len(look(asked, reader=tom, at=MONDAY_9AM).clashes) == number
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 14
