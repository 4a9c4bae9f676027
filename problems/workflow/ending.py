"""The end, and what undoes it: the cause is removed, closed, it came back, it was none; and what was learnt."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.workflow import resolve_together
from problems import reach, timeline
from problems.models import Fix, KnownError, Status
from problems.moves import CLOSE, REOPEN, RESOLVE, REVIEW, WITHDRAW
from problems.workflow.record import must_say, save, spend
from problems.workflow.telling import tell


@transaction.atomic
def resolve(problem, *, by, at, root_cause, resolution, minutes=0):
    """The cause is gone: its open incidents are resolved with it, each with its own clocks, and everyone is told once.

    Its known error is fixed and offered no more.
    """
    problem = RESOLVE.begin(problem, by=by)
    must_say(root_cause=(root_cause, "Say what the cause was."), resolution=(resolution, "Say what removed the cause."))
    problem.status, problem.resolved_at, problem.resolved_by = RESOLVE.target, at, by
    problem.root_cause, problem.resolution = root_cause.strip(), resolution.strip()
    problem.resolver = problem.resolver or by
    spend(problem, minutes, at=at)
    done = resolve_together(
        reach.open_incidents(problem), by=by, at=at, resolution=problem.resolution, cause=problem.title
    )
    _retire(problem, by=by, at=at, fix=Fix.FIXED)
    facts = {"minutes": minutes, "incidents": [incident.pk for incident in done]}
    timeline.write(problem, "resolve", by=by, at=at, text=problem.resolution, **facts)
    return save(problem)


@transaction.atomic
def close(problem, *, by, at):
    """It stayed away: done."""
    problem = CLOSE.begin(problem, by=by)
    problem.status, problem.closed_at = CLOSE.target, at
    timeline.write(problem, "close", by=by, at=at)
    return save(problem)


@transaction.atomic
def reopen(problem, *, by, at, reason):
    """It came back: the search goes on, and its known error is offered again. Its incidents stay as they are."""
    problem = REOPEN.begin(problem, by=by)
    must_say(reason=(reason, "Say what came back."))
    known = _offer_again(problem, by=by, at=at)
    problem.status = Status.KNOWN_ERROR if known else REOPEN.target
    timeline.write(problem, "reopen", by=by, at=at, text=reason.strip(), resolution=problem.resolution)
    problem.resolved_at = problem.resolved_by = problem.closed_at = problem.proposed_at = None
    problem.resolution = ""
    problem.reopened += 1
    if problem.resolver and problem.resolver != by:
        tell(problem, "reopened", to=problem.resolver, at=at, reason=reason.strip())
    return save(problem)


@transaction.atomic
def withdraw(problem, *, by, at, reason):
    """It was no problem, or is one with another: its incidents are free for another cause, its known error goes."""
    problem = WITHDRAW.begin(problem, by=by)
    must_say(reason=(reason, "Say why it is none."))
    freed = sorted(problem.links.values_list("incident_id", flat=True))
    problem.links.all().delete()
    _retire(problem, by=by, at=at)
    problem.status, problem.closed_at = WITHDRAW.target, at
    timeline.write(problem, "withdraw", by=by, at=at, text=reason.strip(), incidents=freed)
    return save(problem)


@transaction.atomic
def review(problem, *, by, at, went_well="", to_improve="", lessons=""):
    """What went well, what to do better, what was learnt; signed. The story keeps every review there was."""
    problem = REVIEW.begin(problem, by=by)
    said = {"went_well": went_well.strip(), "to_improve": to_improve.strip(), "lessons": lessons.strip()}
    if not any(said.values()):
        raise ValidationError({"lessons": "Write at least one of the three."})
    problem.went_well, problem.to_improve, problem.lessons = said.values()
    problem.reviewed_at, problem.reviewed_by = at, by
    timeline.write(problem, "review", by=by, at=at, text=said["lessons"], **said)
    return save(problem)


def _retire(problem, *, by, at, **facts):
    """Offer its known error no more; when it was retired before, that stays."""
    for known in KnownError.objects.filter(problem=problem):
        known.retired_at = known.retired_at or at
        known.root_cause = problem.root_cause or known.root_cause
        _change(known, by=by, at=at, **facts)


def _offer_again(problem, *, by, at):
    """The known error that was retired because the cause seemed gone, if there is one."""
    known = KnownError.objects.filter(problem=problem, fix=Fix.FIXED, retired_at=problem.resolved_at).first()
    return known and _change(known, by=by, at=at, fix=Fix.NONE, retired_at=None)


def _change(known, *, by, at, **facts):
    for name, value in facts.items():
        setattr(known, name, value)
    known._history_user, known._history_date = by, at
    known.save()
    return known
