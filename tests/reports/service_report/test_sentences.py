"""Figures in plain sentences: one, none, few, the same, unknown, the first ever."""

import pytest

from reports.service_report.reasons import OTHERS, WITHOUT, Reason, grouped
from reports.service_report.sections import NO_CHANGE, NO_WORD, SECTIONS, Told
from reports.service_report.sentences import (
    Against,
    Moved,
    Noun,
    amount,
    length,
    moved,
    share,
    shortened,
    time_taken,
)

pytestmark = pytest.mark.pure
NOUN = Noun("fault in lessons", "faults in lessons", "reported")
OF = ("fault", "faults")
OPEN = "still open at the end"
BOTH = Against("in the 20 school days before", "in the same weeks last year")
SAY = {section.key: section.say for section in SECTIONS}


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Moved(27, 41, 33), "Faults in lessons fell from 41 {} to 27; 33 in the same weeks last year."),
        (Moved(41, 27), "Faults in lessons rose from 27 {} to 41."),
        (Moved(9, 9), "9 faults in lessons were reported, as many as {}."),
        (Moved(0, 0, 0), "No fault in lessons was reported, as {}; none in the same weeks last year."),
        (Moved(0, 9), "No fault in lessons was reported, after 9 {}."),
        (Moved(12, 0), "12 faults in lessons were reported, after none {}."),
        (Moved(1, 3), "1 fault in lessons was reported, after 3 {}."),
        (Moved(3, 1), "3 faults in lessons were reported, after 1 {}."),
        (Moved(1, 6), "Faults in lessons fell from 6 {} to 1."),
        (Moved(1234, None), "1,234 faults in lessons were reported."),
        (Moved(None, 4), ""),
    ],
)
def test_a_number_beside_the_one_before(figure, said):
    assert moved(NOUN, figure, BOTH) == said.format("in the 20 school days before")


def test_the_first_period_ever_is_compared_with_nothing():
    assert moved(NOUN, Moved(27), Against()) == "27 faults in lessons were reported."


@pytest.mark.parametrize(
    ("part", "whole", "percent", "said"),
    [
        (131, 150, Moved(87.3, 80.0), "131 of the 150 faults were mended (87%), up from 80% {}."),
        (131, 150, Moved(87.3, 87.1, 91.0), "131 of the 150 faults were mended (87%), as {}; 91% {year}."),
        (150, 150, Moved(100.0, 80.0), "All 150 faults were mended, up from 80% {}."),
        (299, 300, Moved(99.7), "299 of the 300 faults were mended (99%)."),
        (1, 300, Moved(0.3), "1 of the 300 faults was mended (under 1%)."),
        (0, 30, Moved(0.0), "None of the 30 faults was mended."),
        (2, 3, Moved(None, 80.0), "2 of the 3 faults were mended."),
        (2, 2, Moved(), "Both faults were mended."),
        (1, 1, Moved(), "The one fault was mended."),
        (0, 1, Moved(), "The one fault was not mended."),
        (0, 0, Moved(), ""),
        (None, None, Moved(), ""),
    ],
)
def test_a_share_has_its_numbers_and_no_percentage_of_few(part, whole, percent, said):
    found = share(Moved(part), Moved(whole), percent, BOTH, of=OF, did="mended")

    assert found == said.format(BOTH.before, year=BOTH.year_ago)


