"""Bringing a list in on the pages: send it, name its columns, look, bring it in, fetch what could not go in."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from assets.models import Asset, AssetImport, AssetType
from assets.workflow import importing
from servicedesk.imports.acts import KEPT
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
TEXT = "Tag,Name,Cost,Old number\nP-1,Projector,12,7\nP-2,Screen,dear,8\n"


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="BECK")


@pytest.fixture
def boss(client, school):
    person = make_person("service_level_manager", school, name="Ada Lund")
    client.force_login(person)
    return person


def send(client, school, text=TEXT):
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(reverse("assets:imports"), {"school": school.pk, "file": file, "mapping": ""})


def answers(sent, **others):
    return sent.columns | {"match": "tag", "make_rooms": "yes", "keep_rest": "on"} | others


def test_a_list_is_sent_looked_at_and_brought_in(client, boss, school):
    assert send(client, school).status_code == 302
    sent = AssetImport.objects.get()
    look = client.post(reverse("assets:import-columns", args=[sent.pk]), answers(sent), follow=True)

    assert look.context["look"].counts == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert not Asset.objects.exists()
    done = client.post(reverse("assets:import-bring-in", args=[sent.pk]), follow=True)
    assert "1 new, 0 changed, 0 as they were, 1 refused" in done.content.decode()
    assert Asset.objects.get().history.get().history_user == boss


def test_a_spreadsheet_goes_the_same_way(client, boss, school):
    book, content = Workbook(), BytesIO()
    for row in (["Tag", "Name", "Bought on", "Cost"], ["P-1", "Projector", date(2024, 9, 2), 1234.5]):
        book.active.append(row)
    book.save(content)
    file = SimpleUploadedFile("list.xlsx", content.getvalue())
    client.post(reverse("assets:imports"), {"school": school.pk, "file": file, "mapping": ""})
    client.post(reverse("assets:import-bring-in", args=[AssetImport.objects.get().pk]))

    projector = Asset.objects.get()
    assert (projector.tag, projector.bought_on, projector.cost) == ("P-1", date(2024, 9, 2), Decimal("1234.50"))


def test_refused_rows_are_a_file_with_their_line_and_reason(client, boss, school):
    send(client, school)
    sent = AssetImport.objects.get()
    client.post(reverse("assets:import-bring-in", args=[sent.pk]))
    answer = client.get(reverse("assets:import-refused", args=[sent.pk]))

    assert b"".join(answer).decode().splitlines() == [
        "line,reason,Tag,Name,Cost,Old number",
        "3,Cost: “dear” is no amount of money.,P-2,Screen,dear,8",
    ]


def test_what_would_change_is_shown_field_by_field(client, boss, school):
    kind = AssetType.objects.create(name="Projector")
    Asset.objects.create(school=school, tag="P-1", name="Old name", type=kind)
    send(client, school, "Tag,Name\nP-1,New name\n")
    page = client.get(AssetImport.objects.get().get_absolute_url()).content.decode()

    assert "Name: <s>Old name</s> New name" in page


def test_a_wrong_choice_of_columns_is_said_at_the_field_and_nothing_is_lost(client, boss, school):
    send(client, school)
    sent = AssetImport.objects.get()
    page = client.post(reverse("assets:import-columns", args=[sent.pk]), answers(sent, tag="", serial=""))
    assert page.context["form"].errors["tag"]
    page = client.post(reverse("assets:import-columns", args=[sent.pk]), answers(sent, name="Tag"))
    assert page.context["form"].errors["name"] == ["“Tag” is named twice."]


def test_a_file_that_is_none_is_refused_beside_its_field(client, boss, school):
    page = send(client, school, "%PDF-1.7 not a list")

    assert "PDF document" in page.context["form"].errors["file"][0]
    assert not AssetImport.objects.exists()


def test_what_is_thrown_away_leaves_nothing(client, boss, school):
    send(client, school)
    client.post(reverse("assets:import-throw-away", args=[AssetImport.objects.get().pk]))

    assert not AssetImport.objects.exists() and not Asset.objects.exists()


def test_a_list_is_brought_in_once_however_often_the_button_is_pressed(client, boss, school):
    send(client, school)
    sent = AssetImport.objects.get()
    first, second = (client.post(reverse("assets:import-bring-in", args=[sent.pk])) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert Asset.objects.count() == 1


def test_the_lists_of_another_school_are_not_there(client, boss):
    mill = make_school("Mill Lane", code="MILL")
    other = importing.send_list(school=mill, by=None, at=MONDAY_9AM, file_name="a.csv", content=TEXT.encode())

    assert client.get(other.get_absolute_url()).status_code == 404
    assert "a.csv" not in client.get(reverse("assets:imports")).content.decode()
    assert "school" in send(client, mill).context["form"].errors


def test_the_page_of_lists_asks_no_more_the_more_there_are(client, boss, school, django_assert_num_queries):
    send(client, school)
    client.get(reverse("assets:imports"))
    with django_assert_num_queries(7):
        client.get(reverse("assets:imports"))
    for _ in range(3):
        send(client, school)
    with django_assert_num_queries(7):
        client.get(reverse("assets:imports"))


def test_what_was_only_looked_at_is_forgotten_after_two_days(school):
    importing.send_list(school=school, by=None, at=MONDAY_9AM, file_name="a.csv", content=TEXT.encode())

    assert importing.forget_unused(at=MONDAY_9AM + KEPT) == 0
    assert importing.forget_unused(at=MONDAY_9AM + 2 * KEPT) == 1


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(TEXT)
    return path


def test_the_command_brings_a_list_in_and_puts_refused_rows_beside_it(school, file, capsys):
    call_command("import_assets", str(file), "--school", "beck")

    assert "Read 2 rows: 1 new, 0 changed, 0 as they were." in capsys.readouterr().out
    assert "dear" in file.with_name("list.rejects.csv").read_text()
    assert Asset.objects.get().tag == "P-1"


def test_a_dry_run_says_the_same_and_keeps_nothing(school, file, capsys):
    call_command("import_assets", str(file), "--school", "BECK", "--dry-run")

    assert "Read 2 rows: 1 new" in capsys.readouterr().out
    assert not Asset.objects.exists() and not AssetImport.objects.exists()
    assert not file.with_name("list.rejects.csv").exists()


@pytest.mark.parametrize(
    ("more", "says"), [(["--school", "NONE"], "NONE"), (["--school", "BECK", "--mapping", "nobody"], "no mapping")]
)
def test_the_command_says_what_is_wrong_with_what_it_was_told(school, file, more, says):
    with pytest.raises(CommandError, match=says):
        call_command("import_assets", str(file), *more)
