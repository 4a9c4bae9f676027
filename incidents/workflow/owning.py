"""Whose it is: give it to somebody, take it, give it back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import timeline
from incidents.models import Status
from incidents.moves import ASSIGN, RELEASE, TAKE
from incidents.workflow.record import hand_to, save
from incidents.workflow.telling import tell
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@transaction.atomic
def assign(incident, *, by, at, assignee, team=None, note=""):
    """Give it to somebody who works at this school, and tell them."""
    incident = ASSIGN.begin(incident, by=by)
    if not assignee.is_active or not assignee.may(Permission.WORK, incident.school_id):
        raise ValidationError({"assignee": f"{assignee.name} does not work on records of {incident.school.name}."})
    hand_to(incident, assignee, at=at)
    incident.team = team or incident.team
    timeline.write(incident, "assign", by=by, at=at, text=note, to=assignee.pk, name=assignee.name)
    if by != assignee:
        tell(incident, "given", to=assignee, at=at, note=note)
    return save(incident)


@transaction.atomic
def take(incident, *, by, at):
    """Make it one's own. What somebody else has is theirs until it is assigned or given back."""
    incident = TAKE.begin(incident, by=by)
    if incident.assignee_id and incident.assignee_id != by.pk:
        raise Refused(
            f"{incident.assignee.name} has {incident.reference} already. Assign it to yourself if you agreed on it."
        )
    hand_to(incident, by, at=at)
    timeline.write(incident, "take", by=by, at=at)
    return save(incident)


@transaction.atomic
def release(incident, *, by, at):
    """Give it back, so that somebody else can take it."""
    incident = RELEASE.begin(incident, by=by)
    if incident.assignee_id != by.pk and not by.may(Permission.ASSIGN, incident.school_id):
        raise NotYours("Only its owner can give it back.")
    _let_go(incident)
    timeline.write(incident, "release", by=by, at=at)
    return save(incident)


@transaction.atomic
def release_for(incident, *, by, at, why):
    """Its owner is gone: it goes back to the queue, whoever says so (`by`), and the story says why."""
    incident = RELEASE.begin(incident, by=None)
    _let_go(incident)
    timeline.write(incident, "release", by=by, at=at, text=why)
    return save(incident)


def _let_go(incident):
    incident.assignee = incident.assigned_at = None
    incident.status = Status.WAITING if incident.status == Status.WAITING else Status.NEW
