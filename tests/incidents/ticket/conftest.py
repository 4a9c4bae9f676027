"""A school at eleven o’clock, a teacher’s record, and a technician who is signed in."""

from datetime import timedelta

import pytest
import time_machine

from incidents.intake import log_incident
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def eleven_o_clock():
    """It is 11:00 on a Monday at the school."""
    with time_machine.travel(MONDAY_9AM + HOUR, tick=False):
        yield


@pytest.fixture
def school():
    school = make_school(code="HBS")
    make_promise(school)
    return school


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def rachel(school):
    return make_person("requester", school, name="Rachel Okafor")


@pytest.fixture
def incident(school, rachel):
    return log_incident(school=school, requester=rachel, by=rachel, at=MONDAY_9AM, summary="No picture on projector")


@pytest.fixture
def desk(client, priya):
    client.force_login(priya)
    return client
