"""Sorts of things: named for the whole trust, with a planned life and questions; answers outlive their questions."""

import pytest

from assets import workflow
from assets.models import Asset, AssetType
from servicedesk.errors import NotYours
from tests.assets.test_asset_pages import make_asset
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def person(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def priya(client, person):
    client.force_login(person)
    return client


def lines(*questions, **sort):
    """What the page of a sort sends."""
    sent = {"name": "Projector", "lifetime_years": ""} | sort
    sent |= {"asked-TOTAL_FORMS": len(questions), "asked-INITIAL_FORMS": 0}
    for number, question in enumerate(questions):
        sent |= {f"asked-{number}-{name}": value for name, value in question.items()}
    return sent


def test_a_sort_is_named_with_what_is_asked_of_it(priya):
    asked = {"name": "Mount", "kind": "choice", "choices": "Ceiling\nTrolley", "place": 2}

    priya.post(
        "/assets/sorts/add/", lines(asked, {"name": "Lamp hours", "kind": "number", "place": 1}, lifetime_years=5)
    )

    sort = AssetType.objects.get()
    assert sort.lifetime_years == 5
    assert [question["key"] for question in sort.questions] == ["lamp_hours", "mount"]
    assert sort.questions[1]["choices"] == ["Ceiling", "Trolley"]
    assert sort.history.get().history_user.name == "Priya Shah"


def test_a_question_that_is_called_otherwise_keeps_its_answers_and_one_taken_away_loses_none(priya, school):
    asset = make_asset(school, details={"lamp_hours": 900, "mount": "Ceiling"})
    asset.type.questions = [
        {"key": "lamp_hours", "name": "Lamp hours", "kind": "number"},
        {"key": "mount", "name": "Mount"},
    ]
    asset.type.save()

    priya.post(f"/assets/sorts/{asset.type_id}/", lines({"key": "lamp_hours", "name": "Hours", "kind": "number"}))

    page = priya.get(f"/assets/{asset.pk}/").content.decode()
    assert "<dt>Hours</dt><dd>900</dd>" in page
    assert "no longer asked" in page and "Ceiling" in page
    assert "mount, no longer asked: 1 thing" in priya.get(f"/assets/sorts/{asset.type_id}/").content.decode()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (lines(name="laptop"), "There is a sort called laptop already"),
        (lines(name=" "), "One thing needs putting right"),
        (lines(lifetime_years=0), "greater than or equal to 1"),
        (lines({"name": "Mount", "kind": "choice", "choices": "one"}), "from 2 to 50"),
        (lines({"name": "Mount"}, {"name": "mount"}), "asked twice"),
        (lines({"name": "Mount", "key": "of_another"}), "gets its key by itself"),
    ],
)
def test_what_a_sort_can_not_be_is_said_and_nothing_is_lost(priya, said, says):
    AssetType.objects.create(name="Laptop")

    page = priya.post("/assets/sorts/add/", said)

    assert page.status_code == 200 and says in page.content.decode()
    assert AssetType.objects.count() == 1


def test_who_keeps_no_register_keeps_no_sorts(school):
    with pytest.raises(NotYours):
        workflow.add_sort(by=make_person("service_desk", school), at=MONDAY_9AM, name="Phone")


def test_the_sorts_are_listed_with_how_many_there_are_here(priya, school, django_assert_max_num_queries):
    make_asset(school)
    make_asset(make_school("Mill Lane"), "P-9")
    for number in range(20):
        AssetType.objects.create(name=f"Sort {number}")

    with django_assert_max_num_queries(6):
        page = priya.get("/assets/sorts/")

    assert [sort.things for sort, _ in page.context["rows"] if sort.name == "Projector"] == [1]


def test_the_questions_of_the_sort_are_on_the_form_of_a_thing_and_read_there(priya, school):
    sort = AssetType.objects.create(
        name="Projector", questions=[{"key": "lamp_hours", "name": "Lamp hours", "kind": "number"}]
    )
    facts = {"tag": "P-1", "name": "Projector", "type": sort.pk, "state": "in_use", "asked_of": sort.pk}

    wrong = priya.post(f"/assets/add/{school.pk}/", facts | {"ask_lamp_hours": "many"})
    priya.post(f"/assets/add/{school.pk}/", facts | {"ask_lamp_hours": "1200"})

    assert "Write a number." in wrong.content.decode() and 'value="many"' in wrong.content.decode()
    assert Asset.objects.get().details == {"lamp_hours": 1200}


def test_whoever_chose_a_sort_with_questions_is_led_to_them(priya, school):
    sort = AssetType.objects.create(name="Projector", questions=[{"key": "mount", "name": "Mount"}])

    sent = priya.post(
        f"/assets/add/{school.pk}/", {"tag": "P-1", "name": "Projector", "type": sort.pk, "state": "in_use"}
    )

    assert sent.url == f"/assets/{Asset.objects.get().pk}/change/#asked"


def test_looking_at_the_questions_first_saves_nothing_and_loses_nothing(priya, school):
    sort = AssetType.objects.create(name="Projector", questions=[{"key": "mount", "name": "Mount"}])

    said = {"name": "Big one", "type": sort.pk, "ask_mount": "Wall", "cost": "9", "look": "yes"}
    page = priya.post(f"/assets/add/{school.pk}/", said).content.decode()

    assert 'name="ask_mount" value="Wall"' in page and 'value="Big one"' in page and 'name="cost" value="9"' in page
    assert "putting right" not in page
    assert not Asset.objects.exists()


def test_programs_keep_sorts_and_answers_too(priya, school):
    asked = [{"name": "Mount", "kind": "choice", "choices": ["Ceiling", "Trolley"]}]
    made = priya.post("/api/v1/asset-types/", {"name": "Projector", "questions": asked}, "application/json").json()
    facts = {"school": school.code, "tag": "P-1", "name": "Projector", "type": made["id"], "make": "Epson"}

    wrong = priya.post("/api/v1/assets/", facts | {"details": {"mount": "Wall"}}, "application/json")
    asset = priya.post("/api/v1/assets/", facts | {"details": {"mount": "ceiling"}}, "application/json").json()
    changed = priya.patch(f"/api/v1/asset-types/{made['id']}/", {"questions": []}, "application/json").json()

    assert wrong.json()["error"]["fields"] == {"details": ["Mount: Choose one of: Ceiling, Trolley."]}
    assert (asset["make"], asset["details"]) == ("Epson", {"mount": "Ceiling"})
    assert changed == {"id": made["id"], "name": "Projector", "lifetime_years": None, "questions": []}
