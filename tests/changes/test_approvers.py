"""Which rule says who approves."""

from types import SimpleNamespace

import pytest

from changes.approvers import nearest

pytestmark = pytest.mark.pure


def rule(school, risk, step="implement"):
    return SimpleNamespace(school_id=school, risk=risk, step=step)


TRUST_LOW, TRUST_HIGH = rule(None, "low"), rule(None, "high")
OURS_LOW, OURS_MEDIUM = rule(1, "low"), rule(1, "medium")


@pytest.mark.parametrize(
    ("rules", "risk", "holds"),
    [
        ([], "high", None),
        ([TRUST_LOW], "high", TRUST_LOW),
        ([TRUST_HIGH], "medium", None),
        ([TRUST_HIGH, OURS_LOW], "high", OURS_LOW),
        ([OURS_LOW, OURS_MEDIUM], "high", OURS_MEDIUM),
        ([OURS_LOW, OURS_MEDIUM], "low", OURS_LOW),
        ([OURS_MEDIUM, TRUST_LOW], "low", TRUST_LOW),
        ([OURS_LOW, OURS_MEDIUM], "", OURS_LOW),
        ([OURS_MEDIUM], "", None),
    ],
)
def test_the_school_goes_before_the_trust_and_the_highest_risk_that_fits_before_lower_ones(rules, risk, holds):
    assert nearest(rules, school=1, step="implement", risk=risk) is holds


def test_a_rule_of_another_school_or_another_step_never_holds():
    rules = [rule(2, "low"), rule(1, "low", step="proceed")]

    assert nearest(rules, school=1, step="implement", risk="high") is None


def test_a_change_in_several_schools_goes_by_the_rule_of_the_trust():
    assert nearest([OURS_LOW, TRUST_LOW], school=None, step="implement", risk="low") is TRUST_LOW
