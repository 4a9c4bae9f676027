"""The desk of a school."""

import pytest

from incidents.intake import log_incident
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school


class Desk:
    """A school with an agreement, a teacher, two technicians and a manager."""

    def __init__(self):
        self.school = make_school()
        make_promise(self.school)
        self.rachel = make_person("requester", self.school, name="Rachel Okafor")
        self.priya = make_person("technician", self.school, name="Priya Shah")
        self.tom = make_person("technician", self.school, name="Tom Webb")

    def log(self, at=MONDAY_9AM, **facts):
        facts = {"school": self.school, "requester": self.rachel, "by": self.rachel, "summary": "No picture"} | facts
        return log_incident(at=at, **facts)


@pytest.fixture
def desk():
    return Desk()
