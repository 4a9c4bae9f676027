"""The end of a round, and what undoes it: finished, left out, reopened; or somebody else has it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.intake import local_date
from maintenance import timeline
from maintenance.models import Check, Result, Status
from maintenance.moves import FINISH, HAND_OVER, REOPEN, SKIP
from servicedesk import letters
from servicedesk.roles import Permission

NAMED = 5  # unanswered checks that are named; the others are counted


@transaction.atomic
def finish(round, *, by, at, minutes, note="", rest_unchecked=False):
    """Done: how long it took, and nothing left without an answer.

    `rest_unchecked`: what has none could not be checked; without it, whatever is unanswered is named and refused.
    """
    round = FINISH.begin(round, by=by)
    open_checks = Check.objects.filter(thing__round=round, result="")
    unanswered = list(open_checks.select_related("thing").order_by("thing__place", "place"))
    if unanswered and not rest_unchecked:
        raise ValidationError({"rest_unchecked": _named(unanswered)})
    open_checks.update(result=Result.UNCHECKED, answered_at=at, answered_by=by)
    round.status, round.minutes, round.note = FINISH.target, minutes, note.strip()
    round.finished_at, round.finished_by, round.done_on = at, by, local_date(round.school, at)
    round.save()
    timeline.write(round, "finish", by=by, at=at, text=note.strip(), minutes=minutes, unchecked=len(unanswered))
    return round


@transaction.atomic
def skip(round, *, by, at, reason):
    """It is not done this time, and why."""
    round = SKIP.begin(round, by=by)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is left out: whoever looks at the plan later will ask."})
    round.status, round.skip_reason = SKIP.target, reason.strip()
    round.save()
    timeline.write(round, "skip", by=by, at=at, text=reason.strip())
    return round


@transaction.atomic
def reopen(round, *, by, at, reason=""):
    """It was finished or left out by mistake: it goes on where it was; results and minutes stay."""
    round = REOPEN.begin(round, by=by)
    round.status = REOPEN.target if round.started_at else Status.PLANNED
    round.finished_at = round.finished_by = round.done_on = None
    round.skip_reason = ""
    round.save()
    timeline.write(round, "reopen", by=by, at=at, text=reason.strip())
    return round


@transaction.atomic
def hand_over(round, *, by, at, to, note=""):
    """Somebody else does it this time, and is told; the plan keeps its owner."""
    round = HAND_OVER.begin(round, by=by)
    if not to.is_active or not to.may(Permission.DO_MAINTENANCE, round.school_id):
        raise ValidationError({"to": f"{to.name} does no maintenance at {round.school.name}."})
    round.owner, round.is_handed_over = to, to.pk != round.plan.owner_id
    round.save()
    timeline.write(round, "hand_over", by=by, at=at, text=note.strip(), to=to.pk, name=to.name)
    if to != by:
        about = {"round": round, "by": by, "note": note.strip()}
        path = round.get_absolute_url()
        letters.write(to, "maintenance/given", at=at, reference=round.reference, path=path, **about)
    return round


def _named(unanswered):
    """What has no answer yet, by name."""
    said = "; ".join(f"{check.thing.label}: {check.words}" for check in unanswered[:NAMED])
    more = len(unanswered) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"No answer yet: {said}{rest}. Answer them, or say that the rest could not be checked."
