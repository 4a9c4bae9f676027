"""Whoever declares or leads a major incident is told what stops with the broken thing, and whom it hits."""

import pytest

from assets.models import Asset, AssetType, Relation, ServiceNeed
from servicedesk.models import Room, Service
from tests.factories import MONDAY_9AM, make_incident, make_major, make_person, make_school

pytestmark = pytest.mark.django_db
WORDS = "If it stops, 1 other thing and 1 service (Wi-Fi) stop too. 1 room is hit."


@pytest.fixture
def core():
    school, type = make_school("Harrow Beck"), AssetType.objects.create(name="Switch")
    hall = Room.objects.create(school=school, name="Hall")
    core = Asset.objects.create(school=school, type=type, tag="CORE", name="Core switch")
    point = Asset.objects.create(school=school, type=type, tag="AP-1", name="Access point", room=hall)
    Relation.objects.create(asset=point, kind="connected_to", other=core, made_at=MONDAY_9AM)
    ServiceNeed.objects.create(service=Service.objects.create(name="Wi-Fi"), asset=point, made_at=MONDAY_9AM)
    return core


def page(client, path, person):
    client.force_login(person)
    return client.get(path).content.decode()


def test_before_it_is_declared(client, core):
    incident, priya = make_incident(core.school, asset=core), make_person("technician", core.school)

    told = page(client, f"/incidents/{incident.pk}/declare_major/", priya)

    assert WORDS in told and f"/assets/{core.pk}/impact/" in told


def test_while_it_goes_on_but_not_when_it_is_over(client, core):
    priya = make_person("technician", core.school)
    going_on, over = make_major(core.school, asset=core), make_major(core.school, asset=core, status="resolved")

    assert WORDS in page(client, f"/incidents/{going_on.pk}/", priya)
    assert WORDS not in page(client, f"/incidents/{over.pk}/", priya)


def test_a_thing_on_which_nothing_hangs_is_not_spoken_of(client, core):
    point = Asset.objects.get(tag="AP-1")
    ServiceNeed.objects.all().delete()
    priya = make_person("technician", core.school)

    for asset in (point, None):
        incident = make_incident(core.school, asset=asset)
        assert "stops with it" not in page(client, f"/incidents/{incident.pk}/declare_major/", priya)
