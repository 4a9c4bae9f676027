"""What teams and suppliers promise, laid beside what the schools are promised."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sla import underpinning
from sla.underpinning import Problem, SchoolDay, Wording

pytestmark = pytest.mark.pure

HOUR = timedelta(hours=1)
DAY = SchoolDay(shortest=6 * HOUR, longest=8 * HOUR)
NOW, TODAY = datetime(2026, 9, 14, 9, tzinfo=UTC), date(2026, 9, 14)
SLA = Wording("sla", "ICT support", None, fixes={1: (360, "minutes"), 4: (3, "school_days")})


def below(**facts):
    return Wording("below", "Network team", None, **{"fixes": dict(SLA.fixes)} | facts)


def found(*wordings, above=SLA, day=DAY):
    return [(f.problem, f.priority) for f in underpinning.findings([above], wordings, day=day, at=NOW, today=TODAY)]


def test_what_promises_as_much_holds():
    assert found(below()) == []


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({"fixes": {1: (361, "minutes"), 4: (3, "school_days")}}, [(Problem.LONGER, 1)]),
        ({"fixes": {1: (360, "minutes")}}, [(Problem.MISSING, 4)]),
        ({"in_force": False, "fixes": {}}, [(Problem.NOT_IN_FORCE, None)]),
        ({"ends": NOW - HOUR}, [(Problem.ENDED, None)]),
        ({"review_on": date(2026, 9, 13)}, [(Problem.REVIEW_PAST, None)]),
        ({"review_on": TODAY}, []),
    ],
)
def test_each_way_to_fall_short_is_found(facts, problems):
    assert found(below(**facts)) == problems


def test_only_agreements_for_the_same_services_are_laid_beside_each_other():
    above = Wording("sla", "ICT", None, frozenset({"Network"}), dict(SLA.fixes))

    assert found(below(services=frozenset({"Printing"}), fixes={}), above=above) == []
    assert len(found(below(services=frozenset({"Network", "Printing"}), fixes={}), above=above)) == 2
    assert len(found(below(fixes={}), above=above)) == 2


def test_an_agreement_of_another_school_is_none_of_this_schools():
    above = Wording("sla", "ICT", 1, fixes=dict(SLA.fixes))

    assert found(Wording("b", "Theirs", 2), above=above) == []
    assert len(found(Wording("b", "Ours", 1), above=above)) == 2
    assert len(found(Wording("b", "The trust’s", None), above=above)) == 2


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        ((18 * 60, "minutes"), (3, "school_days"), True),  # three of the shortest days
        ((18 * 60 + 1, "minutes"), (3, "school_days"), False),
        ((0, "school_days"), (8 * 60, "minutes"), True),  # by the close of the same day, which is 8 hours at most
        ((1, "school_days"), (16 * 60, "minutes"), True),
        ((1, "school_days"), (16 * 60 - 1, "minutes"), False),
    ],
)
def test_minutes_and_school_days_are_compared_at_their_worst(low, high, holds):
    assert underpinning.holds(low, high, day=DAY) is holds


def test_without_a_calendar_nobody_knows():
    assert underpinning.holds((1, "school_days"), (960, "minutes"), day=None) is None
    assert found(below(fixes={1: (1, "school_days"), 4: (3, "school_days")}), day=None) == [(Problem.LONGER, 1)]
