import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_category, make_incident, make_school

pytestmark = pytest.mark.django_db
YEAR = ["--from", "2016-01-01", "--to", "2016-12-31"]
SEPTEMBER = ["--from", "2026-09-01", "--to", "2026-09-30"]


def measure(*arguments, **options):
    out = io.StringIO()
    call_command("measure", "sla", *arguments, stdout=out, **options)
    return out.getvalue()


def test_json_has_totals_and_groups_with_their_keys():
    school = make_school(code="HB")
    make_incident(school, category=make_category("Sound"))
    make_incident(school)

    found = json.loads(measure(*SEPTEMBER, by="category,school", format="json"))

    assert found["totals"]["incidents"] == 2
    assert found["totals"]["mttr_hours_mean"] is None
    keys = [(group["category"], group["school"], group["incidents"]) for group in found["groups"]]
    assert keys == [("Sound", "HB", 1), (None, "HB", 1)]


def test_without_a_split_there_are_no_groups():
    assert json.loads(measure(*SEPTEMBER, format="json"))["groups"] == []


def test_csv_has_a_line_for_each_group():
    make_incident(priority=2)

    (line,) = csv.DictReader(io.StringIO(measure(*SEPTEMBER, by="priority", format="csv")))

    assert (line["priority"], line["incidents"], line["mttr_hours_mean"]) == ("2 - High", "1", "")


def test_the_table_ends_with_the_whole():
    make_incident(opened_on=date(2026, 9, 3))

    head, *_, last = measure(*SEPTEMBER, by="month").splitlines()

    assert head.split()[:2] == ["Month", "Logged"]
    assert last.split()[:2] == ["All", "1"]


def test_one_school_only():
    make_incident(make_school(code="HERE"))
    make_incident(make_school(code="THERE"))

    assert json.loads(measure(*SEPTEMBER, school="HERE", format="json"))["totals"]["incidents"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "2026-09-02", "--to", "2026-09-01"], "swap the two dates"),
        (["--from", "2.9.2026", "--to", "2026-09-03"], "“2.9.2026” is no date"),
        ([*SEPTEMBER, "--by", "colour"], "can’t be split by colour: use month, priority, category, school"),
        ([*SEPTEMBER, "--school", "NOWHERE"], "There is no school with the code “NOWHERE”. There are: HB"),
        ([*SEPTEMBER, "--school", ""], "There is no school with the code “”"),
    ],
)
def test_what_can_not_be_asked_is_refused_in_a_sentence(arguments, sentence):
    make_school(code="HB")

    with pytest.raises(CommandError, match=sentence):
        measure(*arguments)
