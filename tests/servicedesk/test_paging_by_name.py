"""A list in the order of the names of rooms, sorts or people is what sorting everything would show, page by page."""

import random

import pytest

from assets.filters import ORDERS
from assets.models import Asset, AssetType
from servicedesk.models import Room
from servicedesk.paging import page
from tests.factories import make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(params=range(3))
def chance(request):
    return random.Random(request.param)


@pytest.fixture
def register(chance):
    """Sixty things at two schools that both have a room of the same name; some have no room and nobody keeps them."""
    schools = [make_school("Beck"), make_school("Mill")]
    rooms = [Room.objects.create(school=school, name=name) for school in schools for name in ("B1", "Hall", "ä3")]
    Room.objects.create(school=schools[0], name="Attic")  # nothing stands in it
    people = [make_person(None, name=name) for name in ("Zoe", "adam", "Émile", "Ann", "Ann")]
    sorts = [AssetType.objects.create(name=name) for name in ("Laptop", "Switch", "beamer", "Unused")][:3]
    for number in range(60):
        Asset.objects.create(
            school=chance.choice(schools),
            tag=f"{chance.choice('aBZ')}-{number}",
            name="Thing",
            type=chance.choice(sorts),
            room=chance.choice([None, *rooms]),
            custodian=chance.choice([None, None, *people]),
        )


def walked(rows, order, descending, size):
    """The pages one after the other, and back again from the last."""
    pages, token = [], ""
    while True:
        pages.append(page(rows, order=order, token=token, size=size, descending=descending))
        token = pages[-1].next
        if not token:
            break
    back, token = [pages[-1]], pages[-1].previous
    while token:
        back.append(page(rows, order=order, token=token, size=size, descending=descending))
        token = back[-1].previous
    return pages, back[::-1]


@pytest.mark.parametrize("narrowed", [False, True], ids=["all", "narrowed"])
@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", ["type", "room", "custodian"])
@pytest.mark.parametrize("size", [2, 7, 100])
def test_it_is_the_same_list_forwards_and_back(register, chance, sort, descending, narrowed, size):
    order = ORDERS[sort]
    rows = Asset.objects.to_sort().filter(tag__contains="Z") if narrowed else Asset.objects.to_sort()
    plain = list(rows.order_by(*(f"-{name}" if descending else name for name in order)))

    there, back = walked(rows, order, descending, size)

    assert [asset.pk for each in there for asset in each.rows] == [asset.pk for asset in plain]
    assert [[asset.pk for asset in each.rows] for each in back] == [[asset.pk for asset in each.rows] for each in there]


@pytest.mark.parametrize("sort", ["type", "room", "custodian"])
def test_an_empty_register_has_an_empty_page(sort):
    assert page(Asset.objects.to_sort(), order=ORDERS[sort]).rows == []


@pytest.mark.parametrize("sort", ["type", "room", "custodian"])
def test_a_page_costs_no_more_questions_than_it_has_steps(register, django_assert_max_num_queries, sort):
    rows = Asset.objects.to_sort()
    for size in (2, 30):
        first = page(rows, order=ORDERS[sort], size=size)
        with django_assert_max_num_queries(7):
            page(rows, order=ORDERS[sort], size=size, token=first.next)
