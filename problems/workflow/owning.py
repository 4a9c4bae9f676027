"""Who looks for the cause."""

from django.core.exceptions import ValidationError
from django.db import transaction

from problems import timeline
from problems.moves import ASSIGN, TAKE
from problems.workflow.record import save
from problems.workflow.telling import tell
from servicedesk.errors import Refused
from servicedesk.roles import Permission


@transaction.atomic
def assign(problem, *, by, at, resolver, note=""):
    """Give it to somebody who looks for causes here, and tell them."""
    problem = ASSIGN.begin(problem, by=by)
    if not resolver.is_active or not resolver.may(Permission.SOLVE_PROBLEMS, problem.school_id):
        where = problem.school.name if problem.school else "the whole trust"
        raise ValidationError({"resolver": f"{resolver.name} does not look for the cause of problems of {where}."})
    problem.resolver = resolver
    timeline.write(problem, "assign", by=by, at=at, text=note.strip(), to=resolver.pk, name=resolver.name)
    if by != resolver:
        tell(problem, "given", to=resolver, at=at, note=note.strip())
    return save(problem)


@transaction.atomic
def take(problem, *, by, at):
    """Look for the cause oneself. What somebody else has is theirs until a problem manager gives it away."""
    problem = TAKE.begin(problem, by=by)
    if problem.resolver_id and problem.resolver_id != by.pk:
        raise Refused(f"{problem.resolver.name} has {problem.reference} already. A problem manager can give it to you.")
    problem.resolver = by
    timeline.write(problem, "take", by=by, at=at)
    return save(problem)
