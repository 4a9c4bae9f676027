"""A school with three faults of one cause, and the people around it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from incidents.intake import log_incident
from tests.factories import MONDAY_9AM, make_category, make_person, make_promise, make_school


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def people(school):
    """One of each; Rachel teaches, Tom looks for causes, Martin manages."""
    return SimpleNamespace(
        rachel=make_person("requester", school, name="Rachel Moss"),
        ines=make_person("service_desk", school, name="Ines Duarte"),
        tom=make_person("technician", school, name="Tom Webb"),
        martin=make_person("service_level_manager", school, name="Martin Hale"),
        everywhere=make_person("service_level_manager", name="Ruth Penrose", everywhere=True),
    )


@pytest.fixture
def log(school):
    """`log("No picture", by=rachel)`: a fault with its clocks, reported Monday at nine or later."""

    def make(summary="No picture", *, by=None, at=MONDAY_9AM, minutes=0, **facts):
        by = by or make_person("requester", school)
        facts = {"category": make_category()} | facts
        return log_incident(
            school=school, requester=by, by=by, at=at + timedelta(minutes=minutes), summary=summary, **facts
        )

    return make
