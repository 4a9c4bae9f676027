"""Somebody leaves the desk: what they had does not leave with them."""

import pytest

from incidents import workflow
from incidents.models import Incident, Status
from servicedesk import workflow as people
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school(code="HBS")


@pytest.fixture
def ruth(school):
    return make_person("trust_administrator", school, name="Ruth Penrose")


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def taken(school, tom):
    return workflow.take(make_incident(school), by=tom, at=MONDAY_9AM)


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def test_what_they_had_goes_back_to_the_queue_and_says_why(taken, tom, ruth):
    people.close_account(tom, by=ruth, at=MONDAY_9AM)

    newest = taken.entries.last()
    assert (fresh(taken).assignee, fresh(taken).status) == (None, Status.NEW)
    assert (newest.move, newest.by, newest.text) == ("release", ruth, "Tom Webb has left.")


def test_what_is_done_stays_under_their_name(school, tom, ruth):
    done = make_incident(school, status=Status.CLOSED, assignee=tom)

    people.close_account(tom, by=ruth, at=MONDAY_9AM)

    assert fresh(done).assignee == tom


def test_it_stays_with_them_when_that_is_asked(client, taken, tom, ruth):
    client.force_login(ruth)

    client.post(f"/people/{tom.pk}/close/", {"keeps_work": "1"})

    tom.refresh_from_db()
    assert not tom.is_active
    assert fresh(taken).assignee == tom


def test_their_page_says_how_much_they_still_have(client, taken, tom, ruth):
    client.force_login(ruth)

    page = client.get(f"/people/{tom.pk}/").content.decode()

    assert "Tom still has" in page
    assert f'<a href="/queue/?assignee={tom.pk}">1 open record</a>' in page
