"""The change log: written down by those who change things, read by the desk, put right without losing what it said."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assets.models import Asset, AssetType
from changes import workflow
from changes.models import Change
from servicedesk.errors import NotYours
from servicedesk.models import Room
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_change,
    make_incident,
    make_person,
    make_problem,
    make_promise,
    make_school,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


def thing(school, tag="PRJ-1"):
    kind, _ = AssetType.objects.get_or_create(name="Projector")
    return Asset.objects.create(school=school, tag=tag, name="Projector", type=kind)


def test_a_change_is_written_down_with_what_it_touched(school, tom):
    asset = thing(school)

    change = workflow.record_change(
        by=tom, at=MONDAY_9AM, school=school, title="  New   lamp ", made_at=MONDAY_9AM - HOUR, assets=[asset]
    )

    assert (change.title, change.made_on, list(change.assets.all())) == ("New lamp", MONDAY_9AM.date(), [asset])
    assert change.history.get().history_user == tom


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title": " "}, "title"), ({"made_at": MONDAY_9AM + HOUR}, "made_at")],
)
def test_what_can_not_be_is_said_and_nothing_is_kept(school, tom, facts, field):
    with pytest.raises(ValidationError) as wrong:
        workflow.record_change(
            **{"by": tom, "at": MONDAY_9AM, "school": school, "title": "Lamp", "made_at": MONDAY_9AM} | facts
        )

    assert field in wrong.value.message_dict
    assert not Change.objects.exists()


@pytest.mark.parametrize("kind", ["assets", "problem"])
def test_it_touches_nothing_of_another_school(school, tom, kind):
    other = make_school("Zebra")
    facts = {"assets": [thing(other)]} if kind == "assets" else {"problem": make_problem(other)}

    with pytest.raises(ValidationError) as wrong:
        workflow.record_change(by=tom, at=MONDAY_9AM, school=school, title="Lamp", made_at=MONDAY_9AM, **facts)

    assert kind in wrong.value.message_dict


@pytest.mark.parametrize("role", ["requester", "service_desk", "senior_leader"])
def test_who_changes_nothing_records_nothing(school, role):
    with pytest.raises(NotYours):
        workflow.record_change(
            by=make_person(role, school), at=MONDAY_9AM, school=school, title="Lamp", made_at=MONDAY_9AM
        )


def test_only_people_of_the_whole_trust_record_for_several_schools(school, tom):
    with pytest.raises(NotYours):
        workflow.record_change(by=tom, at=MONDAY_9AM, title="Lamp", made_at=MONDAY_9AM)
    priya = make_person("technician", everywhere=True)

    assert workflow.record_change(by=priya, at=MONDAY_9AM, title="Lamp", made_at=MONDAY_9AM).school is None


def test_a_correction_keeps_what_it_said_before(school, tom):
    change = workflow.record_change(by=tom, at=MONDAY_9AM, school=school, title="Lamp", made_at=MONDAY_9AM)

    workflow.correct_change(change, by=tom, at=MONDAY_9AM + HOUR, title="Cable", made_at=MONDAY_9AM)

    assert [line.title for line in change.history.all()] == ["Cable", "Lamp"]


def test_a_record_names_the_changes_before_it_that_touched_its_thing(school, tom, client):
    projector, room = thing(school), Room.objects.create(school=school, name="B12")
    category = make_category()
    before = make_change(school, assets=[projector], title="New lamp", at=MONDAY_9AM - 24 * HOUR)
    in_room = make_change(school, rooms=[room], title="New wall plate", at=MONDAY_9AM - 48 * HOUR)
    of_service = make_change(school, service=category.service, title="New driver", at=MONDAY_9AM - 72 * HOUR)
    make_change(school, assets=[projector], title="Later", at=MONDAY_9AM + HOUR)
    make_change(school, assets=[thing(school, "PRJ-2")], title="Elsewhere", at=MONDAY_9AM - HOUR)
    make_change(school, assets=[projector], title="Long ago", at=MONDAY_9AM - timedelta(weeks=5))
    incident = make_incident(school, asset=projector, room=room, category=category, opened_at=MONDAY_9AM)

    assert list(Change.objects.before(incident)) == [before, in_room, of_service]
    client.force_login(tom)
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Changed shortly before" in page and "New wall plate" in page and "Long ago" not in page


def test_the_page_records_and_the_list_shows_it(school, tom, client):
    client.force_login(tom)
    sent = {"title": "New wall plate", "made_at": "2026-09-01T09:00", "once": "a"}

    made = client.post(reverse("changes:record"), sent, follow=True)

    assert "New wall plate" in made.content.decode()
    assert "New wall plate" in client.get(reverse("changes:list"), {"status": "made"}).content.decode()
    assert "New wall plate" in client.get(reverse("changes:list"), {"q": "wall"}).content.decode()
    assert "New wall plate" not in client.get(reverse("changes:list"), {"q": "printer"}).content.decode()


def test_a_change_for_a_problem_begins_with_what_the_problem_affects(school, tom, client):
    projector, other = thing(school), thing(school, "PRJ-2")
    problem = make_problem(school, service=make_category().service)
    problem.assets.set([projector])
    elsewhere = make_problem(make_school("Mill Lane"))
    client.force_login(tom)

    page = client.get(reverse("changes:record"), {"problem": problem.pk, "school": school.code})
    unseen = client.get(reverse("changes:record"), {"problem": elsewhere.pk, "school": school.code})

    said = page.context["form"].initial
    assert (said["service"], list(said["assets"])) == (problem.service_id, [projector])
    assert other not in said["assets"] and problem.get_absolute_url() in page.content.decode()
    assert unseen.context["problem"] is None


@pytest.mark.parametrize("size", [2, 12])
def test_the_list_costs_the_same_at_any_size(school, tom, client, django_assert_max_num_queries, size):
    for number in range(size):
        make_change(school, assets=[thing(school, f"PRJ-{number}")], recorded_by=tom)
    client.force_login(tom)

    with django_assert_max_num_queries(15):
        client.get(reverse("changes:list"), {"status": "made"})
