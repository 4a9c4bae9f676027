"""What share was agreed to be in time, and with whom."""

import pytest

from reports.goals import goals
from sla.models import Agreement, AgreementKind, Target
from tests.factories import make_agreement_version, make_school

pytestmark = pytest.mark.django_db


def promised(goal, **agreement):
    """A share promised in an agreement of its own."""
    version = make_agreement_version(agreement=Agreement.objects.create(name="An agreement", **agreement))
    Target.objects.create(version=version, kind="resolution", priority=3, amount=480, goal=goal)


def test_what_a_supplier_promises_is_no_goal_of_the_school():
    school = make_school()
    promised(90)
    promised(50, kind=AgreementKind.CONTRACT, supplier="Copiers Ltd")
    promised(60, kind=AgreementKind.CONTRACT, supplier="Copiers Ltd", school=school)

    assert goals() == {3: 90}
    assert goals(school) == {3: 90}


def test_a_schools_own_agreement_comes_before_the_trusts():
    school = make_school()
    promised(90)
    promised(95, school=school)

    assert goals(school) == {3: 95}
    assert goals() == {}
