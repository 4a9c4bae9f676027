"""What is said: to the requester, among technicians, on the phone."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import timeline
from incidents.models import Status
from incidents.moves import NOTE, RECORD_CALL, REPLY
from incidents.workflow.record import go_on, heard, is_support, refuse_if_spoken_since, save, spoke
from incidents.workflow.telling import tell, tell_requester
from servicedesk.timeline import EntryKind
from sla.models import PauseReason


@transaction.atomic
def reply(incident, *, by, at, text, minutes=0, seen=None):
    """Say something to the other side. The requester's word ends a wait for them; support's first word is the response.

    `seen`: the newest entry the writer had on the page; when somebody spoke since, nothing is sent.
    """
    incident = REPLY.begin(incident, by=by)
    must_say(text)
    refuse_if_spoken_since(incident, seen, by=by)
    if is_support(incident, by):
        spoke(incident, by=by, at=at)
        incident.minutes_spent += minutes
        tell_requester(incident, "replied", at=at, text=text, by=by)
    else:
        heard(incident, by=by, at=at)
        if incident.status == Status.WAITING and incident.wait_reason == PauseReason.REQUESTER:
            go_on(incident, by=by, at=at)
        if incident.assignee:
            tell(incident, "heard", to=incident.assignee, at=at, note=text)
    timeline.write(incident, "reply", by=by, at=at, kind=EntryKind.REPLY, text=text.strip(), minutes=minutes)
    return save(incident)


@transaction.atomic
def note(incident, *, by, at, text, minutes=0):
    """Something for technicians only; the requester never sees it and no clock cares."""
    incident = NOTE.begin(incident, by=by)
    must_say(text)
    incident.minutes_spent += minutes
    timeline.write(incident, "note", by=by, at=at, kind=EntryKind.NOTE, text=text.strip(), minutes=minutes)
    return save(incident)


@transaction.atomic
def record_call(incident, *, by, at, text, minutes=0):
    """A talk with the requester, kept in the record: it is an answer like a written one."""
    incident = RECORD_CALL.begin(incident, by=by)
    must_say(text)
    spoke(incident, by=by, at=at)
    incident.minutes_spent += minutes
    timeline.write(incident, "record_call", by=by, at=at, kind=EntryKind.CALL, text=text.strip(), minutes=minutes)
    return save(incident)


def must_say(text):
    if not text.strip():
        raise ValidationError({"text": "Write something first."})
