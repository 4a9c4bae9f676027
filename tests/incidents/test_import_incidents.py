"""Bringing in another desk's incidents: what goes in, what is refused, and what happens the second time."""

import csv
import gzip
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assets.models import Asset
from incidents.imports.load import MOVE
from incidents.models import Channel, Incident, IncidentEntry, Status
from servicedesk.models import Category, Person, School, Trust
from servicedesk.timeline import EntryKind

pytestmark = pytest.mark.django_db

COLUMNS = [
    *("number", "incident_state", "sys_mod_count", "made_sla", "caller_id", "opened_at", "sys_updated_by"),
    *("sys_updated_at", "category", "subcategory", "cmdb_ci", "location", "impact", "urgency", "priority"),
    *("assignment_group", "assigned_to", "reopen_count", "resolved_at", "closed_at"),
]
USUAL = {
    "number": "INC1",
    "incident_state": "New",
    "sys_mod_count": "0",
    "made_sla": "true",
    "caller_id": "Caller 7",
    "opened_at": "29/2/2016 01:16",
    "sys_updated_by": "Updated by 1",
    "sys_updated_at": "29/2/2016 01:23",
    "category": "Category 5",
    "subcategory": "Subcategory 17",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "reopen_count": "0",
}


def event(**cells):
    """One row of the other desk's log; only what a test names differs."""
    return [(USUAL | cells).get(column, "?") for column in COLUMNS]


NEW = event()
ACTIVE = event(
    incident_state="Active",
    sys_mod_count="1",
    sys_updated_at="29/2/2016 08:00",
    assigned_to="Resolver 3",
    assignment_group="Group 4",
)
CLOSED = event(
    incident_state="Closed",
    sys_mod_count="2",
    sys_updated_at="5/3/2016 12:00",
    made_sla="false",
    assigned_to="Resolver 3",
    assignment_group="Group 4",
    reopen_count="1",
    resolved_at="1/3/2016 10:00",
    closed_at="5/3/2016 12:00",
)


def text_of(*rows, header=COLUMNS, **dialect):
    file = StringIO()
    csv.writer(file, **dialect).writerows([header, *rows])
    return file.getvalue()


@pytest.fixture
def desk(tmp_path):
    """Writes rows (or bytes) to a file and imports it; says what the command said."""

    def bring_in(*rows, content=None, name="log.csv", options=(), format="servicenow"):
        path = tmp_path / name
        path.write_bytes(content if content is not None else text_of(*rows).encode())
        said = StringIO()
        call_command("import_incidents", str(path), "--format", format, *options, stdout=said)
        return said.getvalue()

    bring_in.rejects = tmp_path / "log.rejects.csv"
    bring_in.folder = tmp_path
    return bring_in


def refused(desk):
    with desk.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def nothing_is_here():
    return not any(
        model.objects.exists() for model in (Incident, IncidentEntry, Person, Category, Asset, School, Trust)
    )


# --- What goes in


def test_the_last_row_in_the_file_says_how_an_incident_stands(desk):
    desk(NEW, ACTIVE, CLOSED)

    incident = Incident.objects.get()
    assert (incident.status, incident.source, incident.source_reference) == (Status.CLOSED, "servicenow", "INC1")
    assert (incident.channel, incident.outcome_met, incident.reopened) == (Channel.IMPORT, False, 1)
    assert (f"{incident.opened_on}", f"{incident.opened_at:%H:%M %Z}") == ("2016-02-29", "01:16 UTC")
    assert (incident.priority, incident.impact, incident.assignee.name) == (3, "department", "Resolver 3")
    assert incident.summary == "Category 5 · Subcategory 17"


def test_rows_of_one_incident_need_not_stand_together(desk):
    desk(NEW, event(number="INC2"), ACTIVE, event(number="INC2", incident_state="Active"), CLOSED)

    assert dict(Incident.objects.values_list("source_reference", "status")) == {"INC1": "closed", "INC2": "in_progress"}
    assert list(Incident.objects.get(source_reference="INC1").entries.values_list("text", flat=True)) == [
        "State New; priority 3 - Moderate.",
        "New → Active; passed to Group 4; assigned to Resolver 3.",
        "Active → Closed.",
    ]


def test_an_event_keeps_what_it_changed_and_who_did_it(desk):
    desk(NEW, event(sys_mod_count="1", sys_updated_by="Updated by 2", subcategory="?"))

    entry = IncidentEntry.objects.last()
    assert entry.data == {"sys_mod_count": "1", "sys_updated_by": "Updated by 2", "subcategory": None}
    assert (entry.kind, entry.move, entry.by.name) == (EntryKind.IMPORTED, MOVE, "Updated by 2")


