"""Lists of things from other programs: what is new goes in, what is here is known again, and nothing is lost."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import ValidationError

from assets.exports import rows as export_rows
from assets.models import Asset, AssetImport, AssetType
from assets.workflow import importing
from servicedesk.models import Room
from servicedesk.tables import csv_lines
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
HEADER = "Asset Tag,Asset Name,Category,Manufacturer,Model,Serial,Location,Status,Purchase Date,Purchase Cost,Warranty"
SNIPE_IT = f"""{HEADER}
LT-1,Trolley laptop,Laptop,Fellside,F14,SN-1,B12,Ready to Deploy,2024-09-02,"£1,234.50",36 months
LT-2,Trolley laptop,Laptop,Fellside,F14,SN-2,B12,Deployed,2024-09-02,499,36
"""


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="BECK")


@pytest.fixture
def boss(school):
    return make_person("service_level_manager", school, name="Ada Lund")


@pytest.fixture
def bring(school, boss):
    def bring(text, *, columns=None, encoding="utf-8", mapping="", **choices):
        about = {"file_name": "list.csv", "content": text.encode(encoding), "mapping": mapping}
        sent = importing.send_list(school=school, by=boss, at=MONDAY_9AM, **about)
        columns = sent.columns | (columns or {})
        sent = importing.name_columns(sent, by=boss, at=MONDAY_9AM, columns=columns, choices=choices)
        return importing.bring_in(sent, by=boss, at=MONDAY_9AM)

    return bring


def counts(sent):
    return sent.added, sent.changed, sent.same, sent.refused


def reasons(sent):
    return {row.line: row.reason for row in sent.refused_rows.all()}


def test_a_list_of_another_program_goes_in_with_its_sorts_rooms_and_prices(bring, school):
    sent = bring(SNIPE_IT)

    assert counts(sent) == (2, 0, 0, 0)
    laptop = Asset.objects.get(school=school, tag="LT-1")
    assert (laptop.type.name, laptop.room.name, laptop.state) == ("Laptop", "B12", "in_stock")
    assert (str(laptop.cost), laptop.bought_on.isoformat()) == ("1234.50", "2024-09-02")
    assert laptop.warranty_until.isoformat() == "2027-09-02"
    assert Room.objects.filter(school=school, name="B12").count() == 1


def test_the_same_list_again_changes_nothing(bring):
    bring(SNIPE_IT)

    assert counts(bring(SNIPE_IT)) == (0, 0, 2, 0)
    assert Asset.history.count() == 2


def test_a_changed_row_changes_the_thing_and_its_history_says_who_and_when(bring, boss):
    bring(SNIPE_IT)
    sent = bring(SNIPE_IT.replace("SN-2,B12", "SN-2,B13"))

    assert counts(sent) == (0, 1, 1, 0)
    laptop = Asset.objects.get(tag="LT-2")
    assert laptop.room.name == "B13"
    told = laptop.history.first()
    assert (told.history_user, told.history_date, told.room.name) == (boss, MONDAY_9AM, "B13")


def test_of_two_rows_with_one_tag_both_are_named_and_none_goes_in(bring):
    sent = bring("Tag,Name\nP-1,Projector\np-1,Another\nP-2,Screen\n")

    assert counts(sent) == (1, 0, 0, 2)
    assert reasons(sent) == {
        2: "The tag P-1 stands on lines 2, 3: only one of them can be it.",
        3: "The tag p-1 stands on lines 2, 3: only one of them can be it.",
    }
    assert [row.cells for row in sent.refused_rows.all()] == [["P-1", "Projector"], ["p-1", "Another"]]


def test_a_thing_is_known_by_its_serial_number_where_that_is_chosen_and_gets_its_new_tag(bring):
    bring("Tag,Serial number,Name\nOLD-1,SN-9,Laptop\n")
    sent = bring("Tag,Serial number,Name\nNEW-1,sn-9,Laptop\n", match="serial")

    assert counts(sent) == (0, 1, 0, 0)
    assert Asset.objects.get().tag == "NEW-1"


def test_a_row_without_a_tag_is_known_by_its_serial_number(bring):
    bring("Tag,Serial number,Name\nLT-1,SN-9,Laptop\n")

    assert counts(bring("Tag,Serial number,Name\n,SN-9,Best laptop\n")) == (0, 1, 0, 0)
    assert (Asset.objects.get().tag, Asset.objects.get().name) == ("LT-1", "Best laptop")


@pytest.mark.parametrize("serial", ["", "To be filled by O.E.M.", "N/A", "0"])
def test_a_row_that_says_nothing_of_which_thing_it_is_is_refused(bring, serial):
    assert reasons(bring(f"Tag,Serial number,Name\n,{serial},Laptop\n")) == {
        2: "It has neither a tag nor a serial number."
    }


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Cost", "dear", "Cost: “dear” is no amount of money."),
        ("Cost", "-5", "Cost: “-5” is no amount from 0 to 99,999,999."),
        ("Bought on", "soon", "Bought on: “soon” is no date that can be read."),
        ("Name", "x" * 201, "Name: longer than 200 characters."),
        ("School", "MILL", "It belongs to MILL, and this list is brought in for BECK."),
    ],
)
def test_a_row_that_can_t_be_read_is_refused_with_its_line_and_the_reason(bring, column, cell, reason):
    name = "Title" if column == "Name" else "Name"
    sent = bring(f"Tag,{name},{column}\nP-1,Projector,{cell}\nP-2,Screen,\n")

    assert reasons(sent) == {2: reason}
    assert [asset.tag for asset in Asset.objects.all()] == ["P-2"]


def test_an_unknown_room_is_made_or_kept_beside_as_is_chosen(bring, school):
    bring("Tag,Name,Room\nP-1,Projector,Hall\n", make_rooms=False)

    projector = Asset.objects.get()
    assert (projector.room, projector.details) == (None, {"Room": "Hall"})
    assert not Room.objects.filter(school=school).exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_semicolons_and_the_characters_of_older_programs_are_read(bring, encoding):
    bring("Tag;Name;Cost\nP-1;Café “Müller”;1.234,5\n", encoding=encoding)

    assert (Asset.objects.get().name, str(Asset.objects.get().cost)) == ("Café “Müller”", "1234.50")


@pytest.mark.parametrize(("text", "says"), [("Tag,Name\n", "a header but no rows"), ("", "empty"), ("%PDF-1.7", "PDF")])
def test_a_file_without_a_list_is_refused_in_a_sentence(bring, text, says):
    with pytest.raises(ValidationError, match=says):
        bring(text)
    assert not AssetImport.objects.exists()


def test_characters_that_nothing_can_keep_are_taken_out(bring):
    bring(f"Tag,Na\0me,Old\0\nP-1\0,Proj\0ector,\x01{'x' * 200}\n", columns={"name": "Name"})

    assert (Asset.objects.get().tag, Asset.objects.get().name) == ("P-1", "Projector")


def test_a_list_needs_a_column_by_which_things_are_known(bring):
    with pytest.raises(ValidationError, match="known by them"):
        bring("Name,Room\nProjector,B12\n")


def test_what_has_no_column_here_is_kept_as_a_detail_and_questions_of_its_sort_are_answered(bring):
    questions = [{"key": "ram", "name": "Memory (GB)", "kind": "number", "choices": []}]
    AssetType.objects.create(name="Laptop", questions=questions)
    sent = bring("Tag,Name,Sort,Memory (GB),Old number\nL-1,One,Laptop,8,77\nL-2,Two,laptop,plenty,78\n")

    assert Asset.objects.get().details == {"ram": 8, "Old number": "77"}
    assert reasons(sent) == {3: "Memory (GB): “plenty” doesn’t fit. Write a number."}


def test_what_is_lent_or_disposed_of_here_stays_so_whatever_a_list_says(bring, school):
    kind = AssetType.objects.create(name="Laptop")
    for tag, state in (("L-1", "on_loan"), ("L-2", "disposed"), ("L-3", "in_use")):
        Asset.objects.create(school=school, tag=tag, name="Laptop", type=kind, state=state)
    bring("Tag,State\nL-1,In use\nL-2,In use\nL-3,Disposed of\nL-4,On loan\n")

    assert dict(Asset.objects.values_list("tag", "state")) == {
        "L-1": "on_loan",
        "L-2": "disposed",
        "L-3": "in_use",
        "L-4": "in_use",
    }


def test_our_own_export_comes_back_unchanged(bring, school, boss):
    questions = [
        {"key": "ram", "name": "Memory", "kind": "number", "choices": []},
        {"key": "touch", "name": "Touch", "kind": "yes_no", "choices": []},
    ]
    kind = AssetType.objects.create(name="Laptop", questions=questions)
    room = Room.objects.create(school=school, name="B12")
    facts = {
        "cost": "12.30",
        "bought_on": "2025-01-02",
        "warranty_until": "2028-01-02",
    }
    places = {"custodian": boss, "room": room}
    details = {"ram": 8, "touch": True, "agent": {"cpu": ["a", "b"]}, "sum": "=1+1"}
    Asset.objects.create(
        school=school,
        tag="L-1",
        type=kind,
        name="=SUM(A1)",
        notes="a\r\nb  c ",
        details=details,
        **facts,
        **places,
    )
    Asset.objects.create(school=school, tag="L-2", type=kind, name="-1", state="on_loan", serial="+44", make="'x")
    text = "".join(csv_lines(export_rows(Asset.objects.select_related("type"))))

    assert counts(bring(text)) == (0, 0, 2, 0)
    assert len(list(csv.reader(StringIO(text)))) == 3


def test_an_export_brought_in_elsewhere_makes_the_same_things(bring, school):
    kind = AssetType.objects.create(name="Laptop")
    mill = make_school("Mill Lane", code="MILL")
    Asset.objects.create(school=mill, tag="L-1", type=kind, name="=SUM(A1)", notes="a\nb", details={"agent": "x"})
    text = "".join(csv_lines(export_rows(Asset.objects.all()))).replace("MILL", "BECK")
    bring(text)

    found = Asset.objects.get(school=school)
    assert (found.name, found.notes, found.details) == ("=SUM(A1)", "a\nb", {"agent": "x"})


def test_a_list_that_was_cut_short_goes_on_with_the_next_sweep(school, boss, monkeypatch):
    monkeypatch.setattr("servicedesk.imports.acts.AT_ONCE", 2)
    text = "Tag,Name\n" + "".join(f"P-{number},Projector\n" for number in range(5))
    sent = importing.send_list(school=school, by=boss, at=MONDAY_9AM, file_name="a.csv", content=text.encode())
    sent = importing.start(sent, by=boss, at=MONDAY_9AM)
    next(importing.going_on(sent, at=MONDAY_9AM))
    assert (Asset.objects.count(), AssetImport.objects.get().done) == (2, 2)

    assert importing.go_on(at=MONDAY_9AM) == 3
    assert importing.go_on(at=MONDAY_9AM) == 0
    done = AssetImport.objects.get()
    assert (done.state, done.added, Asset.objects.count(), bytes(done.content)) == ("done", 5, 5, b"")
