"""Telling the right people before a promise is broken, and after; passing the record on where the agreement says so."""

import structlog
from django.db import transaction

from incidents import timeline
from incidents.models import Incident
from incidents.moves import hold
from servicedesk import letters
from servicedesk.models import Person, Team
from servicedesk.roles import ROLES
from sla import clocks
from sla.models import Clock, ClockKind

BATCH = 500
log = structlog.get_logger(__name__)


def send_due(*, at):
    """Take every step that is due, each once; returns how many. Safe to repeat, to miss, to run twice at once."""
    taken, failed = 0, set()
    while due := list(Clock.objects.to_escalate(at).exclude(pk__in=failed).order_by("next_step_at")[:BATCH]):
        for clock in due:
            try:
                taken += _escalate(clock, at=at)
            except Exception:  # the next sweep tries it again; the others do not wait for it
                log.exception("escalation_failed", clock=clock.pk)
                failed.add(clock.pk)
    return taken


@transaction.atomic
def _escalate(clock, *, at):
    """Take what is due of one clock, which is then not due any more; letters and story go with it or not at all.

    The record is locked before its clock, as every move does, so that the two never wait for each other.
    """
    incident = _incident_of(clock)
    taken = clocks.take_steps(clock, at=at)
    for step, due in taken if incident else ():
        _take(incident, clock, step, due, at=at)
    return len(taken) if incident else 0


def _take(incident, clock, step, due, *, at):
    """Pass it on, tell people, and keep in the story what was done and why."""
    team = _pass_on(incident, step)
    people = _whom(incident, step)
    _tell(people, incident, clock, step, team, at=at)
    timeline.write(
        incident,
        "escalate",
        by=None,
        at=at,
        step=step.pk,
        clock=clock.pk,
        promise=step.kind,
        percent=step.percent,
        minutes_before=step.minutes_before,
        due=due.isoformat(),
        told=[{"id": person.pk, "name": person.name} for person in people],
        team={"id": team.pk, "name": team.name} if team else None,
    )


def _pass_on(incident, step):
    """The record goes to the step's team, or to the one of that name at its own school; the team, or None."""
    if step.pass_to is None:
        return None
    team = Team.objects.filter(school=incident.school_id, name=step.pass_to.name).first()
    if team is None or team == incident.team:
        return None
    incident.team = team
    incident.save(update_fields=["team"])
    return team


def _tell(people, incident, clock, step, team, *, at):
    path = incident.get_absolute_url()
    about = {"incident": incident, "clock": clock, "step": step, "team": team}
    for person in people:
        letters.write(person, "incidents/escalated", at=at, reference=incident.reference, path=path, **about)


def _incident_of(clock):
    """The record a clock belongs to, locked; None where it has none."""
    name = "response_clock" if clock.kind == ClockKind.RESPONSE else "resolution_clock"
    found = Incident.objects.filter(**{name: clock}).only("pk").first()
    if found is None:
        return None
    hold(found)
    return Incident.objects.select_related("assignee", "school", "requester", "room", "team").get(pk=found.pk)


def _whom(incident, step):
    """The owner if the step says so, and everyone with its role at the school or in the whole trust; each once."""
    people = {incident.assignee} if step.tell_owner and incident.assignee else set()
    if step.tell_role in ROLES:
        people |= set(Person.objects.with_role(step.tell_role, incident.school))
    return sorted(people, key=lambda person: person.pk)
