"""Whatever people write, on every page it stays text: no script, no mark-up, no formula, no header of a letter."""

import csv
import io

import openpyxl
import pytest
import time_machine
from django.core import mail
from django.test import Client

from incidents import workflow
from incidents.intake import log_incident
from servicedesk import letters
from servicedesk.models import Category
from tests.factories import MONDAY_9AM, PASSWORD, make_person
from tests.house.rights import DOORS
from tests.house.rights.doors import TECHNICIAN
from tests.house.test_rights_matrix import TODAY, address_of, content_of, is_api, routes, try_door
from tests.house.world import TRUST, log, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
SCRIPT = '<img src=x onerror="a()">'
CLOSING = "'\"></title></textarea><script>a()</script>"
FORMULA = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture
def world():
    """A school where everything is called after an attack."""
    with time_machine.travel(TODAY, tick=False):
        world = make_world()
        own = world.own
        for row in (own.school, own.building, own.room, own.team, own.asset, own.person, own.category, own.service):
            row.name = SCRIPT
            row.save()
        facts = {"description": CLOSING, "expected": CLOSING, "error_text": SCRIPT, "free_when": SCRIPT}
        own.fault = log_incident(
            school=own.school,
            requester=own.person,
            by=own.person,
            at=MONDAY_9AM,
            summary=f"{SCRIPT} {CLOSING}",
            room=own.room,
            asset=own.asset,
            category=own.category,
            **facts,
        )
        priya = world.people[TECHNICIAN]
        workflow.take(own.fault, by=priya, at=MONDAY_9AM)
        workflow.note(own.fault, by=priya, at=MONDAY_9AM, text=CLOSING)
        workflow.reply(own.fault, by=own.person, at=MONDAY_9AM, text=SCRIPT + CLOSING)
        wait = {"reason": "requester", "note": CLOSING, "follow_up_on": MONDAY_9AM.date()}
        workflow.wait(own.fault, by=priya, at=MONDAY_9AM, **wait)
        own.mine = log(own, own.person)
        yield world


def test_no_page_takes_text_for_mark_up(world):
    met, wrong = 0, []
    owner = Client()
    owner.force_login(world.own.person)
    for name, doors in DOORS.items():
        if name not in routes() or "GET" not in doors or is_api(name):
            continue
        for who, client in [("trust", world.clients[TRUST]), ("requester", owner)]:
            _, answer, _ = try_door(client, name, "GET", doors["GET"], world.own)
            page = content_of(answer).decode(errors="replace")
            if "html" not in answer.headers.get("Content-Type", ""):
                continue
            met += "&lt;img src=x" in page
            if "<img src=x" in page or "<script>a()" in page or "</textarea><script" in page:
                wrong.append(f"{who}: {name}")

    assert not wrong, wrong
    assert met > 20, "The attack was hardly met on any page: this test looks at the wrong records."


def test_letters_stay_letters(world):
    world.own.fault.summary = "Dark\r\nBcc: everyone@school.example\x0b\x85\u2028X-Header: y"
    world.own.fault.save()
    for number in range(2):
        about = {"incident": world.own.fault, "reference": "1", "path": "/", "reason": f"\r\n.\r\nQUIT {number}"}
        letters.write(world.people[TECHNICIAN], "incidents/cancelled", at=MONDAY_9AM, **about)

    assert letters.send_waiting(at=TODAY) >= 2
    for letter in mail.outbox:
        headers = letter.message()
        assert set(headers.keys()) & {"Bcc", "X-Header"} == set()
        assert len(headers.get_all("Subject")) == 1


def test_a_letter_nobody_could_send_holds_up_no_other(world):
    lost, found = world.people[TECHNICIAN], make_person("requester", world.own.school, password=PASSWORD)
    about = {"incident": world.own.fault, "reference": "1", "path": "/", "reason": "x"}
    for person in (lost, found):
        letters.write(person, "incidents/cancelled", at=MONDAY_9AM, **about)
    type(lost).objects.filter(pk=lost.pk).update(email="a\nBcc: b@school.example")

    letters.send_waiting(at=TODAY)

    assert found.letters.get(template="incidents/cancelled").sent_at
    waits = lost.letters.filter(template="incidents/cancelled").get()
    assert (waits.sent_at, bool(waits.failure), waits.next_try_at > TODAY) == (None, True, True)


@pytest.mark.parametrize("name", ["reports:report-csv", "reports:report-xlsx", "reports:rows-csv"])
def test_no_spreadsheet_runs_a_formula(world, name):
    Category.objects.filter(pk=world.own.category.pk).update(name=FORMULA)
    address = address_of(name, DOORS[name]["GET"], world.own)

    answer = world.clients[TRUST].get(address, {"by": "category"} if name == "reports:report-csv" else {})

    read = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if read[:2] == b"PK":
        cells = [
            cell for sheet in openpyxl.load_workbook(io.BytesIO(read)) for row in sheet.iter_rows() for cell in row
        ]
        assert any(cell.value == FORMULA and cell.data_type == "s" for cell in cells)
    else:
        cells = [cell for row in csv.reader(io.StringIO(read.decode())) for cell in row]
        assert f"'{FORMULA}" in cells
