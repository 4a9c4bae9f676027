"""The moves: one function each, alone in changing what an incident is. Each is one transaction of state, story, clock and letter.

`by` is the person (None: the desk's own sweep) and `at` the moment; no function reads the clock. A move raises NotYours (403) or
Refused (409) with a sentence, and then nothing has changed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import promises, timeline
from incidents.intake import local_date, log_incident
from incidents.models import Incident, IncidentEntry, Status
from incidents.models.incident import NEVER, Writer
from incidents.moves import (
    ASSIGN,
    CANCEL,
    CLOSE,
    CONFIRM,
    MARK_DUPLICATE,
    NOTE,
    PRIORITISE,
    RECORD_CALL,
    RELEASE,
    REOPEN,
    REPLY,
    RESOLVE,
    RESUME,
    START,
    TAKE,
    WAIT,
)
from servicedesk import letters
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from servicedesk.timeline import EntryKind
from sla.models import PauseReason

SWEEP_BATCH = 500
WAIT_NOTE = 300  # what the queue needs of a question; the whole of it is in the story and in the letter


@transaction.atomic
def assign(incident, *, by, at, assignee, team=None, note=""):
    """Give it to somebody who works at this school, and tell them."""
    incident = ASSIGN.begin(incident, by=by)
    if not assignee.is_active or not assignee.may(Permission.WORK, incident.school_id):
        raise ValidationError({"assignee": f"{assignee.name} does not work on records of {incident.school.name}."})
    _hand_to(incident, assignee, at=at)
    incident.team = team or incident.team
    timeline.write(incident, "assign", by=by, at=at, text=note, to=assignee.pk, name=assignee.name)
    if by != assignee:
        _tell_support(incident, "given", to=assignee, at=at, note=note)
    return _save(incident)


@transaction.atomic
def take(incident, *, by, at):
    """Make it one's own. What somebody else has is theirs until it is assigned or given back."""
    incident = TAKE.begin(incident, by=by)
    if incident.assignee_id and incident.assignee_id != by.pk:
        raise Refused(f"{incident.assignee.name} has {incident.reference} already. Assign it to yourself if you agreed on it.")
    _hand_to(incident, by, at=at)
    timeline.write(incident, "take", by=by, at=at)
    return _save(incident)


@transaction.atomic
def release(incident, *, by, at):
    """Give it back, so that somebody else can take it."""
    incident = RELEASE.begin(incident, by=by)
    if incident.assignee_id != by.pk and not by.may(Permission.ASSIGN, incident.school_id):
        raise NotYours("Only its owner can give it back.")
    incident.assignee = incident.assigned_at = None
    incident.status = Status.WAITING if incident.status == Status.WAITING else Status.NEW
    timeline.write(incident, "release", by=by, at=at)
    return _save(incident)


@transaction.atomic
def start(incident, *, by, at):
    """Somebody is on it now."""
    incident = START.begin(incident, by=by)
    if incident.assignee_id is None:
        _hand_to(incident, by, at=at)
    incident.status = START.target
    timeline.write(incident, "start", by=by, at=at)
    return _save(incident)


@transaction.atomic
def wait(incident, *, by, at, reason, follow_up_on, note="", minutes=0, seen=None):
    """It can't go on: say for what it waits and when somebody looks again. Asking the requester is an answer to them.

    `seen`: as in `reply`.
    """
    incident = WAIT.begin(incident, by=by)
    _refuse_if_spoken_since(incident, seen, by=by)
    if follow_up_on < local_date(incident.school, at):
        raise ValidationError({"follow_up_on": "Choose today or a later day."})
    if reason == PauseReason.REQUESTER and not note:
        raise ValidationError({"note": "Say what you need from them."})
    incident.status, incident.wait_reason, incident.wait_note = WAIT.target, PauseReason(reason), note[:WAIT_NOTE]
    incident.minutes_spent += minutes
    incident.follow_up_on = follow_up_on
    if reason == PauseReason.REQUESTER:
        _spoke(incident, by=by, at=at)
        _tell_requester(incident, "asked", at=at, question=note, by=by)
    promises.pause(incident, at=at, by=by, reason=incident.wait_reason)
    facts = {"reason": incident.wait_reason, "follow_up_on": follow_up_on.isoformat(), "minutes": minutes}
    timeline.write(incident, "wait", by=by, at=at, text=note, **facts)
    return _save(incident)


@transaction.atomic
def resume(incident, *, by, at):
    """The wait is over."""
    incident = RESUME.begin(incident, by=by)
    _go_on(incident, by=by, at=at)
    timeline.write(incident, "resume", by=by, at=at)
    return _save(incident)


