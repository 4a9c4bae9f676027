"""The licence log: bought, given, taken back, never more than there are; its keepers are told before it ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from assets import workflow
from assets.licence_standing import left_words, standings_of
from assets.models import Asset, AssetType, Licence, LicenceUse, Software
from assets.workflow.licence_letters import is_to_be_told, tell_of_ending
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_licence, make_person, make_school

pytestmark = pytest.mark.django_db
TODAY = MONDAY_9AM.date()


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


def laptops(school, number, **fields):
    sort, _ = AssetType.objects.get_or_create(name="Laptop")
    made = [Asset(school=school, tag=f"LT-{n}", name="Laptop", type=sort, **fields) for n in range(number)]
    return Asset.objects.bulk_create(made)


def give(licence, by, *assets, people=()):
    return workflow.give_licence(licence, by=by, at=MONDAY_9AM, assets=assets, people=people)


def standing(licence, today=TODAY):
    found = Licence.objects.with_uses().get(pk=licence.pk)
    return found, [each.words for each in standings_of(found, today)]


def test_a_licence_comes_with_a_title_that_nobody_knew(school, tom):
    made = workflow.add_licence(
        by=tom, at=MONDAY_9AM, school=school, new_software=" Drawing  board ", per="device", quantity=30
    )

    assert (made.software.name, made.quantity, made.history.get().history_user) == ("Drawing board", 30, tom)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"quantity": None}, "quantity"),
        ({"software": None}, "software"),
        ({"starts_on": TODAY, "expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"cost": -1}, "cost"),
    ],
)
def test_what_can_not_have_been_bought_is_said(school, tom, facts, field):
    bought = {"software": Software.objects.create(name="Drawing"), "per": "device", "quantity": 1}
    with pytest.raises(ValidationError) as wrong:
        workflow.add_licence(by=tom, at=MONDAY_9AM, school=school, **bought | facts)

    assert field in wrong.value.message_dict and not Licence.objects.exists()


def test_a_room_of_laptops_gets_it_in_one_go_and_nothing_gets_it_twice(school, tom):
    licence, things = make_licence(school, quantity=3), laptops(school, 3)
    give(licence, tom, things[0])

    assert len(give(licence, tom, *things)) == 2
    assert LicenceUse.objects.in_use().filter(licence=licence).count() == 3


def test_no_more_are_given_than_were_bought_and_it_says_how_many_are_left(school, tom):
    licence, things = make_licence(school, quantity=2), laptops(school, 3)
    give(licence, tom, things[0])

    with pytest.raises(Refused, match="2 more can’t be given: 2 were bought, 1 is in use, so 1 is left"):
        give(licence, tom, *things)
    assert licence.uses.count() == 1


@pytest.mark.parametrize("per", ["device", "person"])
def test_what_is_counted_by_things_is_not_given_to_people(school, tom, per):
    wrong = {"people": [tom]} if per == "device" else {"assets": laptops(school, 1)}
    with pytest.raises(ValidationError):
        workflow.give_licence(make_licence(school, per=per), by=tom, at=MONDAY_9AM, **wrong)


def test_a_school_gives_its_licences_to_its_own_things_only(school, tom):
    other = make_school("Zebra")
    with pytest.raises(ValidationError, match="is not at Harrow Beck School"):
        give(make_licence(school), tom, *laptops(other, 1))
    with pytest.raises(NotYours):
        give(make_licence(other), tom, *laptops(school, 1))
    with pytest.raises(NotYours):
        give(make_licence(False), tom, *Asset.objects.filter(school=other))


def test_an_ended_licence_is_given_to_nobody(school, tom):
    with pytest.raises(Refused, match="ended on 13 September 2026"):
        give(make_licence(school, expires_on=date(2026, 9, 13)), tom, *laptops(school, 1))


def test_what_is_taken_back_may_be_given_to_another(school, tom):
    licence, things = make_licence(school, quantity=1), laptops(school, 2)
    uses = give(licence, tom, things[0])

    assert workflow.take_back_licence(licence, by=tom, at=MONDAY_9AM, uses=uses) == 1
    assert len(give(licence, tom, things[1])) == 1
    with pytest.raises(Refused, match="taken back already"):
        workflow.take_back_licence(licence, by=tom, at=MONDAY_9AM, uses=uses)


def test_what_is_on_a_thing_that_is_gone_is_shown_and_taken_back_with_all_others(school, tom):
    licence, things = make_licence(school, quantity=5), laptops(school, 3)
    give(licence, tom, *things)
    Asset.objects.filter(pk__in=[things[0].pk, things[1].pk]).update(state="lost")
    elsewhere = make_licence(make_school("Zebra"))
    elsewhere.uses.create(asset=laptops(elsewhere.school, 1, state="disposed")[0], given_at=MONDAY_9AM, given_by=tom)

    assert standing(licence)[1] == ["2 on things that are gone"]
    assert workflow.take_back_from_gone(by=tom, at=MONDAY_9AM) == 2
    assert standing(licence)[0].used == 1 and elsewhere.uses.in_use().exists()


def test_fewer_than_are_used_is_allowed_and_shown_as_over(school, tom):
    licence = make_licence(school, quantity=3)
    give(licence, tom, *laptops(school, 3))
    workflow.change_licence(licence, by=tom, at=MONDAY_9AM, quantity=2)

    found, words = standing(licence)
    assert words == ["1 over"] and left_words(found) == "0"
    with pytest.raises(Refused, match="none is left"):
        give(
            licence,
            tom,
            *laptops(make_school("Zebra"), 0),
            Asset.objects.create(school=school, tag="X", name="Laptop", type=AssetType.objects.get()),
        )


def test_how_it_is_counted_is_not_changed_while_it_is_in_use(school, tom):
    licence = make_licence(school, quantity=3)
    give(licence, tom, *laptops(school, 1))

    with pytest.raises(Refused, match="take it back everywhere"):
        workflow.change_licence(licence, by=tom, at=MONDAY_9AM, per="person")


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Ends today"), (1, "Ends in 1 day"), (60, "Ends in 60 days"), (61, "Well"), (-1, "Ended")]
)
def test_an_end_is_said_in_days(school, days, words):
    assert standing(make_licence(school, expires_on=TODAY + timedelta(days=days)))[1] == [words]


def test_managers_are_told_two_months_and_two_weeks_before_the_end_each_once(school):
    make_person("service_level_manager", school)
    licence = make_licence(school, expires_on=TODAY + timedelta(days=61))

    told = [tell_of_ending(at=MONDAY_9AM + timedelta(days=day)) for day in (0, 1, 2, 46, 47, 48, 61)]

    assert told == [0, 1, 0, 0, 1, 0, 0]
    letter = Letter.objects.first()
    assert licence.software.name in letter.subject and licence.get_absolute_url() in letter.body


@pytest.mark.pure
def test_a_renewed_licence_has_new_steps():
    licence = Licence(expires_on=TODAY + timedelta(days=60), told_expiry_at=MONDAY_9AM - timedelta(days=300))

    assert is_to_be_told(licence, TODAY)
    assert not is_to_be_told(Licence(expires_on=TODAY + timedelta(days=61)), TODAY)


def test_who_keeps_no_register_keeps_no_licences(school):
    ines = make_person("service_desk", school)
    licence = make_licence(school)
    for move in (
        lambda: workflow.add_licence(by=ines, at=MONDAY_9AM, school=school, software=licence.software, quantity=1),
        lambda: workflow.change_licence(licence, by=ines, at=MONDAY_9AM, quantity=2),
        lambda: give(licence, ines, *laptops(school, 1)),
        lambda: workflow.take_back_from_gone(by=ines, at=MONDAY_9AM),
    ):
        with pytest.raises(NotYours):
            move()


def test_people_of_other_schools_who_use_a_licence_of_the_trust_stay_unnamed(school, tom):
    other = make_school("Zebra")
    licence = make_licence(False, per="person", quantity=9)
    own, strange = make_person("requester", school), make_person("requester", other)
    give(licence, make_person("trust_administrator", everywhere=True), people=[own, strange])

    assert [use.person for use in LicenceUse.objects.visible_to(tom)] == [own]
    assert LicenceUse.objects.visible_to(own).count() == 0
