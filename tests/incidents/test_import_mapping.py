"""Any other desk: a mapping file says which column is what, and its mistakes are named."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident, IncidentEntry

pytestmark = pytest.mark.django_db

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "importing.md"
SHORT = '[columns]\nreference = "No"\nopened_at = "Date"\n'


@pytest.fixture
def desk(tmp_path):
    """Imports a text by a mapping text."""

    def bring_in(text, mapping=None, options=()):
        file, said = tmp_path / "old.csv", StringIO()
        file.write_text(text)
        if mapping is not None:
            (tmp_path / "old.toml").write_text(mapping)
            options = ["--mapping", str(tmp_path / "old.toml"), *options]
        call_command("import_incidents", str(file), "--format", "csv", *options, stdout=said)
        return said.getvalue()

    return bring_in


def test_the_example_of_the_manual_does_what_the_manual_says(desk):
    manual = MANUAL.read_text()
    rows = re.search(r"```\n(Ticket;.*?)```", manual, re.DOTALL)[1]
    mapping = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)[1]

    desk(rows, mapping)

    fixed, waiting = Incident.objects.order_by("source_reference").select_related("requester")
    assert (fixed.source, fixed.source_reference, fixed.summary) == ("old-desk", "4711", "Projector stays dark")
    assert (fixed.status, fixed.priority, fixed.outcome_met, fixed.requester.name) == ("closed", 2, True, "R. Moss")
    assert f"{fixed.opened_at:%d.%m. %H:%M}" == "14.09. 07:55"
    assert fixed.facts == {"State": "closed - fixed", "Urgency": "high", "Site": "Main"}
    assert (waiting.status, waiting.outcome_met, waiting.resolved_at) == ("waiting", None, None)


def test_a_changed_ticket_of_a_list_is_news_and_an_unchanged_one_is_not(desk):
    mapping = f'{SHORT}status = "State"\n'
    desk("No,Date,State\n1,2026-09-14,new\n2,2026-09-14,new\n", mapping)

    said = desk("No,Date,State\n1,2026-09-14,new\n2,2026-09-14,resolved\n", mapping)

    assert "0 new, 1 with news, 1 already here" in said
    assert dict(Incident.objects.values_list("source_reference", "status")) == {"1": "new", "2": "resolved"}
    assert IncidentEntry.objects.filter(incident__source_reference="2").count() == 2


def test_a_log_of_changes_becomes_the_timeline(desk):
    mapping = f'rows = "events"\n{SHORT}changed_at = "When"\nchanged_by = "Who"\ncomment = "Said"\nstatus = "State"\n'
    desk(
        "No,Date,When,Who,Said,State\n1,2026-09-14,2026-09-14T09:00,A,Help!,new\n1,2026-09-14,2026-09-15T10:00,B,Done.,closed\n",
        mapping,
    )

    assert list(IncidentEntry.objects.values_list("by__name", "text")) == [("A", "Help!"), ("B", "Done.")]
    incident = Incident.objects.get()
    assert incident.status == "closed" and incident.closed_at == IncidentEntry.objects.last().at


def test_columns_named_like_our_fields_need_no_mapping(desk):
    desk("reference,opened_at,summary,priority,Site\n7,14/09/2026 09:00,No picture,P1,Main\n")

    incident = Incident.objects.get()
    assert (incident.source, incident.summary, incident.priority) == ("csv", "No picture", 1)
    assert incident.facts == {"priority": "P1", "Site": "Main"}


def test_constants_fill_what_no_column_says(desk):
    desk("No,Date\n1,2026-09-14\n", f'{SHORT}[constants]\nkind = "request"\npriority = 2\nteam = "Network"\n')

    incident = Incident.objects.get()
    assert (incident.kind, incident.priority, incident.team.name) == ("request", 2, "Network")


def test_without_a_state_the_dates_tell_it(desk):
    desk("No,Date,Done\n1,2026-09-14,2026-09-15\n2,2026-09-14,\n", f'{SHORT}resolved_at = "Done"\n')

    assert list(Incident.objects.order_by("pk").values_list("status", flat=True)) == ["resolved", "new"]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("columns = [", "isn’t valid TOML"),
        (f"colums = 1\n{SHORT}", "no key called “colums”. Did you mean “columns”"),
        (f'{SHORT}prioritty = "P"\n', "no field called “prioritty”. Did you mean “priority”"),
        ('[columns]\nreference = "No"\n', "must say which column is “opened_at”"),
        ('[columns]\nreference = 1\nopened_at = "Date"\n', "reference must be the name of a column"),
        ('[columns]\nreference = "No"\nopened_at = ["Date", "Time"]\n', "opened_at is made of one column"),
        (f'rows = "lines"\n{SHORT}', "“rows” must be one of: tickets, events"),
        (f'dates = ["%H:%M"]\n{SHORT}', "“%H:%M” is no date format"),
        (f'zone = "Mars"\n{SHORT}', "“Mars” is no time zone"),
        (f'encoding = "klingon"\n{SHORT}', "“klingon” is no text encoding"),
        (f'delimiter = "::"\n{SHORT}', "must be one character"),
        (f'{SHORT}[values.status]\nopen = "opened"\n', "“opened” is none of ours: new, assigned"),
        (f"{SHORT}[values.priority]\nhigh = 9\n", "“9” is no priority from 1 to 5"),
        (f'{SHORT}[constants]\nkind = "wish"\n', "“wish” is none of ours"),
        (f'{SHORT}team = "Crew"\n', "has no column “Crew”"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_named(desk, mapping, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        desk("No,Date\n1,2026-09-14\n", mapping)

    assert not Incident.objects.exists()


def test_a_mapping_file_that_is_not_there_is_named(desk):
    with pytest.raises(CommandError, match=re.escape("none.toml can’t be read")):
        desk("No,Date\n1,2026-09-14\n", options=["--mapping", "none.toml"])


def test_a_file_without_our_names_asks_for_a_mapping(desk):
    with pytest.raises(CommandError, match="--mapping FILE"):
        desk("No,Date\n1,2026-09-14\n")
