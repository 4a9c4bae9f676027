"""What several moves do to the record itself."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.intake import local_date
from problems import timeline
from problems.workflow.telling import tell_who_decides


def day_of(problem, at):
    """The date at the school at a moment; for the whole trust by the clock of the desk."""
    return local_date(problem.school, at) if problem.school else timezone.localdate(at)


def must_say(**said):
    """Each named field has words in it: `must_say(title=(title, "Say …"))`."""
    missing = {name: sentence for name, (words, sentence) in said.items() if not words.strip()}
    if missing:
        raise ValidationError(missing)


def spend(problem, minutes, *, at):
    """Working time goes on the record; it may use up what was allowed."""
    problem.minutes_spent += minutes
    allowed = problem.allowed_minutes
    if allowed is not None and problem.minutes_spent >= allowed and problem.is_open:
        run_out(problem, at=at)


def run_out(problem, *, at):
    """The time allowed is used up, and those who decide are told what was agreed for it; once, until more is given."""
    if problem.ran_out_at is not None:
        return
    problem.ran_out_at = at
    facts = {"spent": problem.minutes_spent, "allowed": problem.allowed_minutes, "then": problem.when_time_runs_out}
    timeline.write(problem, "run_out", by=None, at=at, **facts)
    tell_who_decides(problem, "ran_out", at=at)


def save(problem):
    """Write the record."""
    problem.save()
    return problem
