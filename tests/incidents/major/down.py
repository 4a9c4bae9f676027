"""A school whose internet is down: who has it, and who leads."""

from datetime import timedelta

from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_category, make_person, make_promise, make_school

HOUR = timedelta(hours=1)
LATER = MONDAY_9AM + HOUR


class DownDesk:
    """Four teachers report it from their rooms, the first of them in a lesson."""

    def __init__(self):
        self.school = make_school()
        make_promise(self.school)
        self.rooms = [Room.objects.create(school=self.school, name=name) for name in ("B12", "C03", "Hall")]
        self.internet = make_category("No internet", service="Network")
        names = ("Rachel Okafor", "Gwen Shaw", "Amir Khan", "Ella Frost")
        self.rachel, self.gwen, self.amir, self.ella = (
            make_person("requester", self.school, name=name) for name in names
        )
        self.priya = make_person("technician", self.school, name="Priya Shah")
        self.tom = make_person("technician", self.school, name="Tom Webb")

    def log(self, by, at=MONDAY_9AM, **facts):
        facts = {"summary": "No internet", "category": self.internet} | facts
        return log_incident(school=self.school, requester=by, by=by, at=at, **facts)

    def declare(self, incident=None, **facts):
        """The record of the cause, declared with Tom as its lead."""
        incident = incident or self.log(self.rachel, lesson_stopped=True)
        facts = {"title": "No internet in the whole school", "lead": self.tom, "at": MONDAY_9AM} | facts
        return workflow.declare_major(incident, by=self.priya, **facts)

    def join(self, incident, parent, at=MONDAY_9AM):
        return workflow.join(incident, by=self.priya, at=at, parent=parent)


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def subjects(person):
    return [letter.subject for letter in person.letters.order_by("pk")]


def templates(person):
    return [letter.template.removeprefix("incidents/") for letter in person.letters.order_by("pk")]
