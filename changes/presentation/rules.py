"""The rules of who approves, as a reader reads them."""

from dataclasses import dataclass

from changes.approvers import RIGHT
from changes.models import ApproverRule, Risk, Step, Wants
from changes.presentation.asked import NOBODY
from changes.two_hats import in_support
from changes.workflow.approving import names_of
from servicedesk.models import Person
from servicedesk.roles import Permission

ALL_INSIDE = (
    "All of them work in ICT support. The last yes is best given by somebody outside it, who knows what else goes on "
    "at the school."
)
FROM = {Risk.LOW: "", Risk.MEDIUM: ", medium risk and high", Risk.HIGH: ", high risk"}


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it says, what is wrong with it, and what one should think about."""

    rule: ApproverRule
    where: str
    when: str
    who: str
    is_empty: bool
    wrong: str
    warning: str
    may_change: bool


def lines_of(rules, *, reader):
    """Every rule in words, a school's own first; a few questions for each school, however many rules it has."""
    able = {}
    return [_line(rule, able, reader) for rule in sorted(rules, key=_place)]


def _place(rule):
    return rule.school is None, rule.school.name if rule.school else "", Step.values.index(rule.step), rule.pk


def _line(rule, able, reader):
    people = sorted(rule.people.all(), key=lambda person: (person.name, person.pk))
    may = _who_may(able, RIGHT[Step(rule.step)], rule.school)
    left = [person for person in people if person.pk in may]
    lost = [person for person in people if person.pk not in may]
    support = _who_may(able, Permission.WORK, rule.school) if rule.step == Step.IMPLEMENT else set()
    inside = [person for person in left if person.pk in support]
    return RuleLine(
        rule,
        where=rule.school.name if rule.school else "Every school without its own",
        when=f"{rule.get_step_display()}{FROM[rule.risk]}",
        who=_who(left, rule.wants),
        is_empty=not left,
        wrong=NOBODY if not left else _left_out(lost),
        warning=_inside(inside) if len(inside) == len(left) else "",
        may_change=reader.may(Permission.MANAGE_CHANGES, rule.school_id),
    )


def _who_may(able, right, school):
    key = right, school.pk if school else None
    if key not in able:
        able[key] = set(Person.objects.who_may(right, school).values_list("pk", flat=True))
    return able[key]


def _who(people, wants):
    if len(people) < 2:
        return people[0].name if people else "nobody"
    names = names_of(people)
    return f"{names}, all of them" if wants == Wants.ALL else names.replace(" and ", " or ")


def _inside(people):
    """What one should think about where nobody outside ICT support has the last word."""
    return "" if not people else in_support(people[0]) if len(people) == 1 else ALL_INSIDE


def _left_out(lost):
    return f"{names_of(lost)} left or may not approve any more." if lost else ""
