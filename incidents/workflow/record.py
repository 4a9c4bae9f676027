"""What several moves do to the record itself."""

from incidents import promises
from incidents.models import IncidentEntry, Status
from incidents.models.incident import Writer
from servicedesk.errors import Refused
from servicedesk.roles import Permission
from servicedesk.timeline import EntryKind


def save(incident):
    """Write the record, with when its next clock runs out beside it."""
    promises.note_next_due(incident)
    incident.save()
    return incident


def hand_to(incident, person, *, at):
    """A new owner; passing on from one to another is counted."""
    if incident.assignee_id and incident.assignee_id != person.pk:
        incident.reassigned += 1
    incident.assignee, incident.assigned_at = person, at
    if incident.status == Status.NEW:
        incident.status = Status.ASSIGNED


def leave_wait(incident):
    """It waits for nothing any more."""
    incident.wait_reason = incident.wait_note = ""
    incident.follow_up_on = None


def go_on(incident, *, by, at):
    """The wait is over: back to its owner, or to whoever takes it."""
    leave_wait(incident)
    incident.status = Status.IN_PROGRESS if incident.assignee_id else Status.NEW
    promises.resume(incident, at=at, by=by)


def finish(incident, *, at):
    """Done and told."""
    incident.status, incident.closed_at, incident.close_on = Status.CLOSED, at, None
    return save(incident)


def drop(incident, *, by, at):
    """Nobody needs it any more: its clocks lapse."""
    leave_wait(incident)
    promises.lapse(incident, at=at, by=by)
    incident.status, incident.closed_at = Status.CANCELLED, at
    return save(incident)


def is_support(incident, person):
    """Does a person speak for support on this record? Not on what they asked for themselves."""
    return person.pk != incident.requester_id and person.may(Permission.WORK, incident.school_id)


def spoke(incident, *, by, at):
    """Somebody of support spoke to the requester."""
    incident.wrote_last, incident.wrote_last_at = Writer.SUPPORT, at
    if is_support(incident, by):
        promises.answered(incident, at=at, by=by)


def heard(incident, *, by, at):
    """The requester's side spoke."""
    if not is_support(incident, by):
        incident.wrote_last, incident.wrote_last_at = Writer.REQUESTER, at


def refuse_if_spoken_since(incident, seen, *, by):
    """Nobody answers past somebody else: `seen` is the newest entry the writer had on the page."""
    if seen is None:
        return
    spoken = IncidentEntry.objects.filter(incident=incident, pk__gt=seen, kind__in=[EntryKind.REPLY, EntryKind.CALL])
    latest = spoken.exclude(by=by).select_related("by").last()
    if latest:
        who = latest.by.name if latest.by else "Somebody"
        raise Refused(
            f"{who} wrote since you opened this: “{latest.text[:200]}” Your text is kept. Read it, then send again."
        )
