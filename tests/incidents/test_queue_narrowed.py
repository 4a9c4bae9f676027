"""The address of the queue narrows it: five records of one school, and which of them each question leaves."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from incidents import workflow
from incidents.models import Incident
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_category, make_person, make_promise, make_school
from tests.incidents.test_queue import log, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def five(stays):
    """The records, made once; whose queue it is, and what the questions name."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        school = make_school(code="HBS")
        make_promise(school)
        priya = make_person("technician", school, name="Priya Shah")
        category, room = make_category(), Room.objects.create(school=school, name="Hall")
        dan = make_person("requester", school, name="Dan Farrow")
        workflow.take(log(school, "Mine"), by=priya, at=MONDAY_9AM)
        hall = log(school, "Hall", room=room, lesson_stopped=True)
        log(school, "Printer", category=category, channel="phone", requester=dan)
        old = log(school, "Old", at=MONDAY_9AM - timedelta(days=3), kind="request")
        Incident.objects.filter(pk=old.pk).update(facts={"u_symptom": "Symptom 4", "u_site": "A"})
        workflow.resolve(log(school, "Fixed"), by=priya, at=MONDAY_9AM, resolution="New lamp.")
    facts = {"category": category.pk, "room": room.pk, "number": hall.pk, "requester": dan.pk}
    return SimpleNamespace(priya=priya, facts=facts)


FILTERS = [
    ("assignee=me", ["Mine"]),
    ("assignee=none", ["Hall", "Printer", "Old"]),
    ("status=new", ["Hall", "Printer", "Old"]),
    ("status=assigned&status=resolved", ["Mine", "Fixed"]),
    ("status=any", ["Mine", "Hall", "Printer", "Old", "Fixed"]),
    ("status=open&lesson_stopped=true", ["Hall"]),
    ("priority=2", ["Hall"]),
    ("category={category}", ["Printer"]),
    ("room={room}", ["Hall"]),
    ("kind=request", ["Old"]),
    ("channel=phone", ["Printer"]),
    ("due=late", ["Old"]),
    ("outcome=met", ["Fixed"]),
    ("q=printer", ["Printer"]),
    ("q=fixed", ["Fixed"]),
    ("q=Hall", ["Hall"]),
    ("q={number}", ["Hall"]),
    ("requester={requester}", ["Printer"]),
    ("opened_before=2026-09-13", ["Old"]),
    ("opened_after=2026-09-14", ["Mine", "Hall", "Printer", "Fixed"]),
    ("fact=u_symptom:Symptom 4", ["Old"]),
    ("fact=u_symptom:Symptom 4&fact=u_site:B", []),
    ("nonsense=1", ["Mine", "Hall", "Printer", "Old"]),
    ("priority=nine", ["Mine", "Hall", "Printer", "Old"]),
    ("school=HBS", ["Mine", "Hall", "Printer", "Old"]),
    ("assignee=abc", ["Mine", "Hall", "Printer", "Old"]),
]


@pytest.mark.parametrize(("query", "summaries"), FILTERS)
def test_the_address_narrows_the_list(client, five, query, summaries):
    with time_machine.travel(MONDAY_9AM, tick=False):
        client.force_login(five.priya)

        page = client.get("/queue/?" + query.format(**five.facts))

    assert sorted(shown(page)) == sorted(summaries)
