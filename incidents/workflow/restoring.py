"""What fixing does to the record itself, whoever is told of it and how."""

from incidents import promises, timeline
from incidents.models.incident import Writer
from incidents.moves import RESOLVE
from incidents.workflow.record import hand_to, leave_wait, save


def restore(incident, *, by, at, resolution, workaround="", minutes=0, **facts):
    """Service is restored on a locked record: how, by whom, both clocks stopped, a line in its story. Tells nobody."""
    if incident.assignee_id is None and by is not None:
        hand_to(incident, by, at=at)
    leave_wait(incident)
    incident.status, incident.resolution, incident.workaround = RESOLVE.target, resolution.strip(), workaround
    incident.resolved_at, incident.resolved_by = at, by
    incident.minutes_spent += minutes
    incident.close_on = promises.closes_on(incident, at=at)
    incident.wrote_last, incident.wrote_last_at = Writer.SUPPORT, at
    promises.fulfilled(incident, at=at, by=by)
    timeline.write(incident, "resolve", by=by, at=at, text=incident.resolution, minutes=minutes, **facts)
    if incident.is_major:
        stand_down(incident.major, at=at)
    return save(incident)


def stand_down(major, *, at):
    """It is over: the status page says restored, and nobody expects news."""
    major.stood_down_at, major.next_update_at = at, None
    major.save(update_fields=["stood_down_at", "next_update_at"])


def stand_up(major):
    """It is broken again: the status page says so."""
    major.stood_down_at = None
    major.save(update_fields=["stood_down_at"])
