"""Who is asked for a step of a change: those a rule names, else those whose role allows it; and who stands in."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from changes.approvers import RIGHT, nearest
from changes.models import ApproverRule, Change, Deputy, Step, Wants
from changes.workflow.record import day_of
from servicedesk.models import Person


@dataclass(frozen=True)
class Named:
    """Who is to be asked. `rule` None: nobody wrote down who, so their roles decide.

    `lost`: those whom the rule names but who may not approve any more.
    """

    people: list[Person]
    rule: ApproverRule | None
    lost: list[Person]

    @property
    def wants(self):
        """How many of them must say yes."""
        return self.rule.wants if self.rule and self.is_by_rule else Wants.ANY

    @property
    def is_by_rule(self):
        """Does a rule name them, and is there still one who may?"""
        return self.rule is not None and any(person not in self.lost for person in self.rule.people.all())


def who_is_asked(change: Change, step: str) -> Named:
    """Those whom the nearest rule names and who still may; where there are none, those whose role allows it.

    Afterwards those are asked who would have been asked before it was made.
    """
    ruled = Step.IMPLEMENT if step == Step.AFTERWARDS else step
    rules = ApproverRule.objects.filter(Q(school=change.school_id) | Q(school=None), step=ruled)
    rule = nearest(rules.prefetch_related("people"), school=change.school_id, step=ruled, risk=change.risk)
    named = list(rule.people.all()) if rule else []
    able = who_may(step, change.school)
    people = [person for person in able if person in named] or _by_role(change, step, able)
    return Named(people, rule, [person for person in named if person not in able])


def who_may(step, school):
    """The people who may be asked for a step at a school, by name."""
    return list(Person.objects.who_may(RIGHT[step], school).order_by("name", "pk"))


def _by_role(change, step, able):
    """Whoever looks through a plan is somebody else than who made it, if there is anybody else."""
    if step != Step.PEER_REVIEW:
        return able
    makers = {change.originator_id, change.implementer_id}
    return [person for person in able if person.pk not in makers] or able


def who_stands_in(people, *, step, school, day):
    """Id of each person who is away on a day → those who answer for them and may."""
    found = defaultdict(list)
    away = Deputy.objects.on(day).filter(person__in=people)
    able = {person.pk for person in who_may(step, school)} if away else set()
    for each in away.select_related("deputy").order_by("deputy__name", "pk"):
        if each.deputy_id in able and each.deputy not in found[each.person_id]:
            found[each.person_id].append(each.deputy)
    return found


@dataclass(frozen=True)
class Asked:
    """The questions of one round of a step that are open, and who can answer each of them on a day."""

    questions: list
    answers: dict  # id of a question → the people who can answer it: who was asked, and who stands in

    def of(self, person):
        """The questions this person can answer."""
        return [each for each in self.questions if person in self.answers[each.pk]]

    @property
    def people(self):
        """Everybody who can answer one, once."""
        found = {person.pk: person for people in self.answers.values() for person in people}
        return list(found.values())

    @property
    def answerable(self):
        """The questions that somebody can answer."""
        return [each for each in self.questions if self.answers[each.pk]]


def asked_now(change, step, *, at):
    """What is open of a step, each question with who can answer it: an approver who left or lost the right can't."""
    open_now = change.approvals.filter(step=step, decided_at=None, lapsed_at=None)
    questions = list(open_now.select_related("approver").order_by("pk"))
    people = [each.approver for each in questions]
    able = {person.pk for person in who_may(step, change.school)}
    deputies = who_stands_in(people, step=step, school=change.school, day=day_of(change, at))
    answers = {
        each.pk: [each.approver] * (each.approver_id in able) + deputies.get(each.approver_id, []) for each in questions
    }
    return Asked(questions, answers)