def test_people_come_without_an_address_and_cannot_sign_in(desk):
    desk(NEW)

    caller = Incident.objects.get().requester
    assert (caller.name, caller.email, caller.is_active, caller.has_usable_password()) == (
        "Caller 7",
        None,
        False,
        False,
    )


def test_things_places_and_categories_are_found_or_made(desk):
    desk(event(cmdb_ci="ci 9", location="Location 3"), event(number="INC2", cmdb_ci="ci 9", location="Location 3"))

    first, second = Incident.objects.select_related("asset", "room", "category__service")
    assert first.asset == second.asset and first.asset.tag == "ci 9"
    assert first.room == second.room and first.room.name == "Location 3"
    assert (first.category.service.name, first.category.is_offered) == ("Imported", False)
    assert first.asset.history.count() == 1


@pytest.mark.parametrize(
    ("word", "status", "reason"),
    [
        ("Awaiting User Info", "waiting", "requester"),
        ("Awaiting Vendor", "waiting", "supplier"),
        ("Awaiting Problem", "waiting", ""),
        ("Resolved", "resolved", ""),
        ("-100", "in_progress", ""),
    ],
)
def test_states_become_ours_and_their_words_are_kept(desk, word, status, reason):
    desk(event(incident_state=word))

    incident = Incident.objects.get()
    assert (incident.status, incident.wait_reason, incident.facts["incident_state"]) == (status, reason, word)


def test_a_date_of_closing_of_a_ticket_that_is_open_is_kept_beside_it(desk):
    desk(event(incident_state="Active", closed_at="5/3/2016 12:00"))

    incident = Incident.objects.get()
    assert (incident.closed_at, incident.facts["closed_at"]) == (None, "5/3/2016 12:00")


def test_dates_are_read_in_the_zone_that_is_named(desk):
    desk(event(opened_at="1/7/2016 00:30"), options=["--zone", "Europe/London"])

    incident = Incident.objects.get()
    assert (f"{incident.opened_on}", f"{incident.opened_at:%d %H:%M}") == ("2016-07-01", "30 23:30")


def test_a_text_that_is_too_long_is_shortened_and_kept_whole(desk):
    long = "Category " + "x" * 300
    said = desk(event(category=long, cmdb_ci="c" * 80), event(number="INC2", category=f"{long}y"))

    first, second = Incident.objects.select_related("category", "asset")
    assert first.facts["category"] == long and len(first.category.name) == 100
    assert first.category != second.category
    assert len(first.asset.tag) == 60 and first.facts["cmdb_ci"] == "c" * 80
    assert "too long" in said


def test_control_characters_are_taken_out_and_counted(desk):
    said = desk(event(subcategory="Sub\x00cat\x07egory"))

    assert Incident.objects.get().facts["subcategory"] == "Subcategory"
    assert "1 rows had control characters" in said


@pytest.mark.parametrize(
    "name", ["a.b", "it's", "50 %", 'say "x"', "2016", "é ü", "a__b", "$[0]", "back\\slash", "x' OR '1'='1"]
)
def test_a_column_with_any_name_can_be_asked_for(desk, name):
    desk(content=text_of([*NEW, "this"], [*event(number="INC2"), "that"], header=[*COLUMNS, name]).encode())

    assert Incident.objects.with_fact(name, "this").get().source_reference == "INC1"


# --- The second time


def test_the_same_file_again_changes_nothing(desk):
    desk(NEW, ACTIVE, CLOSED)
    before = list(Incident.objects.values())

    said = desk(NEW, ACTIVE, CLOSED)

    assert "Incidents: 0 new, 0 with news, 1 already here." in said
    assert IncidentEntry.objects.count() == 3
    assert list(Incident.objects.values()) == before


def test_a_later_longer_export_adds_only_what_is_new(desk):
    desk(NEW, ACTIVE)

    said = desk(NEW, ACTIVE, CLOSED, event(number="INC2"))

    assert "Incidents: 1 new, 1 with news, 0 already here." in said
    assert "Events: 2 new, 2 already here." in said
    incident = Incident.objects.get(source_reference="INC1")
    assert (incident.status, incident.outcome_met, incident.entries.count()) == (Status.CLOSED, False, 3)


def test_an_event_whose_columns_were_filled_in_later_is_still_the_same_event(desk):
    desk(NEW, ACTIVE)
    later = [event(sys_mod_count="0", closed_at="5/3/2016 12:00"), [*ACTIVE[:-1], "5/3/2016 12:00"], CLOSED]

    desk(*later)
    desk(*later)

    assert IncidentEntry.objects.count() == 3
    assert Incident.objects.get().status == Status.CLOSED


