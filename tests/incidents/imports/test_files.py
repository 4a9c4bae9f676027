"""Files of other shapes, cut files, dialects and encodings; schools, and trying it first."""

import csv
import gzip

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident
from servicedesk.models import Person, School, Trust
from tests.incidents.imports.log import ACTIVE, CLOSED, COLUMNS, NEW, event, nothing_is_here, refused, text_of

pytestmark = pytest.mark.django_db


# --- Files that are none


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \r\n\r\n", "is empty"),
        (text_of().encode(), "has a header but no rows"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "looks like a PDF document"),
        (b"PK\x03\x04" + bytes(40), "can’t be read as a spreadsheet"),
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
