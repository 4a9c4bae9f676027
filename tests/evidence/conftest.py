"""A school, whoever keeps its evidence and whoever signs it."""

from types import SimpleNamespace

import pytest

from evidence import workflow
from tests.factories import MONDAY_9AM, make_person, make_school


@pytest.fixture
def desk(db):
    """A school with a manager who writes, a head who signs and a teacher who asks for help."""
    school = make_school("Harrow Beck School", code="HARROW")
    return SimpleNamespace(
        school=school,
        martin=make_person("service_level_manager", school, name="Martin Hale"),
        other=make_person("trust_administrator", everywhere=True, name="Ruth Penrose"),
        grace=make_person("senior_leader", school, name="Grace Adeyemi"),
        rachel=make_person("requester", school, name="Rachel Okafor"),
    )


@pytest.fixture
def claim(desk):
    """What the manager said about how fast faults are dealt with."""
    about = {"school": desk.school, "framework": "ictmark", "statement": "6b.2", "year": 2026}
    said = {"answer": "yes", "commentary": "Nine of ten are put right on the day."}
    return workflow.begin(**about, **said, by=desk.martin, at=MONDAY_9AM)
