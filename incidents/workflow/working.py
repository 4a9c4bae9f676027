"""The work: begin, wait for something, go on, judge again how urgent it is."""

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import priority_table, promises, timeline
from incidents.intake import local_date
from incidents.moves import MARK_OUTAGE, PRIORITISE, RESUME, START, WAIT
from incidents.workflow.record import go_on, hand_to, refuse_if_spoken_since, save, spoke
from incidents.workflow.telling import tell_requester
from sla.models import PauseReason

WAIT_NOTE = 300  # what the queue needs of a question; the whole of it is in the story and in the letter


@transaction.atomic
def start(incident, *, by, at):
    """Somebody is on it now."""
    incident = START.begin(incident, by=by)
    if incident.assignee_id is None:
        hand_to(incident, by, at=at)
    incident.status = START.target
    timeline.write(incident, "start", by=by, at=at)
    return save(incident)


@transaction.atomic
def wait(incident, *, by, at, reason, follow_up_on, note="", minutes=0, seen=None):
    """It can't go on: say for what it waits and when somebody looks again. Asking the requester is an answer to them.

    `seen`: as in `reply`.
    """
    incident = WAIT.begin(incident, by=by)
    refuse_if_spoken_since(incident, seen, by=by)
    if follow_up_on < local_date(incident.school, at):
        raise ValidationError({"follow_up_on": "Choose today or a later day."})
    if reason == PauseReason.REQUESTER and not note:
        raise ValidationError({"note": "Say what you need from them."})
    incident.status, incident.wait_reason, incident.wait_note = WAIT.target, PauseReason(reason), note[:WAIT_NOTE]
    incident.minutes_spent += minutes
    incident.follow_up_on = follow_up_on
    if reason == PauseReason.REQUESTER:
        spoke(incident, by=by, at=at)
        tell_requester(incident, "asked", at=at, question=note, by=by)
    promises.pause(incident, at=at, by=by, reason=incident.wait_reason)
    facts = {"reason": incident.wait_reason, "follow_up_on": follow_up_on.isoformat(), "minutes": minutes}
    timeline.write(incident, "wait", by=by, at=at, text=note, **facts)
    return save(incident)


@transaction.atomic
def resume(incident, *, by, at):
    """The wait is over."""
    incident = RESUME.begin(incident, by=by)
    go_on(incident, by=by, at=at)
    timeline.write(incident, "resume", by=by, at=at)
    return save(incident)


@transaction.atomic
def prioritise(incident, *, by, at, impact, urgency, priority=None, reason=""):
    """Judge again who can't work and how soon it matters; a priority other than the table's needs a reason."""
    incident = PRIORITISE.begin(incident, by=by)
    judged = priority_table.judge_record(incident, impact=impact, urgency=urgency, on=local_date(incident.school, at))
    priority = priority or judged.priority
    if priority != judged.priority and not reason.strip():
        raise ValidationError({"reason": f"The table says P{judged.priority}. Say why this one differs."})
    before, incident.priority = incident.priority, priority
    incident.impact, incident.urgency = impact, urgency
    incident.priority_reason = reason if priority != judged.priority else ""
    if before != priority:
        promises.retarget(incident, at=at, by=by, reason=reason)
    facts = {"before": before, "after": priority, "impact": impact, "urgency": urgency}
    if priority == judged.priority:
        facts |= timeline.raised_by(judged)
    timeline.write(incident, "prioritise", by=by, at=at, text=reason, **facts)
    return save(incident)


@transaction.atomic
def mark_outage(incident, *, by, at, is_outage, reason=""):
    """Its service could not be used at all, or could after all: outages count against the availability of a service."""
    incident = MARK_OUTAGE.begin(incident, by=by)
    if is_outage and incident.category_id is None:
        raise ValidationError({"is_outage": "Say first what kind of fault it is: an outage is one of a service."})
    if incident.is_outage == is_outage:
        return incident
    incident.is_outage = is_outage
    timeline.write(incident, "mark_outage", by=by, at=at, text=reason.strip(), is_outage=is_outage)
    return save(incident)
