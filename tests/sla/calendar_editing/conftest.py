"""A school on a Monday in September, its calendar, and those who decide about it."""

import pytest

from sla.calendars import calendar_of, make_version
from tests.factories import make_person, make_promise, make_school
from tests.sla.calendar_editing.autumn import NOW, YEAR


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def school():
    school = make_school("Harrow Beck School", code="HBS")
    make_promise(school)
    make_version(calendar_of(school), YEAR, by=None, at=NOW)
    return school


@pytest.fixture
def calendar(school):
    return calendar_of(school)


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def boss():
    return make_person("trust_administrator", everywhere=True, name="Ann Boss")
