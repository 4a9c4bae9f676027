"""What incidents do when news comes from below."""

from django.dispatch import receiver

from incidents import priority_table, promises, workflow
from incidents.models import Incident
from incidents.moves import RELEASE
from servicedesk.signals import work_given_back
from sla.signals import agreement_put_in_force, clocks_moved, clocks_to_move

BESIDE = ("response_clock", "resolution_clock")
NEEDED = tuple(f"{clock}__{name}" for clock in BESIDE for name in ("state", "due"))


@receiver(clocks_to_move)
def hold_the_records(sender, clocks, **_):
    """A move locks the record and then its clocks; who locks in the same order never waits for it in a circle."""
    list(_of(clocks).select_for_update().order_by("pk").values_list("pk"))


@receiver(clocks_moved)
def keep_the_order_of_the_queue(sender, clocks, **_):
    """Deadlines changed without a move: keep beside each record when its next clock runs out."""
    incidents = list(_of(clocks).only("next_due", *NEEDED).select_related(*BESIDE))
    before = {incident.pk: incident.next_due for incident in incidents}
    for incident in incidents:
        promises.note_next_due(incident)
    Incident.objects.bulk_update([i for i in incidents if i.next_due != before[i.pk]], ["next_due"])


def _of(clocks):
    """The records of some clocks; two lookups by index, where an OR would read every record."""
    found = (
        Incident.objects.filter(response_clock__in=clocks)
        .values("pk")
        .union(Incident.objects.filter(resolution_clock__in=clocks).values("pk"))
    )
    return Incident.objects.filter(pk__in=[row["pk"] for row in found])


@receiver(agreement_put_in_force)
def keep_the_priorities(sender, version, before, by, at, **_):
    """A new wording of an agreement goes by the priorities of the one before."""
    if before:
        priority_table.carry_over(before, version, by=by, at=at)


@receiver(work_given_back)
def give_back_what_was_theirs(sender, person, by, at, **_):
    """Somebody left: what they had is open for others, and each record says why."""
    theirs = Incident.objects.unresolved().filter(assignee=person, status__in=RELEASE.sources)
    for incident in theirs.order_by("pk"):
        workflow.release_for(incident, by=by, at=at, why=f"{person.name} has left.")
