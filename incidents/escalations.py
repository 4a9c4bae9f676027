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
    for clock in Clock.objects.to_escalate(at).order_by("next_step_at")[:BATCH]:
        taken += sum(_take(clock, step, at=at) for step in _due_steps(clock, at))
    return taken


def _due_steps(clock, at):
    """The steps whose moment has come and that were not taken; the clock itself may have changed since it was found."""
    fired = set(clock.fired.values_list("step", flat=True))
    reading = clocks.read(clock)
    steps = [s for s in clock.agreement_version.steps.filter(kind=clock.kind) if s.pk not in fired]
    return [step for step in steps if (moment := reading.moment_of(step.percent)) and moment <= at]


@transaction.atomic
def _take(clock, step, *, at):
    if not clocks.fire(clock, step, at=at):
        return 0
    incident = _incident_of(clock)
    if incident is None:
        return 0
    for person in _whom(incident, step):
        path = incident.get_absolute_url()
        about = {"incident": incident, "clock": clock, "step": step, "reference": incident.reference, "path": path}
        letters.write(person, "incidents/escalated", at=at, **about)
    return 1


def _incident_of(clock):
    name = "response_clock" if clock.kind == ClockKind.RESPONSE else "resolution_clock"
    return Incident.objects.filter(**{name: clock}).select_related("assignee", "school", "requester").first()


def _whom(incident, step):
    """The owner if the step says so, and everyone with its role at the school or in the whole trust; each once."""
    people = {incident.assignee} if step.tell_owner and incident.assignee else set()
    if step.tell_role in ROLES:
        people |= set(Person.objects.with_role(step.tell_role, incident.school))
    return sorted(people, key=lambda person: person.pk)
