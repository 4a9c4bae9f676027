"""A file of a whole trust names the school of each row; it is for who may bring records into all of them."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from assets.models import Asset, AssetType
from changes.models import Change, ChangeImport, ChangeIncident
from changes.workflow import importing
from servicedesk.errors import NotYours
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
HEADER = "Number,School,Title,Made at,Assets,Caused"
BECK_ROW = "C1,beck,New switch,2026-09-01 18:30,SW-1,I1"
MILL_ROW = "C2,Mill Lane,New printer,2026-09-02 18:30,SW-1,I2"


@pytest.fixture
def beck():
    return make_school("Harrow Beck", code="BECK")


@pytest.fixture
def mill(beck):
    return make_school("Mill Lane", code="MILL", trust=beck.trust)


@pytest.fixture
def boss(beck, mill):
    """Who may bring records into both."""
    person = make_person("service_level_manager", beck, name="Ada Lund")
    person.memberships.create(role="service_level_manager", school=mill)
    return person


@pytest.fixture
def old(beck, mill):
    """A switch of the same tag at each school, and an incident of each."""
    kind = AssetType.objects.create(name="Switch")
    for school, number in ((beck, "I1"), (mill, "I2")):
        Asset.objects.create(school=school, tag="SW-1", name="Switch", type=kind)
        make_incident(school, source="old", source_reference=number)


def send(by, *lines, school=None, mapping=""):
    content = "\n".join([*lines, ""]).encode()
    sent = importing.send_list(school=school, by=by, at=MONDAY_9AM, file_name="a.csv", content=content, mapping=mapping)
    return importing.name_columns(sent, by=by, at=MONDAY_9AM, columns=sent.columns, choices={})


def reasons(sent):
    return {row.line: row.reason for row in sent.refused_rows.all()}


def test_each_row_goes_to_the_school_that_it_names_by_code_or_name(boss, old, beck, mill):
    sent = importing.bring_in(send(boss, HEADER, BECK_ROW, MILL_ROW), by=boss, at=MONDAY_9AM)

    assert (sent.added, sent.refused, {*sent.schools.all()}) == (2, 0, {beck, mill})
    for key, school in (("C1", beck), ("C2", mill)):
        change = Change.objects.get(source_key=key)
        assert change.school == school
        assert change.assets.get().school == school
        assert ChangeIncident.objects.get(change=change).incident.school == school


def test_the_same_file_of_several_schools_again_changes_nothing(boss, old):
    importing.bring_in(send(boss, HEADER, BECK_ROW, MILL_ROW), by=boss, at=MONDAY_9AM)
    sent = importing.bring_in(send(boss, HEADER, BECK_ROW, MILL_ROW), by=boss, at=MONDAY_9AM)

    assert (sent.added, sent.changed, sent.same) == (0, 0, 2)


def test_a_file_of_incidents_names_schools_too(boss, old, beck, mill):
    columns = "number,Site,caused_by"
    content = f"{columns}\nI1,BECK,CHG1\nI2,MILL,CHG2\n".encode()
    about = {"file_name": "a.csv", "content": content, "mapping": "servicenow-incidents"}
    sent = importing.send_list(school=None, by=boss, at=MONDAY_9AM, **about)
    told = {"columns": sent.columns | {"school": "Site"}, "choices": {}}
    sent = importing.name_columns(sent, by=boss, at=MONDAY_9AM, **told)
    importing.bring_in(sent, by=boss, at=MONDAY_9AM)

    assert {change.source_key: change.school for change in Change.objects.all()} == {"CHG1": beck, "CHG2": mill}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (BECK_ROW.replace("beck", "Nowhere"), "Nowhere is no school into which Ada Lund can bring records."),
        (BECK_ROW.replace("beck", "FAR"), "FAR is no school into which Ada Lund can bring records."),
        (BECK_ROW.replace("beck", ""), "School: it names no school."),
        (BECK_ROW.replace("I1", "I2"), "The incident I2 isn’t here: bring in the incidents of changes first."),
    ],
)
def test_a_row_of_an_unknown_or_forbidden_school_is_refused_and_the_rest_goes_in(boss, old, row, reason):
    make_school("Far Field", code="FAR")
    sent = importing.bring_in(send(boss, HEADER, row, MILL_ROW), by=boss, at=MONDAY_9AM)

    assert reasons(sent) == {2: reason}
    assert sent.refused_rows.get().cells == row.split(",")
    assert Change.objects.get().source_key == "C2"


def test_a_school_that_is_known_by_another_name_there_can_be_told_in_a_mapping(old, beck, tmp_path, capsys):
    (tmp_path / "m.toml").write_text(
        'name = "old"\ndates = ["%d~%m~%Y"]\n[columns]\nnumber = "Nr"\nschool = "Site"\nmade_at = "Day"\n'
        '[values.school]\n"main building" = "BECK"\n'
    )
    (tmp_path / "a.csv").write_text("Nr,Site,Day\n1,Main Building,03~04~2026\n2,Annexe,03~04~2026\n")
    call_command("import_changes", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "m.toml"))

    change = Change.objects.get()
    assert (change.school, change.source, f"{change.made_on}") == (beck, "old", "2026-04-03")
    assert "There is no school with the code or name Annexe." in capsys.readouterr().out


def test_a_row_of_another_school_than_that_of_its_file_is_refused(boss, old, beck):
    sent = importing.bring_in(send(boss, HEADER, BECK_ROW, MILL_ROW, school=beck), by=boss, at=MONDAY_9AM)

    assert reasons(sent) == {3: "It belongs to Mill Lane, and this file is brought in for BECK."}


def test_a_file_of_several_schools_needs_a_column_that_says_which(boss):
    with pytest.raises(ValidationError, match="of which school a row is"):
        send(boss, "Number,Title", "C1,a")


def test_who_lacks_the_right_at_one_of_the_schools_neither_sees_nor_runs_the_file(boss, old, beck):
    sent = send(boss, HEADER, BECK_ROW, MILL_ROW)
    other = make_person("service_level_manager", beck)
    both_only = send(boss, HEADER, BECK_ROW)

    assert [*ChangeImport.objects.visible_to(other)] == [both_only]
    with pytest.raises(NotYours):
        importing.bring_in(sent, by=other, at=MONDAY_9AM)
    assert not Change.objects.exists()


def test_rows_of_a_forbidden_school_are_shown_to_nobody_but_who_sent_them(boss, old, beck):
    sender = make_person("service_level_manager", beck)
    sent = send(sender, HEADER, BECK_ROW, MILL_ROW)
    colleague = make_person("service_level_manager", beck)
    everywhere = make_person("service_level_manager", everywhere=True)

    seeing = [person for person in (sender, colleague, boss, everywhere) if sent in _seen_by(person)]
    assert seeing == [sender, everywhere]


def test_who_lost_the_right_at_a_school_sees_a_file_of_it_no_more_even_their_own(boss, old, mill):
    sent = send(boss, HEADER, BECK_ROW, MILL_ROW)
    boss.memberships.filter(school=mill).delete()
    boss.forget_hats()

    assert sent not in _seen_by(boss)


def _seen_by(person):
    return ChangeImport.objects.visible_to(person)


def test_a_requester_sees_no_file(boss, old, beck):
    send(boss, HEADER, BECK_ROW)

    assert not _seen_by(make_person("requester", beck)).exists()


def test_a_file_of_several_schools_is_sent_on_the_page(client, boss, old):
    client.force_login(boss)
    assert "Several schools" in client.get(reverse("changes:imports")).content.decode()
    file = StringIO("\n".join([HEADER, BECK_ROW, MILL_ROW, ""]))
    file.name = "trust.csv"
    client.post(reverse("changes:imports"), {"school": "", "file": file})
    sent = ChangeImport.objects.get()
    look = client.post(reverse("changes:import-columns", args=[sent.pk]), sent.columns, follow=True)

    assert look.context["look"].counts["new"] == 2
    assert "For Harrow Beck, Mill Lane." in look.content.decode()


def test_a_list_of_assets_is_always_of_one_school(client, boss):
    client.force_login(boss)

    assert "Several schools" not in client.get(reverse("assets:imports")).content.decode()