def test_an_older_export_does_not_turn_a_ticket_back(desk):
    desk(NEW, ACTIVE, CLOSED)

    desk(NEW, ACTIVE)

    assert Incident.objects.get().status == Status.CLOSED
    assert IncidentEntry.objects.count() == 3


def test_only_the_new_events_may_come_too(desk):
    desk(NEW, ACTIVE)

    desk(CLOSED)

    assert Incident.objects.get().status == Status.CLOSED
    assert IncidentEntry.objects.count() == 3


def test_two_equal_rows_are_two_events(desk):
    desk(NEW, NEW, ACTIVE)
    assert IncidentEntry.objects.count() == 3

    desk(NEW, NEW, ACTIVE)
    assert IncidentEntry.objects.count() == 3

    desk(NEW, NEW, NEW, ACTIVE)
    assert IncidentEntry.objects.count() == 4


def test_a_ticket_worked_on_here_keeps_the_state_it_got_here(desk):
    desk(NEW, ACTIVE)
    incident = Incident.objects.get()
    IncidentEntry.objects.create(incident=incident, at=timezone.now(), kind=EntryKind.NOTE, text="Fetched it.")

    said = desk(NEW, ACTIVE, CLOSED)

    assert Incident.objects.get().status == Status.IN_PROGRESS
    assert incident.entries.count() == 4
    assert "1 were worked on here since" in said


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


