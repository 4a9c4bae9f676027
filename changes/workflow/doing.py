"""The change is made, undone, and put down in the register."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes import timeline
from changes.models import Afterwards, Kind, Outcome, Step
from changes.moves import BACK_OUT, IMPLEMENT, RECORD_IN_ASSETS
from changes.workflow import approving
from changes.workflow.audience import tell_audience
from changes.workflow.record import day_of, must_say, save
from changes.workflow.telling import tell
from changes.workflow.writing import YEARS


@transaction.atomic
def implement(change, *, by, at, made_at=None, made_by=None, minutes=0, note=""):
    """It is made: when it took effect, by whom, and the working time it took."""
    change = IMPLEMENT.begin(change, by=by)
    _made(change, at=at, made_at=made_at, made_by=made_by or by, minutes=minutes)
    change.status, change.told_done_at = IMPLEMENT.target, at
    asks = _must_be_asked(change, at)
    facts = {"minutes": minutes, "made_at": change.made_at.isoformat(), "made_by": change.made_by.name}
    timeline.write(change, "implement", by=by, at=at, text=note.strip(), **facts)
    save(change, by=by, at=at)
    approving.lapse(change, at)
    if asks:
        approving.ask(change, Step.AFTERWARDS, at)
    tell(change, "made", by=by, at=at, note=note.strip())
    tell_audience(change, "made", by=by, at=at)
    return change


@transaction.atomic
def back_out(change, *, by, at, note, minutes=0):
    """It was undone: say what happened. What it touched is as it was, so the register is looked at again."""
    change = BACK_OUT.begin(change, by=by)
    must_say(note=(note, "Say what happened, and how it was undone."))
    _made(change, at=at, made_at=change.made_at, made_by=change.made_by or by, minutes=minutes)
    change.status, change.outcome, change.outcome_note = BACK_OUT.target, Outcome.BACKED_OUT, note.strip()
    asks = _must_be_asked(change, at)
    timeline.write(change, "back_out", by=by, at=at, text=note.strip(), minutes=minutes)
    save(change, by=by, at=at)
    if asks:
        approving.ask(change, Step.AFTERWARDS, at)
    tell(change, "backed_out", by=by, at=at, note=note.strip())
    tell_audience(change, "backed_out", by=by, at=at)
    return change


@transaction.atomic
def record_in_assets(change, *, by, at, note):
    """The register says what is there now: what was put down, or that nothing had to be."""
    change = RECORD_IN_ASSETS.begin(change, by=by)
    must_say(note=(note, "Say what was put down in the register, or that nothing had to be."))
    change.status = RECORD_IN_ASSETS.target
    timeline.write(change, "record_in_assets", by=by, at=at, text=note.strip())
    return save(change, by=by, at=at)


def _must_be_asked(change, at):
    """An emergency that nobody approved before it was made is asked about afterwards, once; notes so on the change."""
    if change.kind != Kind.EMERGENCY or change.afterwards or _was_approved(change):
        return False
    change.afterwards, change.afterwards_at = Afterwards.ASKED, at
    return True


def _was_approved(change):
    """Did those who are asked say yes to making it, since it was last asked for?"""
    last = change.entries.filter(move__in=["raise", "raise_again", "approve_to_implement"]).order_by("pk").last()
    return last is not None and last.move == "approve_to_implement"


def _made(change, *, at, made_at, made_by, minutes):
    """When it took effect, with the date at the school, by which reports go."""
    made_at = made_at or at
    if made_at > at:
        raise ValidationError({"made_at": "This lies in the future. Say so once it is made."})
    if made_at.year not in YEARS:
        raise ValidationError({"made_at": f"Choose a day since {YEARS[0]}."})
    change.made_at, change.made_by, change.made_on = made_at, made_by, day_of(change, made_at)
    change.minutes_spent += minutes
