"""The page of the shift, its rows, its files and the API show the same to the people who may read them."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from problems.models import Source
from reports.shift.definitions import DEFINITIONS, HEADINGS
from reports.shift.measure import NAMES
from reports.shift.story import NOTHING_YET
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_incident,
    make_person,
    make_plan,
    make_problem,
    make_round,
    make_school,
    make_trend,
)
from tests.reports.school_terms import make_school_with_terms

pytestmark = pytest.mark.django_db
SEPTEMBER = {"from": "2026-09-07", "to": "2026-09-30"}


@pytest.fixture
def school():
    """A school that repairs and prevents."""
    school = make_school_with_terms(code="HARROW")
    fill(school)
    return school


def fill(school, times=1):
    """Some of everything the page shows, `times` over."""
    by = make_person("technician", school, name="Tom Webb")
    for _ in range(times):
        fault = make_incident(school, minutes_spent=30, lesson_stopped=True, category=make_category())
        make_incident(school, minutes_spent=20, channel="monitoring")
        problem = make_problem(school, incidents=[fault], source=Source.TREND)
        problem.entries.create(at=MONDAY_9AM, by=by, kind="note", move="note", data={"minutes": 25})
        make_problem(school, status="resolved")
        make_trend(school)
        make_round(make_plan(school, owner=by), status="done", minutes=15)
        make_round(make_plan(school, owner=by))


@pytest.fixture
def manager(school, client):
    """The manager of that school, signed in."""
    manager = make_person("service_level_manager", school, name="Martin Hale")
    client.force_login(manager)
    return manager


def totals_on(client, **query):
    return client.get(reverse("reports:shift"), SEPTEMBER | query).context["found"].totals


def rows_on(client, which):
    """What the rows on every page of the list behind a figure add up to."""
    total, query = 0, SEPTEMBER | {"which": which}
    while True:
        page = client.get(reverse("reports:shift-rows"), query).context
        total += sum(row.amount for row in page["rows"])
        if not page["page"].next:
            return total
        query["page"] = page["page"].next


class TestOneFigureManyFaces:
    def test_the_rows_of_every_figure_add_up_to_it(self, client, manager, monkeypatch):
        monkeypatch.setattr("reports.shift_views.ROWS_A_PAGE", 1)
        totals = totals_on(client)

        assert {name: rows_on(client, name) for name in NAMES} == totals.figures

    def test_page_api_and_files_agree(self, client, manager):
        page = totals_on(client).as_figures()

        api = client.get(reverse("api-reports-shift"), SEPTEMBER).json()
        (line,) = csv.DictReader(io.StringIO(client.get(reverse("reports:shift-csv"), SEPTEMBER).text))
        book = client.get(reverse("reports:shift-xlsx"), SEPTEMBER).content
        summary = {row[0]: row[1] for row in openpyxl.load_workbook(io.BytesIO(book))["Summary"].values}

        assert api["totals"] == page
        assert line == {HEADINGS[name]: "" if value is None else str(value) for name, value in page.items()}
        assert {name: summary[HEADINGS[name]] for name in page} == page

    def test_weeks_agree_too(self, client, manager):
        by = SEPTEMBER | {"by": "week"}
        page = client.get(reverse("reports:shift"), by).context["found"].parts

        api = client.get(reverse("api-reports-shift"), by).json()["groups"]
        lines = list(csv.DictReader(io.StringIO(client.get(reverse("reports:shift-csv"), by).text)))

        assert [part.totals.as_figures() for part in page] == [group["figures"] for group in api]
        assert [line[HEADINGS["incidents"]] for line in lines] == [str(part.totals["incidents"]) for part in page]

    def test_rows_by_api_and_in_a_file_are_those_of_the_page(self, client, manager):
        asked = SEPTEMBER | {"which": "problem_minutes"}
        (row,) = client.get(reverse("reports:shift-rows"), asked).context["rows"]

        (api,) = client.get(reverse("api-reports-shift-rows"), asked).json()["results"]
        (line,) = csv.DictReader(io.StringIO(client.get(reverse("reports:shift-rows-csv"), asked).getvalue().decode()))

        assert (api["number"], api["amount"]) == (row.number, row.amount) == (line["Number"], int(line["Counts"]))

    def test_every_figure_says_how_it_is_computed(self, client, manager):
        page = client.get(reverse("reports:shift"), SEPTEMBER).text
        api = client.get(reverse("api-reports-shift"), SEPTEMBER).json()["definitions"]

        assert [each["name"] for each in api] == [each.name for each in DEFINITIONS]
        assert all(each.heading in page for each in DEFINITIONS)


class TestReaders:
    def test_a_head_teacher_reads_what_next_without_doors_that_are_closed(self, client, school):
        client.force_login(make_person("senior_leader", school, name="Grace Adeyemi"))
        make_trend(school, kind="similar", label="rachel’s laptop is dark")
        page = client.get(reverse("reports:shift"), SEPTEMBER)
        steps = page.context["steps"]

        assert [(step.name, step.lessons, step.url) for step in steps.costly] == [
            ("Projectors of block B lose their picture", 1, "")
        ]
        assert steps.overdue_count == 1
        assert "rachel’s laptop" not in page.text

    def test_the_desk_gets_the_way_to_each(self, client, manager, school):
        steps = client.get(reverse("reports:shift"), SEPTEMBER).context["steps"]

        assert all(step.url for step in [*steps.costly, *steps.undecided, *steps.overdue, *steps.solved])

    def test_another_schools_work_counts_for_nobody_here(self, client, manager):
        before = totals_on(client).figures
        fill(make_school("Zebra School"))

        assert totals_on(client).figures == before
        assert client.get(reverse("reports:shift"), {"school": "ZEBRA"}).status_code == 404


def test_a_school_that_prevents_nothing_yet_is_told_so(client):
    school = make_school_with_terms()
    make_incident(school)
    client.force_login(make_person("senior_leader", school))
    page = client.get(reverse("reports:shift"), SEPTEMBER)

    assert NOTHING_YET in page.text
    assert "No cause was removed in this period." in page.text


@pytest.mark.parametrize("query", [{"by": "day"}, {"from": "2026-10-02", "to": "2026-10-01"}, {"period": "sometime"}])
def test_a_question_without_an_answer_is_refused_on_every_face(client, manager, query):
    for name in ("reports:shift", "reports:shift-csv", "reports:shift-xlsx", "api-reports-shift"):
        assert client.get(reverse(name), query).status_code == 400


def test_the_page_costs_the_same_however_much_there_is(client, manager, school, django_assert_max_num_queries):
    address = reverse("reports:shift")
    client.get(address, SEPTEMBER)
    with django_assert_max_num_queries(90) as few:
        client.get(address, SEPTEMBER)
    fill(school, times=6)
    with django_assert_max_num_queries(len(few)):
        client.get(address, SEPTEMBER)
