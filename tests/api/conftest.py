"""A school with its people, and a program that speaks for one of them."""

from types import SimpleNamespace

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from assets.models import Asset, AssetType
from incidents.intake import log_incident
from servicedesk.models import Building, Room
from tests.factories import make_category, make_person, make_promise, make_school

HATS = ("requester", "service_desk", "technician", "service_level_manager", "senior_leader", "trust_administrator")


def as_(person):
    """A program that speaks for a person."""
    client = APIClient()
    client.force_authenticate(person)
    return client


def url(*parts):
    """An address of the API."""
    return "/api/v1/" + "".join(f"{part}/" for part in parts)


@pytest.fixture
def school():
    """A school with an agreement, a room with a projector, and one person for each role."""
    school = make_school(code="HB")
    make_promise(school)
    building = Building.objects.create(school=school, name="Main")
    room = Room.objects.create(school=school, building=building, name="B12")
    projector = AssetType.objects.create(name="Projector")
    asset = Asset.objects.create(school=school, tag="PRJ-1", type=projector, name="Projector", room=room)
    people = {role: make_person(role, school, name=role.replace("_", " ").title()) for role in HATS}
    return SimpleNamespace(school=school, room=room, asset=asset, category=make_category(), **people)


@pytest.fixture
def fault(school):
    """A fault that the requester logged a moment ago."""
    facts = {"school": school.school, "requester": school.requester, "by": school.requester}
    return log_incident(**facts, at=timezone.now(), summary="No picture", room=school.room)
