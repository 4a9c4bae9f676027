"""A school with records, what was gathered of it, and its pack."""

import pytest

from evidence import gathering, packs
from evidence.framework import load
from incidents.models import Status
from sla.models import ClockState, Target
from tests.evidence.pack.september import AT, SEPTEMBER
from tests.factories import (
    make_agreement_version,
    make_category,
    make_clock,
    make_incident,
    make_person,
    make_school,
)


@pytest.fixture
def school(db):
    """A school with an agreement and two records whose words name a pupil."""
    school = make_school("Harrow Beck School", code="HARROW")
    version = make_agreement_version()
    Target.objects.create(version=version, kind="resolution", priority=3, amount=480)
    clock = make_clock(school, state=ClockState.STOPPED, agreement_version=version)
    words = {"summary": "Alfie Sparrow can’t sign in", "description": "Alfie Sparrow, 9B", "error_text": "Sparrow"}
    person = make_person("requester", school, name="Winifred Ashdown")
    make_incident(school, status=Status.RESOLVED, resolution_clock=clock, requester=person, **words)
    make_incident(school, requester=person, category=make_category("=1+1"), **words)
    return school


@pytest.fixture
def gathered(school):
    """The evidence of that school."""
    return gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)


@pytest.fixture
def pack(gathered, tmp_path):
    """Its pack."""
    packs.write(gathered, tmp_path / "evidence.zip")
    return tmp_path / "evidence.zip"
