"""The page of closed months."""

from datetime import UTC, date, datetime

import pytest

from reports import closing
from reports.models import Correction
from servicedesk.models import Person
from tests.factories import make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def corrected(client):
    """A school with a closed month that came out differently, and its manager signed in."""
    school = make_school()
    make_incident(school)
    closing.keep(at=NOW)
    make_incident(school)
    closing.count_again(at=NOW)
    client.force_login(make_person("service_level_manager", school))
    return school


def test_what_differs_stands_there_with_both_figures(corrected, client):
    page = client.get("/reports/closed-months/").content.decode()

    assert "September 2026 · Harrow Beck School" in page
    assert '<th scope="row">Logged</th><td class="number">1</td><td class="number">2</td>' in page


def test_pages_that_count_live_say_where_the_report_of_a_closed_month_differs(corrected, client):
    days = {"from": "2026-09-01", "to": "2026-09-30"}
    for page, api in (("/service/", "/api/v1/reports/sla/"), ("/reports/shift/", "/api/v1/reports/shift/")):
        found = client.get(page, days)
        names = {each["name"]: (each["kept"], each["found"]) for each in client.get(api, days).json()["kept_otherwise"]}

        assert "The service report says otherwise" in found.text
        assert names[{"/service/": "incidents", "/reports/shift/": "found_by_users"}[page]] == (1, 2)
        assert {each.measure.name for each in found.context["otherwise"]} == set(names)

    closing.count_anew(corrected, date(2026, 9, 1), by=Person.objects.last(), at=NOW, reason="A forgotten sheet.")
    for page in ("/service/", "/reports/shift/"):
        assert "The service report says otherwise" not in client.get(page, days).text


def test_a_part_of_the_work_is_kept_nowhere_so_nothing_differs(corrected, client):
    narrowed = {"from": "2026-09-01", "to": "2026-09-30", "priority": "3"}

    assert "The service report says otherwise" not in client.get("/service/", narrowed).text


def test_it_has_a_tab_in_the_reports(corrected, client):
    assert '<a href="/reports/closed-months/">Closed months</a>' in client.get("/reports/report/").text


def test_it_is_taken_over_with_a_reason(corrected, client):
    said = {"school": corrected.code, "month": "2026-09", "reason": "A forgotten sheet."}
    page = client.post("/reports/closed-months/count-anew/", said, follow=True).content.decode()

    assert "taken over" in page
    assert "A forgotten sheet." in page
    assert not Correction.objects.filter(taken_over_at=None).exists()


@pytest.mark.parametrize(("month", "reason", "says"), [("2026-13", "x", "is no month"), ("2026-09", "", "required")])
def test_what_is_wrong_is_said(corrected, client, month, reason, says):
    said = {"school": corrected.code, "month": month, "reason": reason}
    answer = client.post("/reports/closed-months/count-anew/", said)

    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_other_readers_see_nothing_of_it(corrected, client):
    client.force_login(make_person("service_level_manager", make_school("Fell End")))

    assert "September 2026 ·" not in client.get("/reports/closed-months/").content.decode()
