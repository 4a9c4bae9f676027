"""Changes that wait for an answer, and the people around them."""

from types import SimpleNamespace

from changes.models import ApproverRule, Change, Deputy, Step
from changes.workflow.approving import STEP_AT, ask
from tests.factories import MONDAY_9AM, make_person, make_school


def make_waiting(school=None, *, status="raised", people=(), wants="any", at=MONDAY_9AM, **facts):
    """A change at the point where a step is asked for; `people` are named for that step by a rule of its school."""
    school = school or make_school()
    originator = facts.pop("originator", None) or make_person("technician", school, name="Tom Webb")
    if people:
        make_rule(school, people, step=STEP_AT[status], wants=wants)
    facts = {"title": "New switch", "kind": "normal", "reason": "The old one fails.", "status": status} | facts
    signed = {"originator": originator, "implementer": originator, "recorded_by": originator, "recorded_at": at}
    change = Change.objects.create(school=school, raised_at=at, raised_on=at.date(), **signed | facts)
    ask(change, STEP_AT[status], at)
    return change


def make_rule(school, people, *, step=Step.IMPLEMENT, **facts):
    """Who is asked for a step at a school (None: everywhere)."""
    rule = ApproverRule.objects.create(school=school, step=step, changed_at=MONDAY_9AM, **facts)
    rule.people.set(people)
    return rule


def make_deputy(person, deputy, *, first=MONDAY_9AM, last=None):
    """Somebody answers for another from a day on."""
    days = {"first": first.date(), "last": last.date() if last else None}
    return Deputy.objects.create(person=person, deputy=deputy, named_by=person, named_at=MONDAY_9AM, **days)


def make_leaders(school, *names):
    """Senior leaders of a school, by their first names in lower case."""
    people = {name.split()[0].lower(): make_person("senior_leader", school, name=name) for name in names}
    return SimpleNamespace(**people)
