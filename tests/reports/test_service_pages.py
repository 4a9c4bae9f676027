"""The page, its rows, its files, the API and the command show the same records to the people who may see them."""

import csv
import io
import json
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from incidents.models import Status
from reports.figures import COUNT, HEADINGS
from reports.measures import FIGURES, NO_CATEGORY
from reports.models import DayFigure
from sla.models import ClockKind, ClockState
from tests.factories import MONDAY_9AM, make_category, make_clock, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}


@pytest.fixture
def school():
    """A school with one record of every outcome."""
    school = make_school("Harrow Beck School", code="HARROW")
    late = make_clock(school, state=ClockState.STOPPED, breached_at=MONDAY_9AM)
    response = make_clock(school, ClockKind.RESPONSE, ClockState.STOPPED)
    resolved_at = MONDAY_9AM + timedelta(hours=5)
    make_incident(school, resolution_clock=late, status=Status.CLOSED, resolved_at=resolved_at, priority=2, reopened=1)
    stopped = make_clock(school, state=ClockState.STOPPED)
    make_incident(
        school, resolution_clock=stopped, status=Status.RESOLVED, response_clock=response, lesson_stopped=True
    )
    make_incident(school, category=make_category("Sound"))
    make_incident(school, status=Status.CANCELLED)
    return school


@pytest.fixture
def manager(school, client):
    """The manager of that school, signed in."""
    manager = make_person("service_level_manager", school, name="Martin Hale")
    client.force_login(manager)
    return manager


def rows_on(client, which, **query):
    """The numbers of the records on every page of the list behind a figure."""
    found, query = [], SEPTEMBER | {"which": which} | query
    while True:
        page = client.get(reverse("reports:rows"), query).context
        found += [row.incident.pk for row in page.get("rows", [])]
        if not page["page"].next:
            return found
        query["page"] = page["page"].next


class TestOneFigureManyFaces:
    @pytest.mark.parametrize("which", COUNT)
    def test_the_list_has_as_many_records_as_the_page_says(self, client, manager, which):
        number = getattr(client.get(reverse("reports:sla"), SEPTEMBER).context["whole"].measure, which)

        assert len(rows_on(client, which)) == number

    def test_page_api_files_and_command_agree(self, client, manager):
        page = client.get(reverse("reports:sla"), SEPTEMBER).context["whole"].measure.as_figures()
        page = json.loads(json.dumps(page, default=str))

        api = client.get(reverse("api-reports-sla"), SEPTEMBER).json()["totals"]
        (line,) = csv.DictReader(io.StringIO(client.get(reverse("reports:report-csv"), SEPTEMBER).text))
        out = io.StringIO()
        command = ["measure", "sla", "--from", "2026-09-01", "--to", "2026-09-30", "--format", "json"]
        call_command(*command, stdout=out)

        assert api == page
        assert json.loads(out.getvalue())["totals"] == page
        assert line == {HEADINGS[name]: "" if page[name] is None else str(page[name]) for name in FIGURES}

    @pytest.mark.parametrize("which", COUNT)
    def test_the_api_and_the_csv_list_the_same_records(self, client, manager, which):
        query = SEPTEMBER | {"which": which}

        api = client.get(reverse("api-reports-rows"), query).json()["results"]
        text = client.get(reverse("reports:rows-csv"), query).getvalue().decode()

        assert [row["id"] for row in api] == rows_on(client, which)
        assert [int(row["Number"]) for row in csv.DictReader(io.StringIO(text))] == rows_on(client, which)

    def test_every_number_of_the_page_leads_to_as_many_records(self, client, manager):
        page = client.get(reverse("reports:sla"), SEPTEMBER).content.decode()
        links = re.findall(r'<a href="(/service/rows/[^"]+)">([\d,]+)</a>', page)

        assert len(links) > 20
        for address, number in links:
            found = client.get(address.replace("&amp;", "&")).context
            assert len(found["rows"]) == found["number"] == int(number), address

    def test_the_spreadsheet_has_a_sheet_for_each_split(self, client, manager):
        book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("reports:report-xlsx"), SEPTEMBER).content))

        assert book.sheetnames == ["Summary", "By month", "By priority", "By category", "By school", "Availability"]
        assert [cell.value for cell in book["By priority"][2]][:4] == ["2 - High", 1, 0, 1]

    def test_csv_is_split_as_asked(self, client, manager):
        text = client.get(reverse("reports:report-csv"), SEPTEMBER | {"by": "category"}).text

        assert [row["Category"] for row in csv.DictReader(io.StringIO(text))] == ["Sound", ""]

    def test_a_long_list_comes_in_pages_without_losing_a_record(self, client, manager, school):
        made = {make_incident(school, requester=manager).pk for _ in range(60)}

        listed = rows_on(client, "incidents")

        assert made < set(listed)
        assert len(listed) == len(set(listed)) == 64