# --- Files that are none


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \r\n\r\n", "is empty"),
        (text_of().encode(), "has a header but no rows"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "looks like a PDF document"),
        (b"PK\x03\x04" + bytes(40), "an Excel workbook"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "looks like a web page"),
        (b'[{"number": "INC1"}]', "looks like a JSON document"),
        (bytes(range(256)) * 4, "isn’t text"),
        (gzip.compress(b"%PDF-1.7", mtime=0), "looks like a PDF document"),
        (b"number,incident_state\nINC1,New\n", "has no column “opened_at”, which servicenow needs"),
        (b"number,number\n1,2\n", "more than one column called “number”"),
        (b"\xff\xfen\x00u\x00m\x00", "no column"),
    ],
)
def test_a_file_that_is_no_log_gets_one_sentence_and_leaves_nothing(desk, content, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        desk(content=content)

    assert "\n" not in str(refusal.value)
    assert nothing_is_here()


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_packed_file_cut_in_the_middle_leaves_nothing(desk, keep):
    whole = gzip.compress(text_of(*(event(number=f"INC{n}") for n in range(500))).encode())

    with pytest.raises(CommandError, match="is cut in the middle"):
        desk(content=whole[: int(len(whole) * keep)])

    assert nothing_is_here()


@pytest.mark.parametrize("missing", [30, 60, 100])
def test_a_file_cut_in_the_middle_of_its_last_row_leaves_nothing(desk, missing):
    whole = text_of(NEW, event(number="?"), event(number="INC2")).encode()

    with pytest.raises(CommandError, match="is cut in the middle: its last row, on line 4"):
        desk(content=whole[:-missing])

    assert nothing_is_here()
    assert list(desk.folder.iterdir()) == [desk.folder / "log.csv"]


def test_a_file_cut_inside_a_quoted_text_leaves_nothing(desk):
    whole = text_of(NEW, event(number="INC2", caller_id="Caller\nof many\nlines")).encode()

    with pytest.raises(CommandError, match="is cut in the middle"):
        desk(content=whole[: whole.index(b"many")])

    assert nothing_is_here()


def test_a_complete_last_row_needs_no_line_end(desk):
    desk(content=text_of(NEW, event(number="INC2")).rstrip().encode())

    assert Incident.objects.count() == 2


@pytest.mark.parametrize("missing", [1, 3, 10, 14])
def test_a_last_row_cut_within_its_last_value_is_refused_and_the_others_go_in(desk, missing):
    whole = text_of(CLOSED, [*CLOSED[:-1], "5/3/2016 09:00"], [*CLOSED[:-1], "6/3/2016 12:00"]).rstrip().encode()

    desk(content=whole[:-missing])

    assert [row[:2] for row in refused(desk)] == [["4", "the file ends inside this row, or lacks its last line end"]]
    assert Incident.objects.get().entries.count() == 2


@pytest.mark.parametrize("last", ["?", "5/3/2016 12:01", '"5/3/2016"'])
def test_a_last_value_like_others_or_in_quotes_is_taken_as_whole(desk, last):
    whole = text_of(NEW, CLOSED, event(number="INC2")).rstrip().removesuffix("?")

    desk(content=f"{whole}{last}".encode())

    assert Incident.objects.count() == 2


def test_packed_data_that_end_well_are_whole_whatever_their_last_value(desk):
    content = text_of(CLOSED, [*CLOSED[:-1], "5/3/2016"]).rstrip().encode()

    desk(content=gzip.compress(content), name="log.csv.gz")

    assert Incident.objects.get().entries.count() == 2


def test_a_file_that_is_not_there_gets_a_sentence(desk):
    with pytest.raises(CommandError, match="can’t be read: No such file"):
        call_command("import_incidents", str(desk.folder / "none.csv"), "--format", "servicenow")
    with pytest.raises(CommandError, match="can’t be read: Is a directory"):
        call_command("import_incidents", str(desk.folder), "--format", "servicenow")


# --- Dialects and encodings


@pytest.mark.parametrize(
    ("dialect", "encoding"),
    [
        ({"lineterminator": "\n"}, "utf-8"),
        ({"lineterminator": "\r\n"}, "utf-8-sig"),
        ({"delimiter": ";"}, "cp1252"),
        ({"delimiter": "\t"}, "utf-16"),
        ({"delimiter": "|", "quoting": csv.QUOTE_ALL}, "latin-1"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_usual_dialects_and_encodings_are_found_out(desk, dialect, encoding, packed):
    content = text_of(event(caller_id="Zoë Müller"), event(number="INC2", caller_id="two\nlines, a comma"), **dialect)
    content = content.encode(encoding)

    desk(content=gzip.compress(content) if packed else content)

    assert set(Incident.objects.values_list("requester__name", flat=True)) == {"Zoë Müller", "two\nlines, a comma"}


def test_one_byte_of_an_older_encoding_does_not_spoil_the_others(desk):
    content = text_of(event(caller_id="Zoë"), event(number="INC2", caller_id="Caf\u00e9 \u20ac"))
    content = content.encode().replace("é".encode(), b"\xe9").replace("€".encode(), b"\x80")

    desk(content=content)

    assert set(Incident.objects.values_list("requester__name", flat=True)) == {"Zoë", "Café €"}


def test_blank_lines_and_a_separator_hint_are_passed_over(desk):
    desk(
        content=("sep=;\r\n" + text_of(NEW, [""] * len(COLUMNS), event(number="INC2"), delimiter=";") + "\r\n").encode()
    )

    assert Incident.objects.count() == 2
    assert not desk.rejects.exists()


# --- Schools, and trying it first


def make_school(code):
    trust, _ = Trust.objects.get_or_create(name="Beck Trust")
    return School.objects.create(trust=trust, code=code, name=f"School {code}")


def test_without_a_school_one_is_made_for_the_import(desk):
    desk(NEW)

    assert Incident.objects.get().school.code == "IMPORTED"


def test_the_only_school_is_meant(desk):
    school = make_school("BECK")
    desk(NEW)

    assert Incident.objects.get().school == school


def test_among_several_schools_one_must_be_named(desk):
    make_school("BECK"), make_school("HILL")

    with pytest.raises(CommandError, match="--school with one of BECK, HILL"):
        desk(NEW)
    with pytest.raises(CommandError, match=r"no school with the code “MOOR”\. There are: BECK, HILL"):
        desk(NEW, options=["--school", "MOOR"])
    desk(NEW, options=["--school", "hill"])

    assert Incident.objects.get().school.code == "HILL"


def test_an_empty_code_is_no_school(desk):
    make_school("BECK")

    with pytest.raises(CommandError, match="no school with the code “”"):
        desk(NEW, options=["--school", ""])

    assert not Incident.objects.exists()


def test_two_schools_may_have_the_same_numbers(desk):
    make_school("BECK"), make_school("HILL")

    desk(NEW, options=["--school", "BECK"])
    desk(NEW, options=["--school", "HILL"])

    assert Incident.objects.count() == 2 and Person.objects.filter(source_name="Caller 7").count() == 1


def test_a_dry_run_gives_the_same_report_and_keeps_nothing(desk):
    rows = [NEW, ACTIVE, event(number="?")]

    tried = desk(*rows, options=["--dry-run"])

    assert nothing_is_here() and not desk.rejects.exists()
    real = desk(*rows)
    assert tried.splitlines()[:3] == real.splitlines()[:3]
    assert "A dry run: nothing was written." in tried


def test_a_zone_that_is_none_is_refused(desk):
    with pytest.raises(CommandError, match="“Mars” is no time zone"):
        desk(NEW, options=["--zone", "Mars"])
