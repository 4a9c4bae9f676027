"""Changing a calendar through the API, and being told in time that its dates run out."""

from datetime import UTC, datetime

import pytest
from django.urls import resolve

from servicedesk.models import Letter
from sla import calendar_workflow, tasks
from sla.calendars import calendar_of, current_version, make_version
from sla.models import CalendarVersion
from tests.factories import make_person
from tests.sla.calendar_editing.autumn import NOW, YEAR, begin, due, with_range

pytestmark = pytest.mark.django_db


class TestApi:
    def post(self, client, person, calendar, action, body):
        client.force_login(person)
        return client.post(f"/api/v1/calendars/{calendar.pk}/{action}/", body, content_type="application/json")

    def test_a_document_is_looked_at_without_being_kept(self, client, calendar, manager, school):
        clock = begin(school)
        snow = with_range(YEAR, "closure", "2026-09-14", name="snow")

        found = self.post(client, manager, calendar, "preview", {"document": snow}).json()

        assert (found["sentence"], found["moved"], found["late"]) == ("1 open clock moves, none would be late.", 1, 0)
        assert found["clocks"][0]["clock"] == clock.pk
        assert found["changes"][0]["after"] == "closed: snow, no support"
        assert current_version(school).document == YEAR

    def test_a_version_is_applied_to_the_clocks_and_refused_when_another_holds(self, client, calendar, manager, school):
        clock = begin(school)
        body = {"document": with_range(YEAR, "closure", "2026-09-14"), "reason": "Snow", "based_on": 2}

        assert self.post(client, manager, calendar, "versions", body).status_code == 201
        assert due(clock) == datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
        assert self.post(client, manager, calendar, "versions", body).status_code == 409

    def test_closed_and_opened_again(self, client, calendar, manager, school):
        begin(school)

        act = self.post(client, manager, calendar, "closures", {"first": "2026-09-14", "name": "Snow"}).json()
        assert (act["moved"], act["reason"], act["by"]) == (1, "Closed: Snow", "Martin Hale")
        assert client.get(f"/api/v1/reevaluations/{act['id']}/").json() == act
        assert [row["id"] for row in client.get("/api/v1/reevaluations/").json()["results"]] == [act["id"]]
        again = self.post(client, manager, calendar, "closures", {"first": "2026-09-14", "name": "Boiler"})
        assert (again.status_code, "closed already: Snow" in again.content.decode()) == (409, True)
        body = {"first": "2026-09-14", "reason": "It thawed"}
        assert self.post(client, manager, calendar, "openings", body).status_code == 201
        assert self.post(client, manager, calendar, "openings", body).status_code == 409

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("preview", {"document": {"zone": "Nowhere"}}),
            ("preview", {"document": with_range(YEAR, "term", "2028-09-01", "2028-12-01")}),
            ("closures", {"first": "2026-09-14"}),
            ("closures", {"first": "2026-09-14", "last": "2026-09-01", "name": "x"}),
            ("openings", {"first": "2026-09-14", "last": "2036-09-01", "reason": "x"}),
            ("versions", {"document": YEAR, "based_on": "x"}),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client, calendar, manager, action, body):
        assert self.post(client, manager, calendar, action, body).status_code == 400
        assert calendar_workflow.holding(calendar).document == YEAR

    @pytest.mark.parametrize(
        ("page", "endpoint"),
        [("preview", "preview"), ("preview", "versions"), ("close", "closures"), ("open", "openings")],
    )
    def test_each_move_has_both_faces(self, page, endpoint):
        assert resolve(f"/calendars/1/{page}/").url_name == f"{page}_calendar"
        assert resolve(f"/api/v1/calendars/1/{endpoint}/").func.actions == {"post": endpoint}


class TestWarning:
    def test_managers_are_told_once_months_before_dates_run_out(self, calendar, manager, school, time_machine):
        make_person("technician", school)
        assert tasks.warn_of_ending_calendars() == 1
        assert tasks.warn_of_ending_calendars() == 0

        letter = Letter.objects.get()
        assert letter.to == manager
        assert "18 December 2026" in letter.body
        assert f"/calendars/{calendar.pk}/" in letter.body

    def test_a_calendar_that_reaches_far_worries_nobody(self, calendar, manager):
        calendar_workflow.apply(calendar, YEAR | {"known_until": None}, by=manager, at=NOW, reason="Open end")

        assert tasks.warn_of_ending_calendars() == 0

    def test_the_trusts_calendar_is_the_trusts_worry(self, school, boss):
        CalendarVersion.objects.all().update(known_until=None)
        manager = make_person("service_level_manager", everywhere=True)
        make_version(calendar_of(None), YEAR, by=None, at=NOW)

        assert tasks.warn_of_ending_calendars() == 1
        assert Letter.objects.get().to == manager
