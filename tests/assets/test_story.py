"""What the page of a thing tells of it: what became of it, how old it is, and until when it is covered."""

from datetime import date

import pytest

from assets import workflow
from assets.ages import age_words, planned_end, until
from assets.story import story_of
from servicedesk.models import Room
from tests.assets.test_asset_pages import make_asset
from tests.factories import MONDAY_9AM, make_person, make_school

DAY = date(2026, 9, 7)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("bought", "words"),
    [
        (date(2022, 9, 8), "3 years"),
        (date(2022, 9, 7), "4 years"),
        (date(2025, 9, 7), "1 year"),
        (date(2026, 8, 6), "1 month"),
        (date(2026, 8, 8), "30 days"),
        (DAY, "less than a day"),
    ],
)
def test_an_age_is_rounded_down(bought, words):
    assert age_words(bought, DAY) == words


@pytest.mark.pure
def test_a_planned_life_ends_on_the_day_of_buying_whatever_the_year():
    assert planned_end(date(2020, 2, 29), 5) == date(2025, 3, 1)
    assert planned_end(date(2020, 9, 1), 5) == date(2025, 9, 1)
    assert planned_end(date(9990, 1, 1), 50) is planned_end(None, 5) is planned_end(DAY, None) is None


@pytest.mark.pure
@pytest.mark.parametrize(
    ("day", "words", "standing"),
    [
        (date(2027, 9, 7), "1 year left", "ok"),
        (date(2026, 12, 1), "2 months left", "soon"),
        (DAY, "ends today", "soon"),
        (date(2024, 1, 1), "ended 2 years ago", "over"),
    ],
)
def test_what_lasts_until_a_day_says_how_far_that_is(day, words, standing):
    assert (until(day, DAY).words, until(day, DAY).standing) == (words, standing)


@pytest.fixture
def priya(db):
    return make_person("technician", make_school("Harrow Beck"), name="Priya Shah")


def change(asset, by, **facts):
    kept = {"tag": asset.tag, "name": asset.name, "type": asset.type, "room": asset.room}
    return workflow.change_asset(asset, by=by, at=MONDAY_9AM, **kept | facts)


def test_the_history_says_who_changed_what_from_which_to_which(priya):
    school = priya.memberships.get().school
    hall, lab = (Room.objects.create(school=school, name=name) for name in ("Hall", "Lab"))
    keeper = make_person("requester", school, name="Ada King")
    asset = make_asset(school, room=hall)
    asset.history.update(history_date=MONDAY_9AM.replace(hour=1))

    change(asset, priya, room=lab, state="in_repair", custodian=keeper, tag="PRJ-2", cost=400)
    entries, older = story_of(asset)

    assert not older and [entry.is_first for entry in entries] == [False, True]
    assert entries[0].by == "Priya Shah"
    assert [(turn.name, turn.before, turn.after) for turn in entries[0].turns] == [
        ("State", "In use", "In repair"),
        ("Room", "Hall", "Lab"),
        ("Who answers for it", "", "Ada King"),
        ("Tag", "PRJ-1", "PRJ-2"),
        ("Cost", "", "£400.00"),
    ]


def test_a_save_that_changed_nothing_is_no_entry_and_a_long_history_is_folded(priya):
    asset = make_asset(priya.memberships.get().school)
    asset.history.update(history_date=MONDAY_9AM.replace(hour=1))
    for number in range(4):
        change(asset, priya, name=f"Projector {number // 2}")

    assert len(story_of(asset)[0]) == 3
    assert story_of(asset, shown=2)[1] is True
    assert story_of(asset, shown=None)[1] is False


def test_a_room_that_is_gone_is_said_to_be(priya):
    school = priya.memberships.get().school
    hall = Room.objects.create(school=school, name="Hall")
    asset = make_asset(school, room=hall)
    asset.history.update(history_date=MONDAY_9AM.replace(hour=1))
    change(asset, priya, room=None)
    hall.delete()

    assert story_of(asset)[0][0].turns[0].before == "one that is gone"
