"""Asking for oneself: the answer is a table whose every figure is that of its records."""

import csv

import pytest
from django.urls import reverse

from tests.factories import MONDAY_9AM, make_category, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}


@pytest.fixture
def desk(client):
    """A school with records of two categories, and its manager in the browser."""
    school = make_school()
    for number in range(7):
        make_incident(school, at=MONDAY_9AM, category=make_category("No sound" if number < 5 else "No picture"))
    client.force_login(make_person("service_level_manager", school))
    return school


@pytest.mark.parametrize("by", ["month", "week", "school", "service", "category", "team", "priority"])
def test_every_figure_leads_to_its_records(client, desk, by):
    asked = SEPTEMBER | {"measure": ["incidents", "missed", "mttr_hours_median"], "by": by}
    lines = client.get(reverse("reports:ask"), asked).context["lines"]

    assert lines
    for line in lines:
        logged = line.figures[0]
        if logged.url:
            assert client.get(logged.url).context["found"].words == logged.words, (by, line.words)


def test_the_file_says_what_the_page_says(client, desk):
    asked = SEPTEMBER | {"measure": ["incidents"], "by": "category"}
    page = client.get(reverse("reports:ask"), asked)
    head, *rows = csv.reader(client.get(reverse("reports:ask-csv"), asked).content.decode().splitlines())

    assert head == ["Category", "Logged"]
    assert rows == [*[[line.words, line.figures[0].words] for line in page.context["lines"]], ["Together", "7"]]
    assert client.get(reverse("reports:ask-pdf"), asked).content.startswith(b"%PDF")
    assert client.get(reverse("reports:ask-xlsx"), asked).content.startswith(b"PK")


def test_a_first_visit_suggests_what_to_ask_and_a_question_without_a_measure_is_told_so(client, desk):
    assert "To begin with" in client.get(reverse("reports:ask")).content.decode()
    answer = client.get(reverse("reports:ask"), {"by": "month"})

    assert answer.status_code == 400 and "Choose at least one measure." in answer.content.decode()


def test_a_table_has_no_more_measures_than_somebody_reads(client, desk):
    many = ["incidents", "faults", "resolved", "missed", "met", "excused", "answers"]

    assert "Choose at most 6 measures" in client.get(reverse("reports:ask"), {"measure": many}).content.decode()
