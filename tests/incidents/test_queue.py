"""The queue as a technician works it: next clock first, filters in the address, the same cost at any size."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType
from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident, Status
from incidents.models.incident import NEVER
from servicedesk.models import Room
from sla.models import ClockKind
from tests.factories import (
    MONDAY_9AM,
    make_calendar_version,
    make_category,
    make_clock,
    make_incident,
    make_person,
    make_promise,
    make_school,
)

pytestmark = pytest.mark.django_db
# 14 September 2026 is British Summer Time: 09:00 UTC is 10:00 at the school, which is open from 07:00 to 15:00 UTC.
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    school = make_school(code="HBS")
    make_promise(school)
    return school


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def desk(client, priya):
    client.force_login(priya)
    return client


def log(school, summary, at=MONDAY_9AM, **facts):
    who = facts.pop("requester", None) or make_person("requester", school, name="Rachel Okafor")
    return log_incident(school=school, requester=who, by=who, at=at, summary=summary, **facts)


def shown(response):
    """The summaries of the rows, in the order of the page."""
    return [row.summary for group in response.context["groups"] for row in group.rows]


def headings(response):
    return [group.name for group in response.context["groups"]]


def test_the_clock_that_runs_out_first_comes_first(desk, school):
    log(school, "Tomorrow", kind="request", urgency="week")
    log(school, "Late", at=MONDAY_9AM - timedelta(days=3))
    log(school, "Soon", at=MONDAY_9AM - HOUR - timedelta(minutes=10))
    log(school, "Later today")

    page = desk.get("/queue/")

    assert shown(page) == ["Late", "Soon", "Later today", "Tomorrow"]
    assert headings(page) == ["Late", "Within the hour", "Later today", "Tomorrow and later"]


def test_later_today_ends_when_the_school_closes(desk, school):
    log(school, "No sound")

    assert "Later today</strong> until 16:00" in desk.get("/queue/").content.decode()


def test_a_clock_says_how_much_working_time_is_left(desk, school):
    log(school, "No sound", at=MONDAY_9AM - timedelta(minutes=50))

    assert "1 h 10 left" in desk.get("/queue/").content.decode()


def test_what_waits_stands_last_and_says_for_whom(desk, school, priya):
    waiting = log(school, "Battery")
    log(school, "No sound")
    today = MONDAY_9AM.date()
    workflow.wait(waiting, by=priya, at=MONDAY_9AM, reason="requester", note="Which one?", follow_up_on=today)

    page = desk.get("/queue/")

    assert shown(page) == ["No sound", "Battery"]
    assert "Waiting: Rachel" in page.content.decode()


def test_each_view_says_how_many_records_it_holds(desk, school, priya):
    workflow.take(log(school, "Mine"), by=priya, at=MONDAY_9AM)
    log(school, "Nobody’s")
    log(school, "Late", at=MONDAY_9AM - timedelta(days=3))

    tabs = {tab.name: tab.count for tab in desk.get("/queue/").context["tabs"]}

    assert tabs == {"all": 3, "mine": 1, "nobody": 2, "soon": 1, "follow_up": 0}
    for tab in desk.get("/queue/").context["tabs"]:
        assert len(shown(desk.get(f"/queue/?{tab.query}"))) == tab.count


def test_a_filter_that_is_on_can_be_taken_away(desk, school):
    log(school, "No sound")

    page = desk.get("/queue/?status=new&priority=3&q=sound")

    assert [(chip.words, chip.without) for chip in page.context["chips"]] == [
        ("“sound”", "status=new&priority=3"),
        ("New", "priority=3&q=sound"),
        ("P3 Moderate", "status=new&q=sound"),
    ]


def test_an_address_carries_no_empty_fields(desk):
    response = desk.get("/queue/?q=&status=open&priority=")

    assert response.headers["Location"] == "/queue/?status=open"


def test_records_of_another_school_are_not_there(desk, school):
    elsewhere = make_school("Northgate")
    make_incident(elsewhere, summary="Elsewhere")
    log(school, "Here")

    page = desk.get(f"/queue/?status=any&school={elsewhere.code}")

    assert shown(page) == ["Here"]
    assert page.context["tabs"][0].count == 1


def test_the_queue_is_for_the_desk(client, school):
    client.force_login(make_person("requester", school))

    response = client.get("/queue/")

    assert response.status_code == 403
    assert "My faults" in response.content.decode()


def test_an_empty_list_says_what_why_and_what_next(desk):
    assert "Nothing is open" in desk.get("/queue/").content.decode()
    assert "Nothing matches" in desk.get("/queue/?q=unicorn").content.decode()


def test_a_script_gets_the_list_alone(desk, school):
    log(school, "No sound")

    response = desk.get("/queue/", headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def test_beside_an_open_record_the_address_stays_the_records(desk, school):
    incident = log(school, "No sound")
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/incidents/{incident.pk}/"}

    response = desk.get("/queue/?assignee=none", headers=there)

    assert response.headers["HX-Replace-Url"] == f"/incidents/{incident.pk}/?assignee=none"
    assert 'aria-selected="true"' in response.content.decode()


def test_pages_follow_each_other_by_key(desk, school):
    for number in range(60):
        make_incident(school, summary=f"Fault {number}")

    first = desk.get("/queue/")
    second = desk.get("/queue/", {"page": first.context["page"].next})

    assert len(shown(first)) == 50
    assert len(shown(second)) == 10
    assert not set(shown(first)) & set(shown(second))


def test_what_is_done_stands_newest_first(desk, school):
    for number in range(55):
        make_incident(school, summary=f"Fault {number}", status=Status.CLOSED)

    first = desk.get("/queue/?status=closed")
    second = desk.get("/queue/", {"status": "closed", "page": first.context["page"].next})

    assert shown(first)[0] == "Fault 54"
    assert shown(second)[-1] == "Fault 0"


def fill(school, number):
    """Records with everything a row shows."""
    version = make_calendar_version(school)
    for n in range(number):
        facts = {
            "response_clock": make_clock(school, ClockKind.RESPONSE, due=MONDAY_9AM + HOUR, calendar_version=version),
            "resolution_clock": make_clock(school, due=MONDAY_9AM + 8 * HOUR, calendar_version=version),
        }
        room = Room.objects.create(school=school, name=f"R{Room.objects.count()}")
        facts |= {"room": room, "category": make_category(), "next_due": MONDAY_9AM + HOUR}
        make_incident(school, status=Status.IN_PROGRESS if n % 2 else Status.NEW, **facts)


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


def test_the_queue_costs_the_same_number_of_queries_at_any_size(school):
    make_school("Northgate")
    make_promise()
    readers = Client(), Client()
    for client, everywhere in zip(readers, (False, True), strict=True):
        client.force_login(make_person("technician", school, everywhere=everywhere))
    fill(school, 20)
    few = [queries_of(client, "/queue/") for client in readers]

    fill(school, 180)
    many = [queries_of(client, "/queue/") for client in readers]

    for before, after in zip(few, many, strict=True):
        assert len(after) == len(before), "\n".join(after)
        assert len(after) <= 12, "\n".join(after)


def test_a_page_of_fifty_rows_weighs_less_than_100_kilobytes(desk, school):
    fill(school, 60)

    assert len(desk.get("/queue/").content) < 100_000


def test_taking_several_says_what_became_of_each(desk, school, priya):
    tom = make_person("technician", school, name="Tom Webb")
    free, his = log(school, "Free"), workflow.take(log(school, "His"), by=tom, at=MONDAY_9AM)

    page = desk.post("/queue/", {"do": "take", "row": [free.pk, his.pk]}, follow=True).content.decode()

    assert Incident.objects.get(pk=free.pk).assignee == priya
    assert Incident.objects.get(pk=his.pk).assignee == tom
    assert f"1 record is now yours: {free.pk}." in page
    assert "Tom Webb has" in page


def test_assigning_several(desk, school):
    tom = make_person("technician", school, name="Tom Webb")
    records = [log(school, "One"), log(school, "Two")]

    desk.post("/queue/", {"do": "assign", "assignee": tom.pk, "row": [record.pk for record in records]})

    assert set(Incident.objects.values_list("assignee", flat=True)) == {tom.pk}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"do": "take"}, "Tick at least one row first."),
        ({"do": "assign", "row": ["1"]}, "Choose who should have them."),
        ({"do": "take", "row": ["999999"]}, "None of the ticked records is there any more."),
    ],
)
def test_nothing_ticked_or_chosen_changes_nothing(desk, sent, sentence):
    assert sentence in desk.post("/queue/", sent, follow=True).content.decode()


def test_records_of_another_school_cannot_be_taken_with_the_rest(desk):
    elsewhere = make_incident(make_school("Northgate"))

    desk.post("/queue/", {"do": "take", "row": [elsewhere.pk]})

    assert Incident.objects.get(pk=elsewhere.pk).assignee is None


def test_taking_from_a_row_comes_back_to_the_list_and_can_be_undone(desk, school):
    incident = log(school, "No sound")

    back = desk.post(f"/incidents/{incident.pk}/take/", {"next": "/queue/?assignee=none"}, follow=True)

    assert back.redirect_chain[-1][0] == "/queue/?assignee=none"
    assert f'action="/incidents/{incident.pk}/release/"' in back.content.decode()


def test_the_way_back_never_leads_away(desk, school):
    incident = log(school, "No sound")

    response = desk.post(f"/incidents/{incident.pk}/take/", {"next": "https://elsewhere.example/"})

    assert response.headers["Location"] == f"/incidents/{incident.pk}/"


def test_a_record_without_a_promise_has_its_own_heading(desk, school):
    make_incident(school, summary="No promise", next_due=NEVER)

    assert headings(desk.get("/queue/")) == ["No clock"]


def test_a_row_says_priority_and_lesson_and_names_a_thing_only_if_there_is_one(desk, school):
    room = Room.objects.create(school=school, name="B12")
    kind = AssetType.objects.create(name="Projector")
    thing = Asset.objects.create(school=school, tag="HBS-0117", name="Projector 4", type=kind)
    log(school, "No sound", room=room, category=make_category("No sound"), asset=thing, lesson_stopped=True)
    log(school, "No picture", room=room, category=make_category("No picture"))

    page = desk.get("/queue/").content.decode()

    assert "<small>· Projector 4</small>" in page
    assert "· No picture" not in page
    assert page.count("lesson stopped</span>") == 1
    assert '<span class="priority">P' in page


def test_for_several_schools_each_person_says_which_they_serve(client, school):
    make_school("Northgate", code="NOR")
    make_person("technician", school, name="Priya Shah")
    client.force_login(make_person("technician", everywhere=True, name="Martin Cole"))
    log(school, "No sound")

    page = client.get("/queue/").content.decode()

    assert re.search(r'data-schools="HBS">Priya Shah', page)
    assert re.search(r'data-schools="\*">Martin Cole', page)
    assert 'data-school="HBS"' in page
