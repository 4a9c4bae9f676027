"""One cause, many records: what removed it resolves them all, and everybody who reported any is told once."""

from django.db import transaction

from incidents.models import OPEN, Incident
from incidents.moves import BESIDE, RESOLVE, hold
from incidents.workflow.restoring import restore
from incidents.workflow.telling import once_each, tell


@transaction.atomic
def resolve_together(incidents, *, by, at, resolution, cause, told=()):
    """Resolve those of some records that are still open, each with its own clocks. Returns them.

    `cause`: what to call what they have in common, for the letters. `told`: ids of people who need no letter any more.
    A person who reported several gets one letter that names them all. Raises NotYours where a record is not theirs.
    """
    hold(*incidents)
    held = Incident.objects.select_related(*BESIDE).filter(pk__in=[incident.pk for incident in incidents])
    still_open = [incident for incident in held.order_by("pk") if incident.status in OPEN]
    for incident in still_open:
        RESOLVE.check(incident, by=by)
    done = [restore(incident, by=by, at=at, resolution=resolution, part_of=cause) for incident in still_open]
    tell_once(done, at=at, resolution=resolution, cause=cause, told=told)
    return done


def tell_once(incidents, *, at, resolution, cause, told=()):
    """One letter to each person who reported one of these records, or reported it too; their own records are named."""
    for person, theirs in once_each(incidents, told=told):
        tell(theirs[0], "resolved_together", to=person, at=at, theirs=theirs, resolution=resolution, cause=cause)