@transaction.atomic
def resolve(incident, *, by, at, resolution, workaround="", minutes=0):
    """Service is restored: say how, stop its clocks, tell the requester."""
    incident = RESOLVE.begin(incident, by=by)
    if not resolution.strip():
        raise ValidationError({"resolution": "Say what fixed it: the next person with this fault will thank you."})
    if incident.assignee_id is None:
        _hand_to(incident, by, at=at)
    _leave_wait(incident)
    incident.status, incident.resolution, incident.workaround = RESOLVE.target, resolution.strip(), workaround
    incident.resolved_at, incident.resolved_by = at, by
    incident.minutes_spent += minutes
    incident.close_on = promises.closes_on(incident, at=at)
    incident.wrote_last, incident.wrote_last_at = Writer.SUPPORT, at
    promises.fulfilled(incident, at=at, by=by)
    timeline.write(incident, "resolve", by=by, at=at, text=incident.resolution, minutes=minutes)
    _tell_requester(incident, "resolved", at=at)
    _tell_who_reported_it_too(incident, at=at)
    return _save(incident)


@transaction.atomic
def confirm(incident, *, by, at, satisfied=None):
    """The requester says it works: done."""
    incident = CONFIRM.begin(incident, by=by)
    incident.satisfied = satisfied
    timeline.write(incident, "confirm", by=by, at=at, satisfied=satisfied)
    return _finish(incident, at=at)


@transaction.atomic
def close(incident, *, by, at):
    """Nobody objected, or the requester said so in person."""
    incident = CLOSE.begin(incident, by=by)
    timeline.write(incident, "close", by=by, at=at)
    _tell_requester(incident, "closed", at=at)
    return _finish(incident, at=at)


@transaction.atomic
def reopen(incident, *, by, at, reason):
    """It is not fixed: the same record and clock go on. Long after closing a new, linked record is opened and returned."""
    incident = REOPEN.begin(incident, by=by)
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
    _heard(incident, by=by, at=at)
    if incident.assignee and incident.assignee != by:
        _tell_support(incident, "reopened", to=incident.assignee, at=at, note=reason)
    return _save(incident)


@transaction.atomic
def cancel(incident, *, by, at, reason):
    """It is not needed any more."""
    incident = CANCEL.begin(incident, by=by)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is not needed any more."})
    timeline.write(incident, "cancel", by=by, at=at, text=reason)
    if by != incident.requester:
        _tell_requester(incident, "cancelled", at=at, reason=reason)
    return _drop(incident, by=by, at=at)


@transaction.atomic
def mark_duplicate(incident, *, by, at, original):
    """The same thing was reported before: this one ends, its requester is told which record to follow."""
    incident = MARK_DUPLICATE.begin(incident, by=by)
    original = Incident.objects.select_for_update().get(pk=original.pk)
    if original.pk == incident.pk or original.duplicate_of_id or original.status == Status.CANCELLED:
        raise ValidationError({"original": "Choose a record that is not itself a duplicate or cancelled."})
    if original.school_id != incident.school_id:
        raise ValidationError({"original": "Choose a record of the same school."})
    incident.duplicate_of = original
    incident.duplicates.update(duplicate_of=original)  # whoever reported it too follows along
    timeline.write(incident, "mark_duplicate", by=by, at=at, original=original.pk)
    timeline.write(original, "got_duplicate", by=by, at=at, duplicate=incident.pk)
    _tell_requester(incident, "duplicate", at=at, original=original)
    return _drop(incident, by=by, at=at)


@transaction.atomic
def prioritise(incident, *, by, at, impact, urgency, priority=None, reason=""):
    """Judge again who can't work and how soon it matters; a priority other than the table's needs a reason."""
    incident = PRIORITISE.begin(incident, by=by)
    usual = promises.priority_for(incident.school, impact, urgency, promise=promises.promise_for(incident.school))
    priority = priority or usual
    if priority != usual and not reason.strip():
        raise ValidationError({"reason": f"The table says P{usual}. Say why this one differs."})
    before, incident.priority = incident.priority, priority
    incident.impact, incident.urgency = impact, urgency
    incident.priority_reason = reason if priority != usual else ""
    if before != priority:
        promises.retarget(incident, at=at, by=by, reason=reason)
    facts = {"before": before, "after": priority, "impact": impact, "urgency": urgency}
    timeline.write(incident, "prioritise", by=by, at=at, text=reason, **facts)
    return _save(incident)


@transaction.atomic
def reply(incident, *, by, at, text, minutes=0, seen=None):
    """Say something to the other side. The requester's word ends a wait for them; support's first word is the response.

    `seen`: the newest entry the writer had on the page; when somebody spoke since, nothing is sent.
    """
    incident = REPLY.begin(incident, by=by)
    _must_say(text)
    _refuse_if_spoken_since(incident, seen, by=by)
    if _is_support(incident, by):
        _spoke(incident, by=by, at=at)
        incident.minutes_spent += minutes
        _tell_requester(incident, "replied", at=at, text=text, by=by)
    else:
        _heard(incident, by=by, at=at)
        if incident.status == Status.WAITING and incident.wait_reason == PauseReason.REQUESTER:
            _go_on(incident, by=by, at=at)
        if incident.assignee:
            _tell_support(incident, "heard", to=incident.assignee, at=at, note=text)
    timeline.write(incident, "reply", by=by, at=at, kind=EntryKind.REPLY, text=text.strip(), minutes=minutes)
    return _save(incident)


