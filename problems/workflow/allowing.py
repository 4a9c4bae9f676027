"""How long it may take: working time, a day to decide, and what is done when that was not enough."""

from datetime import timedelta

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from problems import timeline
from problems.models import Problem, WhenTimeRunsOut
from problems.moves import ALLOW_TIME
from problems.workflow.record import day_of, run_out, save

log = structlog.get_logger(__name__)


@transaction.atomic
def allow_time(problem, *, by, at, allowed_minutes=None, decide_by=None, when_time_runs_out=WhenTimeRunsOut.ASK):
    """Allow working time, or name the day on which it is decided whether to go on; neither means no limit."""
    problem = ALLOW_TIME.begin(problem, by=by)
    _check(problem, allowed_minutes, decide_by, at=at)
    problem.allowed_minutes, problem.decide_by = allowed_minutes, decide_by
    problem.when_time_runs_out, problem.ran_out_at = WhenTimeRunsOut(when_time_runs_out), None
    facts = {"allowed": allowed_minutes, "decide_by": decide_by.isoformat() if decide_by else None}
    timeline.write(problem, "allow_time", by=by, at=at, then=problem.when_time_runs_out, **facts)
    return save(problem)


def _check(problem, allowed_minutes, decide_by, *, at):
    errors = {}
    if allowed_minutes is not None and allowed_minutes <= problem.minutes_spent:
        errors["allowed_minutes"] = f"{problem.minutes_spent} min are spent already: allow more than that in all."
    if decide_by is not None and decide_by <= day_of(problem, at):
        errors["decide_by"] = "Choose a later day than today."
    if errors:
        raise ValidationError(errors)


def note_time_run_out(*, at):
    """Note on each problem whose day to decide has come that its time is up. Returns how many.

    Safe to repeat, to miss, to run twice at once.
    """
    tomorrow = at.date() + timedelta(days=1)  # it is that day already somewhere
    due = Problem.objects.unresolved().filter(ran_out_at=None, decide_by__lte=tomorrow).order_by("decide_by", "pk")
    noted = 0
    for pk in due.values_list("pk", flat=True):
        try:
            noted += _note_if_due(pk, at=at)
        except Exception:  # the next sweep tries it again; the others do not wait for it
            log.exception("noting_time_failed", problem=pk)
    return noted


@transaction.atomic
def _note_if_due(pk, *, at):
    """Look again with the record in hand: somebody may have allowed more, or removed the cause."""
    list(Problem.objects.select_for_update().filter(pk=pk).values_list("pk"))
    problem = Problem.objects.unresolved().select_related("school", "resolver").filter(pk=pk, ran_out_at=None).first()
    if problem is None or problem.decide_by is None or problem.decide_by > day_of(problem, at):
        return 0
    run_out(problem, at=at)
    save(problem)
    return 1
