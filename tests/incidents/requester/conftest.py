"""A school, and a teacher who is signed in."""

import pytest

from incidents.intake import log_incident
from servicedesk.models import Building, Room
from tests.factories import MONDAY_9AM, make_category, make_person, make_school


class Staffroom:
    """A school with two rooms and two buttons, two teachers and a technician."""

    def __init__(self):
        self.school = make_school(safeguarding_contact="Mrs Adeyemi", safeguarding_phone="01632 960001")
        block = Building.objects.create(school=self.school, name="Science block")
        self.b12 = Room.objects.create(school=self.school, name="B12", building=block)
        self.hall = Room.objects.create(school=self.school, name="Hall")
        self.no_picture, self.no_sound = make_category("No picture"), make_category("No sound")
        self.rachel = make_person("requester", self.school, name="Rachel Okafor")
        self.gwen = make_person("requester", self.school, name="Gwen Shaw")
        self.priya = make_person("technician", self.school, name="Priya Shah")

    def log(self, by=None, at=MONDAY_9AM, **facts):
        by = by or self.rachel
        facts = {"room": self.b12, "category": self.no_picture} | facts
        return log_incident(school=self.school, requester=by, by=by, at=at, **facts)


@pytest.fixture
def room():
    return Staffroom()


@pytest.fixture
def rachel(client, room):
    client.force_login(room.rachel)
    return client
