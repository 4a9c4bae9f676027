"""Telling the right people before a promise is broken, and after."""

from django.db import transaction

from incidents.models import Incident
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import ROLES
from sla import clocks
from sla.models import Clock, ClockKind

BATCH = 500


def send_due(*, at):
    """Take every step that is due, each once; returns how many. Safe to repeat, to miss, to run twice at once."""
    taken = 0
    while due := Clock.objects.to_escalate(at).order_by("next_step_at")[:BATCH]:
        taken += sum(_escalate(clock, at=at) for clock in due)
    return taken


@transaction.atomic
def _escalate(clock, *, at):
    """Take what is due of one clock, which is then not due any more; the letters go out with it or not at all."""
    steps, incident = clocks.take_steps(clock, at=at), _incident_of(clock)
    for step in steps if incident else ():
        _tell(incident, clock, step, at=at)
    return len(steps) if incident else 0


def _tell(incident, clock, step, *, at):
    path = incident.get_absolute_url()
    about = {"incident": incident, "clock": clock, "step": step, "reference": incident.reference, "path": path}
    for person in _whom(incident, step):
        letters.write(person, "incidents/escalated", at=at, **about)


def _incident_of(clock):
    name = "response_clock" if clock.kind == ClockKind.RESPONSE else "resolution_clock"
    return Incident.objects.filter(**{name: clock}).select_related("assignee", "school", "requester").first()


def _whom(incident, step):
    """The owner if the step says so, and everyone with its role at the school or in the whole trust; each once."""
    people = {incident.assignee} if step.tell_owner and incident.assignee else set()
    if step.tell_role in ROLES:
        people |= set(Person.objects.with_role(step.tell_role, incident.school))
    return sorted(people, key=lambda person: person.pk)
