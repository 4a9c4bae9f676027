"""The end of a change, and what was learnt from it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes import timeline
from changes.models import Outcome
from changes.moves import CLOSE, REVIEW, WITHDRAW
from changes.workflow import approving
from changes.workflow.audience import tell_audience
from changes.workflow.record import day_of, must_say, save
from changes.workflow.telling import tell

CAME_OF_IT = (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.BACKED_OUT)


@transaction.atomic
def close(change, *, by, at, outcome, outcome_note="", minutes=0):
    """Nothing is left to do: what came of it, and how it went."""
    change = CLOSE.begin(change, by=by)
    _check_outcome(change, outcome, outcome_note)
    change.status, change.outcome, change.outcome_note = CLOSE.target, outcome, outcome_note.strip()
    change.closed_at, change.closed_on = at, day_of(change, at)
    change.minutes_spent += minutes
    timeline.write(change, "close", by=by, at=at, text=change.outcome_note, outcome=outcome, minutes=minutes)
    save(change, by=by, at=at)
    tell(change, "closed", by=by, at=at)
    return change


@transaction.atomic
def review(change, *, by, at, objectives_met, on_time, lessons=""):
    """Look back: was it worth it, was it in time, what was learnt; signed. The story keeps every review there was."""
    change = REVIEW.begin(change, by=by)
    if change.needs_review:
        must_say(lessons=(lessons, "Say what was learnt: this one did not go the usual way."))
    change.objectives_met, change.on_time, change.lessons = objectives_met, on_time, lessons.strip()
    change.reviewed_at, change.reviewed_by = at, by
    facts = {"objectives_met": objectives_met, "on_time": on_time}
    timeline.write(change, "review", by=by, at=at, text=change.lessons, **facts)
    return save(change, by=by, at=at)


@transaction.atomic
def withdraw(change, *, by, at, reason):
    """It is not made after all; whoever was asked need not answer."""
    change = WITHDRAW.begin(change, by=by)
    must_say(reason=(reason, "Say why it is not made."))
    change.status, change.outcome, change.outcome_note = WITHDRAW.target, Outcome.CANCELLED, reason.strip()
    change.closed_at, change.closed_on = at, day_of(change, at)
    timeline.write(change, "withdraw", by=by, at=at, text=reason.strip())
    save(change, by=by, at=at, because=reason)
    approving.lapse(change, at)
    tell(change, "withdrawn", by=by, at=at, reason=reason.strip())
    tell_audience(change, "off", by=by, at=at, reason=reason.strip())
    return change


def _check_outcome(change, outcome, note):
    if outcome not in CAME_OF_IT:
        raise ValidationError({"outcome": "Choose what came of it: successful, failed or backed out."})
    if change.outcome == Outcome.BACKED_OUT and outcome != Outcome.BACKED_OUT:
        raise ValidationError({"outcome": "It was backed out, so that is what came of it."})
    if outcome != Outcome.SUCCESSFUL:
        must_say(outcome_note=(note, "Say how it went."))