@transaction.atomic
def note(incident, *, by, at, text, minutes=0):
    """Something for technicians only; the requester never sees it and no clock cares."""
    incident = NOTE.begin(incident, by=by)
    _must_say(text)
    incident.minutes_spent += minutes
    timeline.write(incident, "note", by=by, at=at, kind=EntryKind.NOTE, text=text.strip(), minutes=minutes)
    return _save(incident)


@transaction.atomic
def record_call(incident, *, by, at, text, minutes=0):
    """A talk with the requester, kept in the record: it is an answer like a written one."""
    incident = RECORD_CALL.begin(incident, by=by)
    _must_say(text)
    _spoke(incident, by=by, at=at)
    incident.minutes_spent += minutes
    timeline.write(incident, "record_call", by=by, at=at, kind=EntryKind.CALL, text=text.strip(), minutes=minutes)
    return _save(incident)


def close_resolved(*, at):
    """Close what stayed resolved for the agreed school days. Safe to repeat, to miss, to run twice at once."""
    due = Incident.objects.filter(status=Status.RESOLVED, close_on__lte=at).order_by("close_on")
    return sum(_close_quietly(incident, at=at) for incident in due[:SWEEP_BATCH])


def _close_quietly(incident, *, at):
    try:
        close(incident, by=None, at=at)
    except Refused:  # somebody confirmed or reopened it a moment ago
        return 0
    return 1


# What moves share.


def _save(incident):
    promises.note_next_due(incident)
    if not incident.is_open:
        incident.next_due = NEVER
    incident.save()
    return incident


def _hand_to(incident, person, *, at):
    """A new owner; passing on from one to another is counted."""
    if incident.assignee_id and incident.assignee_id != person.pk:
        incident.reassigned += 1
    incident.assignee, incident.assigned_at = person, at
    if incident.status == Status.NEW:
        incident.status = Status.ASSIGNED


def _leave_wait(incident):
    incident.wait_reason = incident.wait_note = ""
    incident.follow_up_on = None


def _go_on(incident, *, by, at):
    _leave_wait(incident)
    incident.status = Status.IN_PROGRESS if incident.assignee_id else Status.NEW
    promises.resume(incident, at=at, by=by)


def _finish(incident, *, at):
    incident.status, incident.closed_at, incident.close_on = Status.CLOSED, at, None
    return _save(incident)


def _drop(incident, *, by, at):
    _leave_wait(incident)
    promises.lapse(incident, at=at, by=by)
    incident.status, incident.closed_at = Status.CANCELLED, at
    return _save(incident)


def _follow(incident, *, by, at, reason):
    """The reopen window is over: a new record that names the old one."""
    facts = {name: getattr(incident, name) for name in ("school", "room", "asset", "category", "kind", "lesson_stopped")}
    new = log_incident(
        **facts,
        requester=incident.requester,
        by=by,
        at=at,
        channel=incident.channel if not incident.is_imported else "page",
        summary=incident.summary,
        description=reason,
        impact=incident.impact,
        urgency=incident.urgency,
        follows=incident,
    )
    timeline.write(incident, "followed", by=by, at=at, text=reason, new=new.pk)
    return new


def _is_support(incident, person):
    return person.pk != incident.requester_id and person.may(Permission.WORK, incident.school_id)


def _spoke(incident, *, by, at):
    """Somebody of support spoke to the requester."""
    incident.wrote_last, incident.wrote_last_at = Writer.SUPPORT, at
    if _is_support(incident, by):
        promises.answered(incident, at=at, by=by)


def _heard(incident, *, by, at):
    """The requester's side spoke."""
    if not _is_support(incident, by):
        incident.wrote_last, incident.wrote_last_at = Writer.REQUESTER, at


def _must_say(text):
    if not text.strip():
        raise ValidationError({"text": "Write something first."})


def _refuse_if_spoken_since(incident, seen, *, by):
    if seen is None:
        return
    spoken = IncidentEntry.objects.filter(incident=incident, pk__gt=seen, kind__in=[EntryKind.REPLY, EntryKind.CALL])
    latest = spoken.exclude(by=by).select_related("by").last()
    if latest:
        who = latest.by.name if latest.by else "Somebody"
        raise Refused(f"{who} wrote since you opened this: “{latest.text[:200]}” Your text is kept. Read it, then send again.")


def _tell_requester(incident, letter, *, at, **context):
    if incident.requester:
        _letter(incident, letter, to=incident.requester, at=at, **context)


def _tell_who_reported_it_too(incident, *, at):
    """Once each, with the way to their own record."""
    told = {incident.requester_id, None}
    for duplicate in incident.duplicates.select_related("requester", "school").order_by("-pk"):
        if duplicate.requester_id not in told:
            told.add(duplicate.requester_id)
            _tell_requester(duplicate, "resolved_too", at=at, original=incident)


def _tell_support(incident, letter, *, to, at, **context):
    _letter(incident, letter, to=to, at=at, **context)


def _letter(incident, letter, *, to, at, **context):
    path = incident.get_absolute_url()
    about = {"incident": incident, "reference": incident.reference, "path": path}
    letters.write(to, f"incidents/{letter}", at=at, **about, **context)
