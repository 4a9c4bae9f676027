"""Rows that can't be brought in are told with line and reason, and the others go in."""

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident, Status
from tests.incidents.imports.log import ACTIVE, CLOSED, COLUMNS, NEW, event, nothing_is_here, refused, text_of

pytestmark = pytest.mark.django_db


# --- What is refused


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"opened_at": "31/2/2016 10:00"}, "opened_at: “31/2/2016 10:00” is no date that can be read"),
        ({"opened_at": "?"}, "opened_at: the date is missing"),
        ({"sys_updated_at": "yesterday"}, "sys_updated_at: “yesterday” is no date that can be read"),
        ({"resolved_at": "1/1/0001 00:00"}, "resolved_at: “1/1/0001 00:00” is no date that can be read"),
        ({"number": "?"}, "number: the number is missing"),
        ({"number": "N" * 101}, "number: the number is longer than 100 characters"),
        ({"priority": "9 - Whatever"}, "priority: “9 - Whatever” is no priority from 1 to 5"),
        ({"reopen_count": "-1"}, "reopen_count: “-1” is no whole number from 0 to 32767"),
        ({"reopen_count": "99999"}, "reopen_count: “99999” is no whole number from 0 to 32767"),
        ({"made_sla": "perhaps"}, "made_sla: “perhaps” is neither yes nor no"),
    ],
)
def test_a_bad_row_is_told_with_line_and_reason_and_the_rest_goes_in(desk, cells, reason):
    said = desk(NEW, event(**{"number": "INC2"} | cells), event(number="INC3"))

    assert [row[:2] for row in refused(desk)] == [["3", reason]]
    assert set(Incident.objects.values_list("source_reference", flat=True)) == {"INC1", "INC3"}
    assert f"line 3: {reason}" in said and str(desk.rejects) in said


def test_a_row_with_too_few_or_too_many_values_is_refused(desk):
    desk(NEW[:-2], event(number="INC2"), [*event(number="INC3"), "more"])

    assert [row[:2] for row in refused(desk)] == [
        ["2", f"it has {len(COLUMNS) - 2} values, but the header names {len(COLUMNS)} columns"],
        ["4", f"it has {len(COLUMNS) + 1} values, but the header names {len(COLUMNS)} columns"],
    ]
    assert Incident.objects.get().source_reference == "INC2"


def test_the_good_events_of_an_incident_with_a_bad_one_go_in(desk):
    desk(NEW, event(sys_mod_count="1", sys_updated_at="?!"), CLOSED)

    assert Incident.objects.get().entries.count() == 2

    desk(NEW, ACTIVE, CLOSED)

    assert Incident.objects.get().entries.count() == 3
    assert Incident.objects.get().status == Status.CLOSED


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_after_it(desk):
    lines = text_of(NEW, *(event(number=f"INC{n}") for n in range(2, 6))).splitlines(keepends=True)
    lines[2] = lines[2].replace("Caller 7", '"Caller 7')

    desk(content="".join(lines).encode())

    assert [row[:2] for row in refused(desk)] == [["3", "a quote is opened and never closed"]]
    assert Incident.objects.count() == 4


def test_refused_rows_do_no_harm_in_a_spreadsheet(desk):
    desk(event(number="?", caller_id="=cmd|'/c calc'!A1", category="-100", subcategory=" =1+1"))

    (row,) = refused(desk)
    assert "'=cmd|'/c calc'!A1" in row and "' =1+1" in row and "-100" in row


def test_the_reject_file_may_be_named(desk):
    path = desk.folder / "bad.csv"
    desk(event(number="?"), NEW, options=["--rejects", str(path)])

    assert path.exists() and not desk.rejects.exists()


@pytest.mark.parametrize("name", ["log.csv", "link.csv", "other.csv", "./log.csv", "log"])
def test_the_reject_file_never_takes_the_place_of_the_file(desk, name, monkeypatch):
    """By its own name, by a link to it of either kind, or by the name of the draft."""
    monkeypatch.chdir(desk.folder)
    content, source = text_of(event(number="?"), NEW).encode(), "log.part" if name == "log" else "log.csv"
    (desk.folder / "link.csv").symlink_to(source)
    (desk.folder / source).write_bytes(content)
    (desk.folder / "other.csv").hardlink_to(desk.folder / source)

    with pytest.raises(CommandError, match=f"{source} would be lost. Name another file"):
        call_command("import_incidents", source, "--format", "servicenow", "--rejects", name)

    assert (desk.folder / source).read_bytes() == content
    assert nothing_is_here()


def test_the_reject_file_never_takes_the_place_of_the_mapping(desk):
    mapping = desk.folder / "mapping.toml"
    mapping.write_text('[columns]\nreference = "number"\nopened_at = "opened_at"\n')
    said = mapping.read_text()

    with pytest.raises(CommandError, match="would be lost"):
        desk(event(number="?"), format="csv", options=["--mapping", str(mapping), "--rejects", str(mapping)])

    assert mapping.read_text() == said


# --- Exports of other shapes


@pytest.mark.parametrize(
    ("word", "priority"), [("Critical", 1), ("High", 2), ("Moderate", 3), ("Low", 4), ("Planning", 5), ("2 - High", 2)]
)
def test_a_priority_may_be_a_word(desk, word, priority):
    desk(event(priority=word, impact="High", urgency="3"))

    incident = Incident.objects.get()
    assert (incident.priority, incident.impact, incident.urgency) == (priority, "whole_school", "week")


def test_a_plain_list_needs_a_number_a_state_and_a_date(desk):
    desk(
        content=b"number,short_description,state,opened_at,closed_at\n"
        b"INC1,No sound,In Progress,2026-09-14 08:55:00,\n"
        b"INC2,No picture,7,2026-09-14 09:10:00,2026-09-15 10:00:00\n"
    )

    first, second = Incident.objects.order_by("source_reference")
    assert (first.status, first.summary, first.outcome_met) == (Status.IN_PROGRESS, "No sound", None)
    assert (second.status, f"{second.entries.get().at:%d %H:%M}") == (Status.CLOSED, "15 10:00")


def test_a_list_without_a_state_is_refused(desk):
    with pytest.raises(CommandError, match="has no column “incident_state”"):
        desk(content=b"number,opened_at\nINC1,2026-09-14 08:55:00\n")


def test_dates_with_the_month_first_are_refused_with_the_way_out(desk):
    desk(event(opened_at="02/29/2016 01:16"), event(number="INC2"))

    ((_, reason, *_),) = refused(desk)
    assert "where the month comes first, use --format csv with a mapping" in reason
