"""Somebody left: their problems are for others, and those who give them out are told."""

from collections import defaultdict

from django.db import transaction

from problems import timeline
from problems.models import KnownError, Problem
from problems.moves import ASSIGN
from problems.workflow.record import save
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import Permission


@transaction.atomic
def give_back(person, *, by, at):
    """Nobody looks for the cause of their open problems now, and each says why.

    One letter tells each problem manager of all of these at their schools, and of the known errors that nobody keeps
    true; an entry stays in its owner's name until it is given to somebody.
    """
    theirs = Problem.objects.unresolved().filter(resolver=person).order_by("pk")
    problems = [_release(problem, person, by=by, at=at) for problem in theirs]
    known = list(KnownError.objects.in_use().filter(owner=person).select_related("school").order_by("pk"))
    told = defaultdict(list)
    for record in (*problems, *known):
        for manager in Person.objects.who_may(Permission.MANAGE_PROBLEMS, record.school):
            told[manager].append(record)
    for manager, records in told.items():
        letters.write(manager, "problems/left", at=at, path="/problems/", person=person, records=records)


def _release(problem, person, *, by, at):
    problem = ASSIGN.begin(problem, by=None)
    problem.resolver = None
    timeline.write(problem, "release", by=by, at=at, text=f"{person.name} has left.")
    return save(problem)
