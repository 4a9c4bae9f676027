"""Which known error fits a fault: what speaks for it, what against, and when nothing is said at all."""

import pytest

from problems.matching import ENOUGH, ENOUGH_FOR_DESK, Entry, Fault, fit, likeness, rank, seldom_helps

pytestmark = pytest.mark.pure

NO_PICTURE, NO_SOUND, NO_PAPER = 1, 2, 3
PROJECTORS, PRINTERS = 10, 11
PROJECTOR, PRINTER = 20, 21
IN_B12, IN_B14 = 30, 31
B12, B14 = 40, 41
SAYS = ("Projector loses its signal", "Blue light flashes and the picture goes", "pink stripes")

everywhere = Entry(1, SAYS, categories=frozenset({NO_PICTURE}), service=PROJECTORS)
sort = Entry(2, SAYS, types=frozenset({PROJECTOR}), service=PROJECTORS)
one_thing = Entry(
    3,
    SAYS,
    categories=frozenset({NO_PICTURE}),
    service=PROJECTORS,
    types=frozenset({PROJECTOR}),
    assets=frozenset({IN_B12}),
    rooms=frozenset({B12}),
)
only_words = Entry(4, SAYS)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (everywhere, Fault(category=NO_PICTURE, service=PROJECTORS)),
        (everywhere, Fault(category=NO_PICTURE, service=PROJECTORS, words="It smells")),
        (everywhere, Fault(category=NO_SOUND, service=PROJECTORS, words="picture goes, light flashes blue")),
        (sort, Fault(service=PROJECTORS, category=NO_SOUND, asset=IN_B14, type=PROJECTOR)),
        (one_thing, Fault(category=NO_PICTURE, service=PROJECTORS, asset=IN_B12, type=PROJECTOR, room=B12)),
        (one_thing, Fault(category=NO_PICTURE, service=PROJECTORS, room=B12)),
        (one_thing, Fault(category=NO_PICTURE, service=PROJECTORS, room=B14, words="the blue light flashes")),
        (only_words, Fault(words="There are pink stripes on it")),
        (only_words, Fault(category=NO_PICTURE, words="Pink stripes!")),
    ],
)
def test_what_fits_is_offered(entry, fault):
    assert fit(entry, fault) >= ENOUGH


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (everywhere, Fault()),
        (everywhere, Fault(category=NO_SOUND, service=PROJECTORS)),
        (everywhere, Fault(category=NO_PAPER, service=PRINTERS)),
        (everywhere, Fault(category=NO_PAPER, service=PRINTERS, words="the blue light flashes")),
        (everywhere, Fault(words="blue")),
        (sort, Fault(category=NO_PICTURE, service=PROJECTORS)),
        (sort, Fault(category=NO_PAPER, service=PRINTERS, asset=50, type=PRINTER)),
        (sort, Fault(words="the blue light flashes", asset=50, type=PRINTER)),
        (one_thing, Fault(category=NO_PICTURE, service=PROJECTORS)),
        (one_thing, Fault(category=NO_PICTURE, service=PROJECTORS, room=B14)),
        (only_words, Fault(words="the light is broken")),
        (only_words, Fault(words="It does not work, please help")),
        (only_words, Fault(category=NO_PICTURE, service=PROJECTORS, asset=IN_B12, room=B12)),
    ],
)
def test_nobody_is_bothered_with_what_fits_badly(entry, fault):
    assert fit(entry, fault) < ENOUGH


def test_a_technician_is_shown_a_little_more():
    another_thing = Fault(category=NO_PICTURE, service=PROJECTORS, asset=IN_B14, type=PROJECTOR, room=B14)

    assert ENOUGH_FOR_DESK <= fit(one_thing, another_thing) < ENOUGH


@pytest.mark.parametrize(
    ("words", "at_least", "at_most"),
    [
        ("pink stripes", 1, 1),
        ("STRIPES, pink ones", 1, 1),
        ("pink stripe", 0.9, 1),
        ("the projector's signal is lost", 0.6, 1),
        ("pink", 0.4, 0.5),
        ("the is it not", 0, 0),
        ("", 0, 0),
        ("²٣ \0 😀", 0, 0),
        ("my laptop wants a password", 0, 0),
    ],
)
def test_words_are_alike_in_any_order_and_with_slips(words, at_least, at_most):
    assert at_least <= likeness(words, SAYS) <= at_most


def test_of_what_fits_alike_comes_first_what_helped_more_often():
    assert rank(0.6, tried=9, helped=8) > rank(0.6, tried=0, helped=0) > rank(0.6, tried=9, helped=1)
    assert rank(0.9, tried=0, helped=0) > rank(0.5, tried=3, helped=3)


@pytest.mark.parametrize(
    ("tried", "helped", "seldom"), [(0, 0, False), (4, 0, False), (5, 1, True), (5, 2, False), (40, 9, True)]
)
def test_what_seldom_helped_is_known_after_five_tries(tried, helped, seldom):
    assert seldom_helps(tried, helped) is seldom
