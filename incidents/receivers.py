"""What incidents do when news comes from below."""

from django.dispatch import receiver

from incidents import promises
from incidents.models import Incident
from sla.signals import clocks_moved

BESIDE = ("response_clock", "resolution_clock")


@receiver(clocks_moved)
def keep_the_order_of_the_queue(sender, clocks, **_):
    """Deadlines changed without a move: keep beside each record when its next clock runs out."""
    found = Incident.objects.filter(response_clock__in=clocks) | Incident.objects.filter(resolution_clock__in=clocks)
    incidents = list(found.select_related(*BESIDE).select_for_update(of=("self",)))
    for incident in incidents:
        promises.note_next_due(incident)
    Incident.objects.bulk_update(incidents, ["next_due"])
