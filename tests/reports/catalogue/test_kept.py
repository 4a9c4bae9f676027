"""Closed months: what is kept, that it stays, and how it is put together with what is counted."""

from array import array
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType
from incidents.models import Incident, Status
from reports import closing
from reports.catalogue import MEASURES
from reports.catalogue.asking import ask
from reports.catalogue.kept import packed, unpacked
from reports.models import Correction, KeptFigure
from reports.periods import Period
from reports.shift.ground import Ground
from servicedesk.errors import NotYours, Refused
from tests.factories import MONDAY_9AM, make_category, make_incident, make_person, make_problem, make_school

pytestmark = pytest.mark.django_db
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
AUTUMN = Period(date(2026, 9, 1), date(2026, 10, 20))
FIRST = SEPTEMBER.first
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ground(*schools, at=NOW, whole_trust=True):
    return Ground.of(schools, at=at, whole_trust=whole_trust)


def asked(names, *schools, period=SEPTEMBER, by="", whole_trust=True):
    found = ask(names, ground(*schools, whole_trust=whole_trust), period, by=by)
    return {
        each.measure.name: [(part.words, part.value) for part in each.parts] if by else each.value for each in found
    }


def fixed(school, hours, *, at=MONDAY_9AM, **fields):
    return make_incident(school, at=at, status=Status.RESOLVED, resolved_at=at + hours * HOUR, **fields)


@pytest.fixture
def schools():
    """Two schools, with records in a month that is closed and in one that is not."""
    own, other = make_school(), make_school("Fell End")
    for number in range(6):
        fixed(own, number + 1, outcome_met=number > 0, satisfied=True, minutes_spent=10, category=make_category())
    fixed(other, 30, outcome_met=False)
    fixed(own, 2, at=MONDAY_9AM + timedelta(days=30), outcome_met=True)
    make_problem(False, status="resolved")
    return own, other


def test_a_kept_month_gives_the_same_as_the_records(schools):
    names = list(MEASURES)
    asks = [(period, by) for period in (SEPTEMBER, AUTUMN) for by in ("", "month", "school")]
    counted = [asked(names, *schools, period=period, by=by) for period, by in asks]

    assert closing.keep(at=NOW) == 3 * len(closing.OF_RECORDS)  # two schools, and what names none
    kept = [asked(names, *schools, period=period, by=by) for period, by in asks]

    assert kept == counted


def test_only_what_is_not_kept_is_counted(schools):
    closing.keep(at=NOW)

    with CaptureQueriesContext(connection) as queries:
        asked(["incidents", "met_percent", "mttr_hours_median"], *schools)

    assert not [query for query in queries if "incidents_incident" in query["sql"]]


def test_old_figures_never_move_and_a_correction_is_shown_as_one(schools):
    own, other = schools
    closing.keep(at=NOW)
    Incident.objects.filter(school=own, outcome_met=False).update(outcome_met=True)
    fixed(other, 1, outcome_met=True)

    closing.count_again(at=NOW)

    assert asked(["met", "incidents"], *schools) == {"met": 5, "incidents": 7}
    noted = Correction.objects.filter(name__in=("met", "incidents")).order_by("name", "school")
    assert [(each.school, each.name, each.kept, each.found) for each in noted] == [
        (other, "incidents", 1, 2),
        (other, "met", 0, 1),
        (own, "met", 5, 6),
    ]


def test_what_came_right_again_is_no_correction(schools):
    closing.keep(at=NOW)
    late = make_incident(schools[0])
    closing.count_again(at=NOW)
    assert Correction.objects.filter(name="incidents").exists()

    late.delete()
    closing.count_again(at=NOW)

    assert not Correction.objects.exists()


def test_a_manager_takes_the_new_figures_over_with_a_reason(schools):
    own, _ = schools
    closing.keep(at=NOW)
    make_incident(own)
    manager = make_person("service_level_manager", own)

    changed = closing.count_anew(own, FIRST, by=manager, at=NOW, reason="A forgotten sheet of paper.")

    assert asked(["incidents"], *schools) == {"incidents": 8}
    noted = Correction.objects.get(name="incidents")
    assert (noted.kept, noted.found, noted.taken_over_by, changed >= 1) == (6, 7, manager, True)
    assert noted.reason == "A forgotten sheet of paper."


def test_who_may_not_is_told_and_nothing_moves(schools):
    own, other = schools
    closing.keep(at=NOW)
    make_incident(own)
    manager = make_person("service_level_manager", other)

    with pytest.raises(NotYours):
        closing.count_anew(own, FIRST, by=manager, at=NOW, reason="Because.")
    with pytest.raises(ValidationError, match="Say why"):
        closing.count_anew(other, FIRST, by=manager, at=NOW, reason=" ")
    with pytest.raises(Refused, match="nothing to count anew"):
        closing.count_anew(other, date(2026, 10, 1), by=manager, at=NOW, reason="Because.")

    assert asked(["incidents"], *schools) == {"incidents": 7}


def test_a_month_is_closed_a_fortnight_after_its_end(schools):
    assert closing.keep(at=datetime(2026, 10, 13, 12, tzinfo=UTC)) == 0
    assert closing.keep(at=datetime(2026, 10, 15, 12, tzinfo=UTC)) > 0
    assert not KeptFigure.objects.exclude(month=FIRST).exists()


def test_keeping_twice_keeps_once(schools):
    closing.keep(at=NOW)

    assert closing.keep(at=NOW + HOUR) == 0


def test_a_school_that_came_later_is_counted_until_its_months_are_kept(schools):
    closing.keep(at=NOW)
    newcomer = make_school("Newcomer")
    make_incident(newcomer)

    assert asked(["incidents"], *schools, newcomer) == {"incidents": 8}
    closing.keep(at=NOW)
    assert asked(["incidents"], *schools, newcomer) == {"incidents": 8}


def test_the_register_is_kept_right_after_the_end_of_a_month():
    school = make_school()
    laptop = Asset.objects.create(school=school, tag="L-1", name="L", type=AssetType.objects.create(name="Laptop"))
    make_incident(school)
    closing.keep(at=datetime(2026, 10, 1, 2, tzinfo=UTC))
    laptop.delete()

    assert asked(["assets_recorded"], school) == {"assets_recorded": 1}


def test_one_school_is_not_the_trust(schools):
    own, _ = schools
    closing.keep(at=NOW)

    assert asked(["problems_solved"], own, whole_trust=False) == {"problems_solved": 0}
    assert asked(["problems_solved"], *schools) == {"problems_solved": 1}


@pytest.mark.parametrize("times", [[], [0.0], [1.5, 3600.25, 86_400_000.125]])
def test_times_are_kept_one_by_one(times):
    assert list(unpacked(packed(array("d", times)))) == times