class TestWhatIsAsked:
    def test_a_category_and_a_priority_narrow_everything(self, client, manager):
        assert len(rows_on(client, "incidents", priority="2")) == 1
        assert len(rows_on(client, "incidents", category="Sound")) == 1
        assert len(rows_on(client, "incidents", category=NO_CATEGORY)) == 3

    def test_the_fields_show_the_period_that_is_shown(self, client, manager):
        page = client.get(reverse("reports:sla"), SEPTEMBER).content.decode()

        assert 'value="2026-09-01"' in page
        assert 'value="2026-09-30"' in page

    @pytest.mark.parametrize("name", ["sla", "rows", "report-csv", "report-xlsx", "rows-csv"])
    @pytest.mark.parametrize(
        "wrong",
        [{"from": "2026-09-02", "to": "2026-09-01"}, {"from": "yesterday"}, {"period": "aeon"}, {"priority": "9"}],
    )
    def test_what_makes_no_sense_is_answered_with_a_sentence(self, client, manager, name, wrong):
        assert client.get(reverse(f"reports:{name}"), wrong).status_code == 400

    def test_a_split_that_makes_no_sense_is_refused(self, client, manager):
        answer = client.get(reverse("reports:report-csv"), SEPTEMBER | {"by": "colour"})

        assert (answer.status_code, "can’t be split by colour" in answer.text) == (400, True)

    def test_the_api_refuses_parameters_nobody_asks(self, client, manager):
        answer = client.get(reverse("api-reports-sla"), {"requester__email__startswith": "a"})

        assert answer.status_code == 400
        assert list(answer.json()["error"]["fields"]) == ["requester__email__startswith"]

    def test_an_empty_period_says_where_the_records_are(self, client, manager):
        page = client.get(reverse("reports:sla"), {"from": "2030-01-01", "to": "2030-01-31"}).content.decode()

        assert "Nothing was logged here in this period" in page
        assert "from=2026-09-01&amp;to=2027-08-31" in page


class TestRights:
    PAGES = ["sla", "rows", "report-csv", "report-xlsx", "rows-csv"]
    APIS = ["api-reports-sla", "api-reports-rows"]

    @pytest.mark.parametrize("role", ["requester", "service_desk", "technician", None])
    @pytest.mark.parametrize("name", [*(f"reports:{page}" for page in PAGES), *APIS])
    def test_who_may_not_read_reports_is_told_so(self, client, school, role, name):
        client.force_login(make_person(role, school))

        assert client.get(reverse(name)).status_code == 403

    @pytest.mark.parametrize("role", ["service_level_manager", "senior_leader", "trust_administrator"])
    @pytest.mark.parametrize("name", [*(f"reports:{page}" for page in PAGES), *APIS])
    def test_who_may_read_reports_can(self, client, school, role, name):
        client.force_login(make_person(role, school))

        assert client.get(reverse(name), SEPTEMBER).status_code == 200

    @pytest.mark.parametrize("name", [*(f"reports:{page}" for page in PAGES), *APIS])
    def test_another_school_looks_like_one_that_is_not_there(self, client, school, name):
        client.force_login(make_person("service_level_manager", make_school("Other School")))

        theirs = client.get(reverse(name), SEPTEMBER | {"school": "HARROW"})
        nobodys = client.get(reverse(name), SEPTEMBER | {"school": "NOWHERE"})

        assert theirs.status_code == nobodys.status_code == 404

    def test_the_manager_of_another_school_counts_none_of_it(self, client, school):
        client.force_login(make_person("service_level_manager", make_school("Other School")))

        assert client.get(reverse("api-reports-sla"), SEPTEMBER).json()["totals"]["incidents"] == 0
        assert rows_on(client, "incidents") == []
        assert "Harrow Beck" not in client.get(reverse("reports:sla"), SEPTEMBER).content.decode()

    def test_a_senior_leader_sees_the_figures_but_not_what_was_written(self, client, school):
        make_incident(school, summary="Alfie’s laptop")
        client.force_login(make_person("senior_leader", school))

        page = client.get(reverse("reports:rows"), SEPTEMBER).content.decode()

        assert "Alfie" not in page
        assert "/incidents/" not in page
        assert "The records themselves are for the ICT team." in page

    def test_strangers_are_asked_to_sign_in(self, client):
        assert client.get(reverse("reports:sla")).status_code == 302
        assert client.get(reverse("api-reports-sla")).status_code in (401, 403)


class TestCost:
    @pytest.mark.parametrize("name", ["reports:sla", "reports:rows", "api-reports-sla", "api-reports-rows"])
    def test_the_number_of_queries_does_not_grow_with_the_records(
        self, client, manager, school, name, django_assert_max_num_queries
    ):
        def queries():
            with django_assert_max_num_queries(25) as counted:
                client.get(reverse(name), SEPTEMBER)
            return len(counted)

        client.get(reverse(name), SEPTEMBER)
        few = queries()
        for number in range(30):
            make_incident(school, category=make_category(f"Category {number}"), priority=number % 5 + 1)

        assert queries() == few


def test_the_backlog_of_each_day_is_drawn_for_the_readers_schools_only(client, manager, school):
    for day, backlog in ((10, 7), (11, 9)):
        DayFigure.objects.create(school=school, **kept(date(2026, 9, day), backlog))
    DayFigure.objects.create(school=make_school(), **kept(date(2026, 9, 11), 1000))

    points, words = client.get(reverse("reports:sla"), SEPTEMBER).context["backlog_chart"]

    assert [point["first"] for point in points] == [7, 9]
    assert words == "Open at the end of each day: 7 on 10 September, 9 on 11 September. Kept since 10 September."


def kept(day, backlog):
    return {
        "day": day,
        "backlog": backlog,
        "opened": 0,
        "resolved": 0,
        "breached": 0,
        "oldest_days": 0,
        "taken_at": MONDAY_9AM,
    }
