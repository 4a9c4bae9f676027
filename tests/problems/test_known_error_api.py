"""The register for programs: the same entries, rules and rights as on the pages."""

import json

import pytest

from assets.models import Asset, AssetType
from problems.models import KnownErrorUse
from tests.factories import MONDAY_9AM, make_category, make_incident, make_known_error, make_person, make_school

pytestmark = pytest.mark.django_db
HERE = "/api/v1/known-errors/"
WORDS = {"title": "Picture goes", "symptoms": "no picture", "workaround": "Turn it off.\nTurn it on."}


@pytest.fixture
def tom(client, people):
    client.force_login(people.tom)
    return client


def post(client, path, **said):
    answer = client.post(f"{HERE}{path}", json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def suggested(client, **asked):
    return [row["id"] for row in client.get(f"{HERE}suggest/", asked).json()]


def test_an_entry_lives_as_on_the_pages(client, people, school):
    client.force_login(people.martin)
    status, made = post(client, "", school=school.code, categories=[make_category().pk], **WORDS)
    assert (status, made["status"], made["steps"]) == (201, "technicians", ["Turn it off.", "Turn it on."])

    calls = [
        ("change", {"title": "Picture turns pink"}, "technicians"),
        ("publish", {}, "everyone"),
        ("use", {"helped": True, "school": school.code, "lesson_saved": True}, "everyone"),
        ("narrow", {}, "technicians"),
        ("review", {"review_on": "2036-01-01"}, "technicians"),
        ("retire", {"reason": "New projectors."}, "retired"),
        ("bring_back", {}, "technicians"),
    ]
    for name, said, then in calls:
        status, answer = post(client, f"{made['id']}/{name}/", **said)
        assert (status, answer.get("status")) == (200, then), (name, answer)

    read = client.get(f"{HERE}{made['id']}/").json()
    assert read["title"] == "Picture turns pink" and read["symptoms"] == WORDS["symptoms"]
    assert (read["desk"]["tried"], read["desk"]["helped"], read["desk"]["lessons_saved"]) == (1, 1, 1)
    assert [(month["tried"], month["helped"]) for month in read["months"]] == [(1, 1)]


def test_everyone_reads_what_is_published_and_nothing_of_the_desk(client, people, school):
    published = make_known_error(school, audience="everyone", root_cause="The cleaner unplugs it")
    make_known_error(school)
    make_known_error(school, audience="everyone", retired_at=MONDAY_9AM)
    make_known_error(make_school(), audience="everyone")
    client.force_login(people.rachel)

    rows = client.get(HERE).json()["results"]
    read = client.get(f"{HERE}{published.pk}/").json()

    assert [row["id"] for row in rows] == [published.pk]
    assert rows[0]["desk"] is None and read["desk"] is None and read["months"] == []
    assert "cleaner" not in json.dumps([*rows, read])


def test_what_fits_is_suggested_the_best_first(tom, people, school):
    sort = AssetType.objects.create(name="Projector")
    thing = Asset.objects.create(school=school, tag="P-1", name="Projector", type=sort)
    broad, close = make_known_error(school), make_known_error(school)
    for each in (broad, close):
        each.categories.add(make_category())
    close.asset_types.add(sort)
    make_known_error(make_school()).categories.add(make_category())

    assert suggested(tom, category=make_category().pk, asset=thing.tag) == [close.pk, broad.pk]
    assert suggested(tom, words="no picture at all") == [broad.pk, close.pk]
    assert suggested(tom, words="the printer is out of toner") == suggested(tom) == []


def test_a_teacher_is_suggested_what_is_published(client, people, school):
    published, kept = make_known_error(school, audience="everyone"), make_known_error(school)
    for each in (published, kept):
        each.categories.add(make_category())
    client.force_login(people.rachel)

    assert suggested(client, category=make_category().pk, school=school.code) == [published.pk]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"school": "NONE"}, "school"),
        ({"category": "999999"}, "category"),
        ({"category": "²"}, "category"),
        ({"asset": "P-99"}, "asset"),
        ({"room": "1"}, "room"),
    ],
    ids=str,
)
def test_what_can_not_be_asked_is_named(tom, asked, field):
    answer = tom.get(f"{HERE}suggest/", asked)

    assert answer.status_code == 400 and field in answer.json()["error"]["fields"]


def test_whoever_reports_for_several_schools_says_at_which(client, school):
    person = make_person("requester", school)
    person.memberships.create(role="requester", school=make_school())
    client.force_login(person)

    assert "school" in client.get(f"{HERE}suggest/").json()["error"]["fields"]


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        ("use", {"helped": True}, "school"),
        ("use", {"helped": "perhaps", "school": "x"}, "helped"),
        ("use", {"helped": True, "incident": 999999}, "incident"),
        ("change", {"title": " "}, "title"),
        ("change", {"audience": "everyone"}, "audience"),
        ("change", {"categories": [999999]}, "categories"),
        ("review", {"review_on": "2001-01-01"}, "review_on"),
        ("retire", {"reason": ""}, "reason"),
    ],
    ids=str,
)
def test_what_can_not_be_taken_is_named(tom, school, name, said, field):
    status, answer = post(tom, f"{make_known_error(school).pk}/{name}/", **said)

    assert status == 400 and field in answer["error"]["fields"]


def test_a_move_at_the_wrong_time_is_a_conflict(tom, school):
    status, answer = post(tom, f"{make_known_error(school, retired_at=MONDAY_9AM).pk}/retire/", reason="Again.")

    assert (status, answer["error"]["code"]) == (409, "conflict")


def test_on_a_record_a_try_counts_once(tom, school):
    known, fault = make_known_error(school), make_incident(school)
    for helped in (True, False):
        assert post(tom, f"{known.pk}/use/", incident=fault.pk, helped=helped)[0] == 200

    assert not KnownErrorUse.objects.get().helped
