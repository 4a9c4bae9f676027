"""The plan is ready, its window moves, and people are told beforehand."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes import timeline
from changes.models import Step
from changes.moves import ANNOUNCE, PLAN, RESCHEDULE
from changes.workflow import approving
from changes.workflow.audience import gather, tell_audience
from changes.workflow.record import must_say, save
from changes.workflow.telling import tell
from changes.workflow.touching import check_implementer
from changes.workflow.writing import write_plan, wrong_window


@transaction.atomic
def plan(change, *, by, at, **said):
    """The plan is ready: how it is made and undone, when, what people notice, how risky it is. Somebody looks through
    it next. What isn't said stays; a plan that changes is looked through anew.
    """
    change = PLAN.begin(change, by=by)
    write_plan(change, **said)
    if not change.procedure:
        raise ValidationError({"procedure": "Write at least one step."})
    change.status = PLAN.target
    timeline.write(change, "plan", by=by, at=at, **_window(change), risk=change.risk)
    save(change, by=by, at=at)
    approving.ask(change, Step.PEER_REVIEW, at)
    return change


@transaction.atomic
def reschedule(change, *, by, at, starts_at, ends_at, reason, implementer=None):
    """It happens at another time, or somebody else makes it; whoever was told of the old time is told."""
    change = RESCHEDULE.begin(change, by=by)
    must_say(reason=(reason, "Say why it moves."))
    wrong = wrong_window(starts_at, ends_at)
    if wrong or not starts_at:
        raise ValidationError(wrong or {"starts_at": "Say from when."})
    before = _window(change)
    change.starts_at, change.ends_at, change.reminded_at = starts_at, ends_at, None
    if implementer and implementer != change.implementer:
        change.implementer = implementer
        check_implementer(change)
    facts = _window(change) | {f"{name}_before": value for name, value in before.items()}
    timeline.write(change, "reschedule", by=by, at=at, text=reason.strip(), **facts)
    save(change, by=by, at=at, because=reason)
    tell(change, "moved", by=by, at=at, reason=reason.strip())
    tell_audience(change, "moved", by=by, at=at, reason=reason.strip())
    return change


@transaction.atomic
def announce(change, *, by, at, note="", also=(), left_out=()):
    """Whoever will notice is told what happens, why, when, and what they will notice; and who `also` should know.

    `left_out`: of those that the desk worked out, the people who need no letter.
    """
    change = ANNOUNCE.begin(change, by=by)
    if not change.starts_at:
        raise ValidationError({"note": "It has no window yet: say first when it happens."})
    change.status, change.announced_at = ANNOUNCE.target, at
    people = gather(change, by=by, at=at, also=also, left_out=left_out)
    timeline.write(change, "announce", by=by, at=at, text=note.strip(), people=len(people))
    save(change, by=by, at=at)
    tell_audience(change, "announced", by=by, at=at, note=note.strip())
    tell(change, "announced", by=by, at=at, note=note.strip(), people=len(people), besides=people)
    return change


def _window(change):
    """The window as a line of the story keeps it."""
    return {name: moment.isoformat() for name in ("starts_at", "ends_at") if (moment := getattr(change, name))}
