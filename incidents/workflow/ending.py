"""The end, and what undoes it: fixed, confirmed, closed, still broken, not needed, reported before."""

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import promises, timeline
from incidents.intake import log_incident
from incidents.models import Incident, Status
from incidents.moves import CANCEL, CLOSE, CONFIRM, MARK_DUPLICATE, REOPEN, RESOLVE, hold
from incidents.workflow.major import begin_major, begin_with_parts, resolve_parts
from incidents.workflow.record import drop, finish, heard, save
from incidents.workflow.restoring import restore, stand_up
from incidents.workflow.telling import concerned, tell, tell_requester, tell_who_reported_it_too

log = structlog.get_logger(__name__)


@transaction.atomic
def resolve(incident, *, by, at, resolution, workaround="", minutes=0):
    """Service is restored: say how, stop its clocks, tell the requester.

    A major incident is over with it: what is part of it is resolved too, and everybody is told once.
    """
    incident, parts = begin_with_parts(RESOLVE, incident, by=by)
    if not resolution.strip():
        raise ValidationError({"resolution": "Say what fixed it: the next person with this fault will thank you."})
    incident = restore(incident, by=by, at=at, resolution=resolution, workaround=workaround, minutes=minutes)
    if incident.is_major:
        return resolve_parts(incident, parts, by=by, at=at)
    tell_requester(incident, "resolved", at=at)
    tell_who_reported_it_too(incident, at=at)
    return incident


@transaction.atomic
def confirm(incident, *, by, at, satisfied=None):
    """The requester says it works: done."""
    incident = CONFIRM.begin(incident, by=by)
    incident.satisfied = satisfied
    timeline.write(incident, "confirm", by=by, at=at, satisfied=satisfied)
    return finish(incident, at=at)


@transaction.atomic
def close(incident, *, by, at):
    """Nobody objected, or the requester said so in person."""
    incident = CLOSE.begin(incident, by=by)
    timeline.write(incident, "close", by=by, at=at)
    tell_requester(incident, "closed", at=at)
    return finish(incident, at=at)


@transaction.atomic
def reopen(incident, *, by, at, reason):
    """It is not fixed: the same record and clock go on, and a major incident is on the status page again.

    What is part of it stays as it is. Long after closing, a new record that names the old one is opened and returned
    instead.
    """
    incident = begin_major(REOPEN, incident, by=by)
    if not reason.strip():
        raise ValidationError({"reason": "Say what is still wrong."})
    if incident.status == Status.CLOSED and at > promises.may_reopen_until(incident):
        return _follow(incident, by=by, at=at, reason=reason)
    incident.status = REOPEN.target if incident.assignee_id else Status.NEW
    incident.resolved_at = incident.resolved_by = incident.closed_at = incident.close_on = incident.satisfied = None
    incident.reopened += 1
    promises.reopened(incident, at=at, by=by)
    timeline.write(incident, "reopen", by=by, at=at, text=reason, resolution=incident.resolution)
    incident.resolution = ""
    if incident.is_major:
        stand_up(incident.major)
    heard(incident, by=by, at=at)
    for person in concerned(incident) - {by}:
        tell(incident, "reopened", to=person, at=at, note=reason)
    return save(incident)


@transaction.atomic
def cancel(incident, *, by, at, reason):
    """It is not needed any more."""
    incident = CANCEL.begin(incident, by=by)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is not needed any more."})
    timeline.write(incident, "cancel", by=by, at=at, text=reason)
    if by != incident.requester:
        tell_requester(incident, "cancelled", at=at, reason=reason)
    return drop(incident, by=by, at=at)


@transaction.atomic
def mark_duplicate(incident, *, by, at, original):
    """The same thing was reported before: this one ends, its requester is told which record to follow."""
    hold(incident, original)
    incident = MARK_DUPLICATE.begin(incident, by=by)
    original = Incident.objects.get(pk=original.pk)
    if original.pk == incident.pk or original.duplicate_of_id or original.status == Status.CANCELLED:
        raise ValidationError({"original": "Choose a record that is not itself a duplicate or cancelled."})
    if original.school_id != incident.school_id:
        raise ValidationError({"original": "Choose a record of the same school."})
    incident.duplicate_of, incident.parent = original, None  # it follows the original, whatever that is part of
    incident.duplicates.update(duplicate_of=original)  # whoever reported it too follows along
    timeline.write(incident, "mark_duplicate", by=by, at=at, original=original.pk)
    timeline.write(original, "got_duplicate", by=by, at=at, duplicate=incident.pk)
    tell_requester(incident, "duplicate", at=at, original=original)
    return drop(incident, by=by, at=at)


def close_resolved(*, at):
    """Close what stayed resolved for the agreed school days. Safe to repeat, to miss, to run twice at once."""
    due = Incident.objects.filter(status=Status.RESOLVED, close_on__lte=at).order_by("close_on")
    closed = 0
    for pk in due.values_list("pk", flat=True):
        try:
            closed += _close_if_due(pk, at=at)
        except Exception:  # the next sweep tries it again; the others do not wait for it
            log.exception("closing_failed", incident=pk)
    return closed


@transaction.atomic
def _close_if_due(pk, *, at):
    """Look again with the record in hand: somebody may have confirmed it, or reopened and fixed it anew."""
    held = Incident.objects.select_for_update().filter(pk=pk, status=Status.RESOLVED, close_on__lte=at).first()
    if held is None or _waits_longer(held, at=at):
        return 0
    close(held, by=None, at=at)
    return 1


def _waits_longer(incident, *, at):
    """Did the school's calendar change since it was fixed, so that its last day to object still lies ahead?"""
    close_on = promises.closes_on(incident, at=incident.resolved_at)
    if close_on <= at:
        return False
    incident.close_on = close_on
    incident.save(update_fields=["close_on"])
    return True


def _follow(incident, *, by, at, reason):
    """The reopen window is over: a new record that names the old one."""
    kept = ("school", "room", "asset", "category", "kind", "lesson_stopped", "summary", "impact", "urgency")
    facts = {name: getattr(incident, name) for name in kept}
    new = log_incident(
        **facts,
        requester=incident.requester or by,
        by=by,
        at=at,
        channel=incident.channel if not incident.is_imported else "page",
        description=reason,
        follows=incident,
    )
    timeline.write(incident, "followed", by=by, at=at, text=reason, new=new.pk)
    return new
