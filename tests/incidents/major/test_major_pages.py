"""What everyone reads while something is broken, and what those who work on it see and send."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents import status_board, workflow
from incidents.intake_same import log_me_too
from incidents.models import Incident, MajorIncident, Status
from incidents.status_board import Planned
from tests.factories import MONDAY_9AM, make_major, make_person, make_school
from tests.incidents.major.down import HOUR, LATER, fresh, templates

pytestmark = pytest.mark.django_db
TITLE = "No internet in the whole school"


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(LATER + timedelta(minutes=20), tick=False):
        yield


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


class TestTheStatusPage:
    def test_all_is_well(self, down):
        page = page_of(browser_of(down.gwen), "/status/")

        assert "As far as we know, everything works" in page

    def test_it_says_what_since_when_what_is_known_and_when_there_is_more(self, down):
        parent = down.declare()
        for minutes, text in ((10, "We are looking."), (40, "The line is cut.")):
            at = MONDAY_9AM + timedelta(minutes=minutes)
            workflow.publish_update(parent, by=down.tom, at=at, text=text, next_update_at=LATER + HOUR)

        page = page_of(browser_of(down.gwen), "/status/")

        for words in (
            TITLE,
            "since 10:00",
            "The line is cut.",
            "10:40",
            "Next news by <b>12:00</b>",
            "We are looking.",
        ):
            assert words in page
        assert page.index("The line is cut.") < page.index("Earlier news") < page.index("We are looking.")

    def test_who_leads_is_for_the_desk(self, down):
        down.declare()

        assert "Tom Webb" not in page_of(browser_of(down.gwen), "/status/")
        assert "Tom Webb leads" in page_of(browser_of(down.priya), "/status/")

    def test_what_works_again_stands_there_for_two_days(self, down):
        workflow.resolve(down.declare(), by=down.tom, at=LATER, resolution="New cable.")
        gwen = browser_of(down.gwen)

        assert "Works again" in page_of(gwen, "/status/")
        with time_machine.travel(LATER + timedelta(hours=49), tick=False):
            assert TITLE not in page_of(gwen, "/status/")

    def test_another_school_reads_nothing_of_it(self, down):
        stranger = browser_of(make_person("requester", make_school("Mill Lane")))
        parent = down.declare()

        assert TITLE not in page_of(stranger, "/status/")
        page_of(stranger, f"/status/{parent.pk}/me-too/", status=404)

    def test_planned_work_comes_from_above(self, down, monkeypatch):
        begins = LATER + timedelta(days=1)
        mail = Planned("Mail moves", "No mail meanwhile.", begins, begins + HOUR, school=down.school)
        elsewhere = Planned("New switches", "", begins, school=make_school("Mill Lane"))
        monkeypatch.setattr(status_board, "_planners", [lambda person, at: [elsewhere, mail]])

        page = page_of(browser_of(down.gwen), "/status/")

        assert "Mail moves" in page and "tomorrow 11:00 to tomorrow 12:00" in page
        assert "New switches" not in page

    def test_it_costs_the_same_for_one_and_for_many(self, down):
        def more(number):
            for _ in range(number):
                parent = down.declare(down.log(down.rachel))
                workflow.publish_update(parent, by=down.tom, at=LATER, text="Looking.")
                log_me_too(parent, by=down.gwen, at=LATER)
                workflow.resolve(down.declare(down.log(down.amir)), by=down.tom, at=LATER, resolution="Done.")

        gwen = browser_of(down.gwen)
        more(1)
        few = queries_of(gwen, "/status/")
        more(5)

        assert queries_of(gwen, "/status/") == few <= 10


class TestItHitsMeToo:
    def test_one_tap_adds_who_where_and_whether_a_lesson_is_stopped(self, down):
        parent, gwen = down.declare(), browser_of(down.gwen)

        answer = gwen.post(f"/status/{parent.pk}/me-too/", {"lesson_stopped": "yes", "room": down.rooms[1].pk})

        report = Incident.objects.get(requester=down.gwen)
        assert answer["Location"] == f"/incidents/{report.pk}/reported/"
        assert (report.duplicate_of, report.room, report.lesson_stopped) == (parent, down.rooms[1], True)
        assert f"number {report.reference}</a>" in page_of(gwen, "/status/")
        assert "It hits me too" not in page_of(gwen, "/status/")

    def test_it_is_offered_before_a_report_of_the_same_service_is_sent(self, down):
        parent, gwen = down.declare(), browser_of(down.gwen)
        sent = {"school": down.school.pk, "room": down.rooms[2].pk, "picked": "1", "category": down.internet.pk}
        sent |= {"lesson_stopped": "yes", "description": "Year 9"}

        asked = gwen.post("/report/", sent).content.decode()
        assert "Not sent yet: is it this one?" in asked and TITLE in asked
        assert not Incident.objects.filter(requester=down.gwen).exists()

        gwen.post("/report/", sent | {"same": "1"})
        report = Incident.objects.get(requester=down.gwen)
        assert (report.duplicate_of, report.room, report.lesson_stopped) == (parent, down.rooms[2], True)

    def test_what_is_different_is_a_record_of_its_own(self, down):
        down.declare()
        sent = {"school": down.school.pk, "room": down.rooms[2].pk, "picked": "1", "category": down.internet.pk}

        browser_of(down.gwen).post("/report/", sent | {"lesson_stopped": "no", "different": "1"})

        assert Incident.objects.get(requester=down.gwen).duplicate_of is None

    def test_whoever_said_so_already_is_led_to_their_own(self, down):
        parent = down.declare()
        report = log_me_too(parent, by=down.gwen, at=LATER)
        asked = {"school": down.school.pk, "room": down.rooms[2].pk, "picked": "1", "category": down.internet.pk}

        notice = browser_of(down.gwen).get("/report/", asked, headers={"HX-Request": "true"}).content.decode()

        assert "You told us already" in notice and f"/incidents/{report.pk}/" in notice

    @pytest.mark.parametrize("path", ["/mine/", "/report/?picked=1&room=0"])
    def test_teachers_pages_say_in_a_line_what_is_broken(self, down, path):
        gwen = browser_of(down.gwen)
        assert "Broken now" not in page_of(gwen, path)
        parent = down.declare()

        assert re.search(rf"Broken now:</b> {TITLE}\. <a href=\"/status/\"", page_of(gwen, path))
        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")
        assert "Broken now" not in page_of(gwen, path)

    def test_a_part_says_that_others_have_it_too(self, down):
        part = down.join(down.log(down.gwen), down.declare())

        assert f"Others have it too: {TITLE}." in page_of(browser_of(down.gwen), f"/incidents/{part.pk}/")


class TestTheDesk:
    def test_the_record_shows_whom_it_hits_and_what_is_part_of_it(self, down):
        parent = down.declare()
        part = down.join(down.log(down.gwen, lesson_stopped=True, room=down.rooms[1]), parent)
        log_me_too(parent, by=down.amir, at=LATER)
        offered = down.log(down.ella)

        page = page_of(browser_of(down.priya), f"/incidents/{parent.pk}/")

        assert "3 people, 3 records, 2 lessons stopped" in page
        assert f'<a href="/incidents/{part.pk}/">{part.pk}</a>' in page and "C03, Gwen Shaw" in page
        assert f'name="row" id="offered-{offered.pk}"' in page

    def test_a_part_leads_to_the_cause_and_out_of_it(self, down):
        parent = down.declare()
        part = down.join(down.log(down.gwen), parent)

        page = page_of(browser_of(down.priya), f"/incidents/{part.pk}/")

        assert TITLE in page and f"/incidents/{part.pk}/leave/" in page

    def test_the_queue_marks_both(self, down):
        parent = down.declare()
        down.join(down.log(down.gwen), parent)

        page = page_of(browser_of(down.priya), "/queue/")

        assert page.count("Major incident</span>") == 1
        assert f"part of {parent.pk}" in page

    def test_the_queue_is_narrowed_to_what_is_part_of_one(self, down):
        parent = down.declare()
        part, other = down.join(down.log(down.gwen, summary="No mail"), parent), down.log(down.amir, summary="No sound")
        priya = browser_of(down.priya)

        assert "No mail" in page_of(priya, f"/queue/?parent={parent.pk}")
        assert other.summary not in page_of(priya, f"/queue/?parent={parent.pk}")
        assert part.summary not in page_of(priya, "/queue/?major=true")

    def test_it_is_declared_by_the_page(self, down):
        incident = down.log(down.rachel)
        said = {"title": TITLE, "lead": down.tom.pk, "next_update_at": "2026-09-14T12:00", "reason": "Everywhere"}

        answer = browser_of(down.priya).post(f"/incidents/{incident.pk}/declare_major/", said)

        major = MajorIncident.objects.get()
        assert answer.status_code == 302
        assert (major.title, major.lead, major.next_update_at) == (TITLE, down.tom, MONDAY_9AM + 2 * HOUR)

    def test_news_are_published_from_the_record(self, down):
        parent = down.declare()
        said = {"text": "Cut cable.", "next_update_at": "2026-09-14T12:30", "next": f"/incidents/{parent.pk}/"}

        answer = browser_of(down.tom).post(f"/incidents/{parent.pk}/publish_update/", said)

        assert answer["Location"] == f"/incidents/{parent.pk}/"
        assert templates(down.rachel) == ["logged", "major_update"]

    def test_what_ends_with_it_is_said_before(self, down):
        parent = down.declare()
        for person in (down.gwen, down.amir):
            down.join(down.log(person), parent)

        page = page_of(browser_of(down.tom), f"/incidents/{parent.pk}/resolve/")

        assert "It ends the major incident, and 2 open records with it." in page

    def test_a_lead_who_has_left_is_seen(self, down):
        parent = down.declare()
        down.tom.is_active = False
        down.tom.save()

        assert "(has left) leads" in page_of(browser_of(down.priya), f"/incidents/{parent.pk}/")

    def test_ticked_rows_are_put_under_one(self, down):
        parent, priya = down.declare(), browser_of(down.priya)
        rows = [down.log(person).pk for person in (down.gwen, down.amir)]
        fixed = workflow.resolve(down.log(down.ella), by=down.priya, at=LATER, resolution="Done.")

        asked = priya.post("/incidents/join/", {"row": [*rows, fixed.pk]}).content.decode()
        assert "Which major incident are they part of?" in asked and TITLE in asked

        answer = priya.post("/incidents/join/", {"row": [*rows, fixed.pk], "parent": parent.pk}, follow=True)
        assert set(parent.children.values_list("pk", flat=True)) == set(rows)
        page = answer.content.decode()
        assert "2 records are part of" in page
        assert f"You can’t join {fixed.pk} now: it is fixed." in page

    def test_nothing_ticked_and_nothing_going_on_are_said(self, down):
        priya = browser_of(down.priya)

        assert "Tick at least one row first." in priya.post("/incidents/join/", {}, follow=True).content.decode()
        alone = down.log(down.gwen)
        page = priya.post("/incidents/join/", {"row": [alone.pk]}).content.decode()
        assert "No major incident is going on" in page and f"/incidents/{alone.pk}/declare_major/" in page

    @pytest.mark.parametrize("number", ["9" * 30, "x", "-1", "\0"])
    def test_what_is_no_number_names_no_major_incident(self, down, number):
        incident, priya = down.log(down.gwen), browser_of(down.priya)
        down.declare()

        for path, said in ((f"/incidents/{incident.pk}/join/", {}), ("/incidents/join/", {"row": [incident.pk]})):
            page = priya.post(path, {"parent": number, **said}).content.decode()
            assert "That choice is not one of the available choices" in page

    def test_rows_of_another_school_are_not_there(self, down):
        stranger = make_major(make_school("Mill Lane"), title="Their own").incident
        priya = browser_of(down.priya)

        priya.post("/incidents/join/", {"row": [stranger.pk], "parent": down.declare().pk})
        page = priya.post("/incidents/join/", {"row": [down.log(down.gwen).pk], "parent": stranger.pk}).content.decode()

        assert fresh(stranger).parent is None
        assert "Their own" not in page and not Incident.objects.exclude(parent=None).exists()

    def test_the_review_is_asked_for_when_it_is_over_and_shown_when_it_is_signed(self, down):
        parent, tom = down.declare(), browser_of(down.tom)
        assert "Look back on it" not in page_of(tom, f"/incidents/{parent.pk}/")
        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")
        assert "Look back on it" in page_of(tom, f"/incidents/{parent.pk}/")

        tom.post(f"/incidents/{parent.pk}/review_major/", {"what_happened": "A digger.", "actions": "Maps."})

        page = page_of(tom, f"/incidents/{parent.pk}/")
        assert "signed by Tom Webb" in page and "A digger." in page

    def test_the_record_costs_the_same_for_two_parts_and_for_twenty(self, down):
        parent, priya = down.declare(), browser_of(down.priya)

        def more(number):
            for _ in range(number):
                down.join(down.log(down.gwen, room=down.rooms[0]), parent)
                workflow.publish_update(parent, by=down.tom, at=LATER, text="Looking.")
                down.log(down.ella, room=down.rooms[1])

        more(2)
        few = queries_of(priya, f"/incidents/{parent.pk}/")
        more(8)

        assert queries_of(priya, f"/incidents/{parent.pk}/") == few <= 30
        assert parent.children.filter(status=Status.NEW).count() == 10
