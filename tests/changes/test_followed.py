"""What went wrong after a change is counted beside what did before it."""

from datetime import timedelta

import pytest

from assets.models import Asset, AssetType
from changes.followed import followed
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_change,
    make_incident,
    make_person,
    make_promise,
    make_school,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def copier(school):
    return Asset.objects.create(school=school, tag="C1", name="Copier", type=AssetType.objects.create(name="Copier"))


@pytest.fixture
def tom(school):
    return make_person("technician", school)


def fault(school, asset, days, **facts):
    return make_incident(school, asset=asset, at=MONDAY_9AM + days * DAY, category=make_category(), **facts)


def test_faults_after_it_are_set_beside_as_long_a_time_before(school, copier, tom):
    change = make_change(school, assets=[copier], at=MONDAY_9AM)
    for days in (-20, -3, 1, 2, 6):
        fault(school, copier, days)
    fault(school, None, 1)
    fault(make_school("Mill Lane"), None, 1)

    found = followed(change, reader=tom, at=MONDAY_9AM + 7 * DAY)

    assert (found.before, found.after) == (1, 3)
    assert (found.days_before, found.days_after) == (6, 6)  # the day of the change is on both sides
    assert [incident.asset for incident in found.incidents] == [copier] * 3


def test_it_stops_looking_after_four_weeks(school, copier, tom):
    change = make_change(school, assets=[copier], at=MONDAY_9AM)
    fault(school, copier, 40)

    assert followed(change, reader=tom, at=MONDAY_9AM + 60 * DAY).after == 0


def test_what_somebody_says_it_caused_is_named(school, copier, tom):
    change, dark = make_change(school, assets=[copier]), fault(school, None, 50)
    change.incident_links.create(incident=dark, link="caused", said_by=tom, said_at=MONDAY_9AM)

    assert followed(change, reader=tom, at=MONDAY_9AM + 60 * DAY).caused == [dark]


def test_nothing_followed_what_is_not_made_yet(school, tom):
    ahead = make_change(school, kind="normal", status="raised", made_at=None, made_on=None)

    assert followed(ahead, reader=tom, at=MONDAY_9AM) is None


def test_a_head_may_know_how_many_but_reads_no_record(school, copier):
    change = make_change(school, assets=[copier], at=MONDAY_9AM)
    fault(school, copier, 1)
    head = make_person("senior_leader", school)

    found = followed(change, reader=head, at=MONDAY_9AM + 7 * DAY)

    assert (found.after, found.incidents) == (1, [])
