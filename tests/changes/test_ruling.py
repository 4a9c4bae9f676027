"""Who approves is written down, and what waits is asked of those who are named now."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from changes.models import Approval, ApproverRule, Step
from changes.workflow import reminding, ruling
from servicedesk.errors import NotYours
from servicedesk.models import Letter
from tests.changes.asked import make_deputy, make_leaders, make_rule, make_waiting
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def waiting():
    return [each.approver.name for each in Approval.objects.open().order_by("pk")]


def test_naming_somebody_asks_them_about_what_waits(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    make_waiting(school, status="reviewed", people=[leaders.grace])

    rule = ApproverRule.objects.get()
    ruling.change_rule(
        rule, by=manager, at=MONDAY_9AM, step=Step.IMPLEMENT, people=[leaders.helen], risk="low", wants="any"
    )

    assert waiting() == ["Helen Moss"]
    assert Letter.objects.filter(to=leaders.helen, template="changes/asked").count() == 1


def test_a_rule_names_only_those_who_may_and_is_written_once(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi")
    tom = make_person("technician", school, name="Tom Webb")
    said = {"by": manager, "at": MONDAY_9AM, "school": school, "step": Step.IMPLEMENT}
    ruling.add_rule(**said, people=[leaders.grace])

    with pytest.raises(ValidationError, match="already") as again:
        ruling.add_rule(**said, people=[leaders.grace])
    with pytest.raises(ValidationError, match="Tom Webb may not do this"):
        ruling.add_rule(**said | {"step": Step.PROCEED}, people=[tom])
    with pytest.raises(ValidationError, match="at least one"):
        ruling.add_rule(**said | {"step": Step.PROCEED}, people=[])
    assert "risk" in again.value.message_dict


def test_only_those_who_manage_changes_there_say_who_approves(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi")
    rule = make_rule(school, [leaders.grace])
    said = {"at": MONDAY_9AM, "step": Step.PROCEED, "people": [leaders.grace]}

    with pytest.raises(NotYours):
        ruling.add_rule(by=leaders.grace, school=school, **said)
    with pytest.raises(NotYours):
        ruling.add_rule(by=manager, school=None, **said)
    with pytest.raises(NotYours):
        ruling.remove_rule(rule, by=leaders.grace)
    with pytest.raises(NotYours):
        ruling.name_deputy(
            by=leaders.grace, at=MONDAY_9AM, person=leaders.grace, deputy=manager, first=MONDAY_9AM.date()
        )


def test_who_stands_in_may_answer_what_the_other_is_asked(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    said = {"by": manager, "at": MONDAY_9AM, "person": leaders.grace, "first": MONDAY_9AM.date()}

    row = ruling.name_deputy(**said, deputy=leaders.helen)

    assert (row.person, row.deputy, row.named_by) == (leaders.grace, leaders.helen, manager)
    for wrong in (leaders.grace, make_person("requester", school)):
        with pytest.raises(ValidationError):
            ruling.name_deputy(**said, deputy=wrong)
    with pytest.raises(ValidationError):
        ruling.name_deputy(**said, deputy=leaders.helen, last=MONDAY_9AM.date() - DAY)


def test_when_whoever_is_asked_leaves_the_others_are_asked_once(school, manager):
    leaders = make_leaders(school, "Grace Adeyemi")
    make_waiting(school, people=[leaders.grace])
    leaders.grace.is_active = False
    leaders.grace.save()

    assert ruling.chase(at=MONDAY_9AM + DAY) == 1
    assert ruling.chase(at=MONDAY_9AM + DAY) == 0
    assert waiting() == ["Martin Hale"]


def test_where_nobody_may_approve_at_all_nothing_is_asked_over_and_over(school):
    make_waiting(school)

    assert ruling.chase(at=MONDAY_9AM + DAY) == 0


SATURDAY = 5


@pytest.mark.parametrize(("days", "reminded"), [(1, 0), (2, 1), (SATURDAY, 0), (SATURDAY + 2, 1)])
def test_whoever_has_not_answered_after_two_school_days_is_reminded_on_a_school_day(school, days, reminded):
    make_promise(school)
    leaders = make_leaders(school, "Grace Adeyemi")
    make_waiting(school, people=[leaders.grace])

    assert reminding.remind(at=MONDAY_9AM + days * DAY) == reminded
    assert Letter.objects.filter(template="changes/asked_again", to=leaders.grace).count() == reminded


def test_nobody_is_reminded_twice(school):
    leaders = make_leaders(school, "Grace Adeyemi", "Helen Moss")
    make_deputy(leaders.grace, leaders.helen)
    make_waiting(school, people=[leaders.grace])

    assert reminding.remind(at=MONDAY_9AM + 2 * DAY) == 2
    assert reminding.remind(at=MONDAY_9AM + 3 * DAY) == 0
