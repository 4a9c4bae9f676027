"""Labels: sheets as shops sell them, from the first free label on, each with a code that leads to its thing."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from assets.labels import MOST
from assets.sheets import A4, AT_ONCE, SHEETS
from assets.tag_addresses import path_of_room, path_of_thing, tag_of
from servicedesk.codes import code_of
from servicedesk.models import Building, Room
from tests.assets.test_asset_pages import make_asset
from tests.factories import make_person, make_school


@pytest.mark.pure
@pytest.mark.parametrize("sheet", SHEETS.values(), ids=str)
def test_every_label_lies_on_the_sheet(sheet):
    corners = [sheet.corner(place) for place in range(sheet.holds)]

    assert sheet.holds == int(sheet.key) == len(set(corners))
    assert all(x > 3 and x + sheet.width < A4[0] - 3 for x, _ in corners)
    assert all(y > 3 and y + sheet.height < A4[1] - 3 for _, y in corners)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("count", "start", "sheets", "last"),
    [(21, 1, 1, (0, 20)), (21, 2, 2, (1, 0)), (1, 21, 1, (0, 20)), (44, 20, 3, (2, 20)), (0, 5, 0, None)],
)
def test_a_half_used_sheet_is_used_up(count, start, sheets, last):
    sheet = SHEETS["21"]
    places = list(sheet.places(count, start))

    assert sheet.sheets(count, start) == sheets
    assert (places[-1] if places else None) == last


@pytest.mark.pure
def test_a_code_is_drawn_from_runs_that_lie_within_it_and_never_touch():
    size, runs = code_of("https://desk.school.example/t/HBS/PRJ-0212/")
    dark = {(x + step, y) for x, y, length in runs for step in range(length)}

    assert len(dark) == sum(length for *_, length in runs)
    assert {(x, 0) for x in range(7)} <= dark and (7, 0) not in dark  # the eye in its corner
    assert all(0 <= x < size and 0 <= y < size for x, y in dark)


ODD = ["PRJ-0212", "A/1", "a b", "50%", "#3?x=1&y", "..", ".", "Ä-1", "a+b", "1//2", "x\\y"]


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ODD)
def test_the_address_on_a_label_survives_whatever_stands_in_a_tag(client, tag):
    school = make_school(code="HBS")
    asset = make_asset(school, tag)
    client.force_login(make_person("technician", school))
    address = path_of_thing("HBS", tag)

    assert client.get(address).url == asset.get_absolute_url()
    assert tag_of(f"https://desk.school.example{address}") == ("HBS", tag)


@pytest.mark.pure
@pytest.mark.parametrize("words", ["PRJ-1", " prj-1 ", "http://[", "a:b", "ftp://x/t/HBS/A/", "https://other.example/"])
def test_what_is_no_address_of_a_label_is_a_tag(words):
    assert tag_of(words) == ("", words.strip())


@pytest.fixture
def school(db):
    return make_school("Harrow Beck School", code="HBS")


@pytest.fixture
def priya(client, school):
    client.force_login(make_person("technician", school))
    return client


def words_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def test_labels_of_what_is_ticked_or_of_a_whole_room(priya, school):
    hall = Room.objects.create(school=school, name="Hall")
    one, two = make_asset(school, "PRJ-1", room=hall), make_asset(school, "PRJ-2", room=hall, name="Beamer 漢 😀")
    make_asset(school, "LT-9")

    (ticked,) = words_of(priya.get("/assets/labels/sheet/", {"id": one.pk}))
    assert "PRJ-1" in ticked and "Harrow Beck School" in ticked and "PRJ-2" not in ticked
    (room,) = words_of(priya.get("/api/v1/labels/", {"room": hall.pk, "sheet": "65"}))
    assert two.tag in room and "Beamer ? ?" in room and "LT-9" not in room


def test_labels_for_doors_begin_at_the_first_free_place(priya, school):
    block = Building.objects.create(school=school, name="Block B")
    for number in range(2):
        Room.objects.create(school=school, name=f"B{number}", building=block)

    pages = words_of(priya.get("/assets/labels/sheet/", {"what": "rooms", "sheet": "8", "start": "8"}))

    assert ["B0" in pages[0], "B1" in pages[1], len(pages)] == [True, True, 2]


def test_how_many_sheets_is_said_before_anything_is_printed(priya, school, django_assert_max_num_queries):
    for number in range(25):
        make_asset(school, f"LT-{number:02}")

    with django_assert_max_num_queries(16):
        page = priya.get("/assets/labels/", {"sheet": "24", "start": "3"})

    assert "25 labels on 2 sheets." in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start": "22"}, "This sheet has 21 labels."),
        ({"start": "0"}, "greater than or equal to 1"),
        ({"start": "9" * 30}, "less than or equal to 65"),
        ({"sheet": "99"}, "Select a valid choice"),
        ({"q": "no such"}, "Nothing fits this"),
        ({"id": "x\0"}, ""),
    ],
)
def test_what_can_not_be_printed_is_said_in_a_sentence(priya, school, asked, said):
    make_asset(school)

    page, called = priya.get("/assets/labels/sheet/", asked), priya.get("/api/v1/labels/", asked)

    assert page.status_code == called.status_code == (400 if said else 200)
    assert said in page.content.decode(errors="replace") and said in called.content.decode(errors="replace")


def test_too_many_labels_at_once_are_refused(priya, school, monkeypatch):
    monkeypatch.setattr("assets.forms.labels.MOST", 1)
    make_asset(school), make_asset(school, "LT-2")

    assert MOST > 1
    assert "at most 1:" in priya.get("/assets/labels/sheet/").content.decode()


@pytest.mark.pure
@pytest.mark.parametrize("sheet", SHEETS.values(), ids=str)
@pytest.mark.parametrize("start", [1, 2, 8])
def test_many_labels_are_files_of_whole_sheets_that_leave_none_out(sheet, start):
    parts = sheet.parts(2000, start)

    assert [part.begins for part in parts] == [0, *(part.ends for part in parts[:-1])]
    assert parts[-1].ends == 2000 and parts[-1].last == sheet.sheets(2000, start)
    assert all((part.ends + start - 1) % sheet.holds == 0 for part in parts[:-1])
    assert all(0 < part.ends - part.begins <= AT_ONCE for part in parts)


def test_of_many_labels_one_file_is_asked_for_at_a_time(priya, school, monkeypatch):
    monkeypatch.setattr("assets.sheets.AT_ONCE", 8)
    for number in range(10):
        make_asset(school, f"LT-{number}")
    asked = {"sheet": "8", "start": "3"}

    page = priya.get("/assets/labels/", asked).content.decode()
    assert "That is 2 files" in page and "Sheets 2 to 2" in page
    assert "ask for part 1 to 2" in priya.get("/assets/labels/sheet/", asked).content.decode()
    assert "ask for part 1 to 2" in priya.get("/api/v1/labels/", asked).content.decode()
    assert "There is no part 3" in priya.get("/api/v1/labels/", asked | {"part": 3}).content.decode()
    (first,) = words_of(priya.get("/assets/labels/sheet/", asked | {"part": 1}))
    (second,) = words_of(priya.get("/api/v1/labels/", asked | {"part": 2}))
    assert ["LT-5" in first, "LT-6" in first, "LT-5" in second, "LT-9" in second] == [True, False, False, True]


def test_a_stranger_signs_in_first_and_then_goes_on(client, school):
    make_asset(school, "A/1")
    teacher = make_person("requester", school, password="a long enough password", email="moss@school.example")

    asked = client.get(path_of_thing("HBS", "A/1"))
    signed_in = client.post(asked.url, {"login": teacher.email, "password": "a long enough password"})

    assert signed_in.url == path_of_thing("HBS", "A/1")


def test_a_teacher_comes_to_the_report_page_with_place_and_thing(client, school):
    make_asset(school, "PRJ-1")
    other = make_school("Mill Lane", code="MLP")
    hall = Room.objects.create(school=other, name="Hall")
    asset = make_asset(other, "PRJ-1", room=hall)
    teacher = make_person("requester", school)
    teacher.memberships.create(role="requester", school=other)
    client.force_login(teacher)

    thing = client.get(path_of_thing("MLP", "prj-1"), follow=True)
    door = client.get(path_of_room("MLP", hall.pk), follow=True)

    assert (thing.context["where"].asset, thing.context["where"].room) == (asset, hall)
    assert (door.context["where"].asset, door.context["where"].room) == (None, hall)


@pytest.mark.parametrize("role", ["requester", "technician"])
def test_a_label_of_another_school_leads_nowhere(client, school, role):
    make_asset(school, "PRJ-1")
    client.force_login(make_person(role, make_school("Mill Lane")))

    assert client.get(path_of_thing("HBS", "PRJ-1")).status_code == 404


def test_an_unknown_tag_can_be_added_by_who_may(client, school):
    client.force_login(make_person("technician", school))
    told = client.get("/t/HBS/NEW-1/")
    client.force_login(make_person("requester", school))

    assert told.status_code == 404 and f"/assets/add/{school.pk}/?tag=NEW-1" in told.content.decode()
    assert client.get("/t/HBS/NEW-1/").status_code == 404


def test_the_form_to_add_it_knows_the_tag_and_the_room(client, school):
    hall = Room.objects.create(school=school, name="Hall")
    client.force_login(make_person("technician", school))

    page = client.get(f"/assets/add/{school.pk}/", {"tag": "NEW-1", "room": hall.pk}).content.decode()

    assert 'value="NEW-1"' in page and f'<option value="{hall.pk}" selected' in page
    assert client.get(f"/assets/add/{school.pk}/", {"tag": "\0", "room": "9" * 40}).status_code == 200


def test_an_old_label_still_leads_to_its_thing_until_another_has_the_tag(priya, school):
    asset = make_asset(school, "OLD-1")
    asset.tag = "NEW-1"
    asset.save()

    assert priya.get("/t/HBS/OLD-1/").url == asset.get_absolute_url()
    other = make_asset(school, "OLD-1")
    assert priya.get("/t/HBS/OLD-1/").url == other.get_absolute_url()


@pytest.mark.parametrize("room", ["x", "9" * 40, "\0", ""])
def test_a_room_that_is_none_leads_to_no_walk(priya, school, room):
    make_asset(school)

    assert priya.get("/assets/", {"room": room}).status_code == 200
