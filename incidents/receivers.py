"""What incidents do when news comes from below."""

from django.dispatch import receiver

from incidents import priority_table, promises, timeline
from incidents.models import Incident
from sla.signals import agreement_put_in_force, clocks_moved, miss_excused

BESIDE = ("response_clock", "resolution_clock")


@receiver(clocks_moved)
def keep_the_order_of_the_queue(sender, clocks, **_):
    """Deadlines changed without a move: keep beside each record when its next clock runs out."""
    found = Incident.objects.filter(response_clock__in=clocks) | Incident.objects.filter(resolution_clock__in=clocks)
    incidents = list(found.select_related(*BESIDE).select_for_update(of=("self",)))
    for incident in incidents:
        promises.note_next_due(incident)
    Incident.objects.bulk_update(incidents, ["next_due"])


@receiver(miss_excused)
def keep_in_the_story_who_excused_it(sender, clock, by, at, reason, **_):
    """Whoever reads the record reads the excuse, with name and time."""
    incident = Incident.objects.filter(**{f"{clock.kind}_clock": clock}).first()
    if incident:
        timeline.write(incident, "excuse", by=by, at=at, text=reason, clock=clock.kind)


@receiver(agreement_put_in_force)
def keep_the_priorities(sender, version, before, by, at, **_):
    """A new wording of an agreement goes by the priorities of the one before."""
    if before:
        priority_table.carry_over(before, version, by=by, at=at)
