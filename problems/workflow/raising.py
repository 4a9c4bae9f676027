"""A problem begins: from incidents, from a trend, or because somebody sees it; and what it says can be put right."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.moves import hold
from problems import timeline
from problems.models import Problem, Source
from problems.moves import DESCRIBE
from problems.workflow.linking import attach
from problems.workflow.record import day_of, must_say, save
from servicedesk.errors import NotYours
from servicedesk.roles import WORDS, Permission

LIKELY = 3  # the priority of a problem that comes from no incident


@transaction.atomic
def raise_problem(
    *,
    by,
    at,
    title,
    school=None,
    incidents=(),
    symptoms="",
    source=Source.INCIDENTS,
    priority=None,
    service=None,
    category=None,
    assets=(),
    rooms=(),
):
    """Raise a problem, with the incidents it caused. Returns it.

    Without `school` it is that of the incidents; of several schools, or without incidents, it is the whole trust's.
    What isn't said of priority, service and category is taken from the incidents. Raises ValidationError where an
    incident has another cause already, NotYours where somebody may not.
    """
    hold(*incidents)
    school = school or _school_of(incidents)
    _may_raise(by, school, incidents)
    must_say(title=(title, "Say in a few words what keeps going wrong."))
    category = category or _only(incident.category for incident in incidents)
    problem = Problem(
        school=school,
        title=" ".join(title.split()),
        symptoms=symptoms.strip(),
        source=source,
        raised_by=by,
        raised_at=at,
        priority=priority or min((incident.priority for incident in incidents), default=LIKELY),
        service=service
        or _only(incident.category and incident.category.service for incident in incidents)
        or (category.service if category else None),
        category=category,
    )
    problem.raised_on = day_of(problem, at)
    problem.save(force_insert=True)
    _touch(problem, assets, rooms)
    attach(problem, incidents, by=by, at=at)
    timeline.write(problem, "raise", by=by, at=at, source=source, incidents=[incident.pk for incident in incidents])
    return problem


@transaction.atomic
def describe(
    problem, *, by, at, title=None, symptoms=None, priority=None, service=None, category=None, assets=None, rooms=None
):
    """Say better what it is: title, symptoms, priority, what it touches. What isn't said stays."""
    problem = DESCRIBE.begin(problem, by=by)
    if title is not None:
        must_say(title=(title, "Say in a few words what keeps going wrong."))
        problem.title = " ".join(title.split())
    problem.symptoms = problem.symptoms if symptoms is None else symptoms.strip()
    before, problem.priority = problem.priority, priority or problem.priority
    problem.service, problem.category = service or problem.service, category or problem.category
    _touch(problem, assets, rooms)
    facts = {} if before == problem.priority else {"before": before, "after": problem.priority}
    timeline.write(problem, "describe", by=by, at=at, **facts)
    return save(problem)


def _touch(problem, assets, rooms):
    """What it affects, all of it of its own school."""
    for name, found in (("assets", assets), ("rooms", rooms)):
        if found is None:
            continue
        strange = [each for each in found if problem.school_id and each.school_id != problem.school_id]
        if strange:
            raise ValidationError({name: f"{strange[0].name} belongs to another school."})
        getattr(problem, name).set(found)


def _school_of(incidents):
    schools = {incident.school for incident in incidents}
    return schools.pop() if len(schools) == 1 else None


def _may_raise(by, school, incidents):
    if by.may(Permission.SOLVE_PROBLEMS, school):
        return
    if not by.may_anywhere(Permission.SOLVE_PROBLEMS):
        raise NotYours(f"None of your roles includes this: {WORDS[Permission.SOLVE_PROBLEMS].lower()}.")
    if school is not None:
        raise NotYours(f"You can’t raise a problem at {school.name}: you don’t look for causes there.")
    if incidents:
        raise NotYours(
            "These records belong to several schools. Raise one problem for each school, or ask somebody who looks "
            "after the whole trust."
        )
    raise ValidationError({"school": "Choose the school. Only people of the whole trust raise one for all of them."})


def _only(found):
    """What all of them have in common; None where they differ."""
    different = set(found)
    return different.pop() if len(different) == 1 else None
