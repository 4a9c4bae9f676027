"""The crest of a school: drawn anew, on its papers, for its own people."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from servicedesk.masthead import masthead
from servicedesk.models import Crest
from servicedesk.rasters import Unreadable, drawn_anew
from tests.factories import make_person, make_school
from tests.pictures import png

SEE_THROUGH = png(600, 300, colour=(17, 90, 110, 0))


@pytest.fixture
def school(db):
    return make_school(code="HBS")


@pytest.fixture
def boss(client, school):
    person = make_person("service_level_manager", school)
    client.force_login(person)
    return person


def send(client, school, content):
    return client.post(f"/places/{school.pk}/crest/", {"picture": SimpleUploadedFile("crest.png", content)})


def test_a_crest_is_drawn_anew_so_that_nothing_but_its_pixels_is_kept():
    drawn, width, height = drawn_anew(SEE_THROUGH + b"<script>alert(1)</script>", longest=480)

    assert (width, height) == (480, 240)
    assert drawn.startswith(b"\x89PNG") and b"script" not in drawn


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG and no JPEG"),
        (SEE_THROUGH[:60], "damaged"),
        (png(10, 10), "10 × 10 pixels"),
        (SEE_THROUGH[:16] + b"\0\1\0\0\0\1\0\0" + SEE_THROUGH[24:], "65536 × 65536 pixels"),
        (SEE_THROUGH + b"\0" * 1024 * 1024, "larger than 1 MB"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "does not say how large"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(content, says):
    with pytest.raises(Unreadable, match=says):
        drawn_anew(content, longest=480)


def test_a_crest_is_put_on_the_papers_looked_at_and_taken_off(client, boss, school):
    assert send(client, school, SEE_THROUGH).status_code == 302
    assert bytes(masthead(school)["crest"]).startswith(b"\x89PNG")
    shown = client.get(f"/places/{school.pk}/crest.png")
    assert shown["Content-Type"] == "image/png" and shown.content == bytes(Crest.objects.get().picture)

    client.post(f"/places/{school.pk}/crest/remove/")

    assert not Crest.objects.exists() and masthead(school)["crest"] == []


def test_what_can_t_be_read_is_told_on_the_page_and_changes_nothing(client, boss, school):
    answer = send(client, school, b"no picture")

    assert "no PNG and no JPEG" in answer.content.decode() and not Crest.objects.exists()


def test_a_program_puts_the_same_crest(client, boss, school):
    wanted = {"picture": base64.b64encode(SEE_THROUGH).decode()}

    answer = client.put("/api/v1/schools/HBS/crest/", wanted, content_type="application/json")

    assert answer.status_code == 204
    assert client.get("/api/v1/schools/HBS/crest/").content == bytes(Crest.objects.get().picture)
    wrong = client.put("/api/v1/schools/HBS/crest/", {"picture": "%"}, content_type="application/json")
    assert wrong.status_code == 400 and wrong.json()["error"]["fields"]["picture"] == ["This is no base64."]