@pytest.mark.parametrize(
    ("value", "said"),
    [(89.6, "(89.6%), below the agreed 90%."), (90.0, "(90%), just the agreed 90%."), (97.0, "(97%), above")],
)
def test_a_share_is_held_against_what_was_agreed(value, said):
    found = share(Moved(9), Moved(10), Moved(value), Against(), of=OF, did="mended", goal=90)

    assert said in found


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.001, "1 min"), (0.42, "25 min"), (2.78, "3 h"), (3.3, "3.5 h"), (40.2, "40 h"), (97, "4 days")],
)
def test_a_length_of_time_is_no_more_exact_than_it_helps(hours, said):
    assert length(hours) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Moved(3.0, 5.0), "Half took 3 h, against 5 h in the 20 school days before."),
        (Moved(3.0, 3.1), "Half took 3 h, as in the 20 school days before."),
        (Moved(3.0), "Half took 3 h."),
        (Moved(None, 3.0), ""),
    ],
)
def test_times_beside_those_before(figure, said):
    assert time_taken("Half took", figure, BOTH) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Moved(240, 120), "4 h of lesson time were lost, against 2 h in the 20 school days before."),
        (Moved(240, 241), "4 h of lesson time were lost, as in the 20 school days before."),
        (Moved(240, 0), "4 h of lesson time were lost, after none in the 20 school days before."),
        (Moved(0, 0), "No lesson time was lost, as in the 20 school days before."),
        (Moved(0, 60), "No lesson time was lost, against 1 h in the 20 school days before."),
        (Moved(30), "30 min of lesson time were lost."),
        (Moved(), ""),
    ],
)
def test_time_lost(figure, said):
    assert amount("lesson time", figure, BOTH) == said


def test_what_it_is_compared_with_is_named_in_full_once():
    said = [moved(NOUN, Moved(27, 41, 33), BOTH), moved(NOUN, Moved(9, 9, 7), BOTH)]

    assert shortened(said, BOTH)[1] == "9 faults in lessons were reported, as many as before; 7 last year."


def told(goal=None, **numbers):
    return Told({name: Moved(now) for name, now in numbers.items()}, Against(), goal)


@pytest.mark.parametrize(
    ("key", "facts", "said"),
    [
        ("reactive", told(incidents=9, backlog=0), "Nothing was left open at the end."),
        ("reactive", told(incidents=9, backlog=1, backlog_old=1), f"1 was {OPEN}, and has been for more than a week."),
        ("reactive", told(incidents=9, backlog=7, backlog_old=2), f"7 were {OPEN}, 2 of them for more than a week."),
        ("proactive", told(rounds_due=0), "No maintenance was due."),
        ("proactive", told(rounds_due=1, rounds_on_time=0), "The one maintenance round due was not done on time."),
        ("changes", told(changes_raised=0, changes_successful=0, changes_failed=0, changes_backed_out=0), NO_CHANGE),
        ("changes", told(changes_raised=3, changes_emergency=1), "1 was an emergency."),
        ("levels", told(met=9, missed=0), "Nothing was late."),
        ("levels", told(met=9, missed=1, excused=0), "1 was late, without a signed excuse."),
        ("levels", told(met=9, missed=3, excused=0), "3 were late, none with a signed excuse."),
        ("levels", told(met=9, missed=3, excused=3), "3 were late, each with a signed excuse."),
        ("levels", told(met=9, missed=3, excused=1), "3 were late, 1 of them with a signed excuse."),
        ("satisfaction", told(answers=0), NO_WORD),
        ("satisfaction", told(answers=1, satisfied=1), "The one person who said whether it works was satisfied."),
    ],
)
def test_what_a_section_says(key, facts, said):
    assert said in SAY[key](facts)


def test_nothing_logged_is_said_and_nothing_made_of_it():
    assert SAY["reactive"](told(incidents=0, backlog=None)) == ["Nothing was logged in this period."]


class TestReasons:
    def test_the_same_words_are_one_reason_and_the_rest_has_none(self):
        said = [("Waited for a part.", 2), ("waited for  a part", 1), ("Snow", 1)]

        assert grouped(said, 6) == [Reason("Waited for a part", 3), Reason("Snow", 1), Reason(WITHOUT, 2)]

    def test_of_many_reasons_the_rare_ones_are_put_together(self):
        found = grouped([(f"Reason {n}", 20 - n) for n in range(12)], 174)

        assert (len(found), found[-1].words, sum(reason.number for reason in found)) == (8, OTHERS, 174)
