"""One cause, many records: what removed it resolves them all, and everybody who reported any is told once."""

from django.db import transaction
from django.db.models import Q

from incidents.models import OPEN, Incident
from incidents.moves import BESIDE, RESOLVE, hold, hold_major
from incidents.workflow.restoring import restore
from incidents.workflow.telling import once_each, tell
from servicedesk.errors import Refused


@transaction.atomic
def resolve_together(incidents, *, by, at, resolution, cause, told=()):
    """Resolve those of some records that are still open, each with its own clocks. Returns them.

    What is part of a major incident among them is resolved with it.

    `cause`: what to call what they have in common, for the letters. `told`: ids of people who need no letter any more.
    A person who reported several gets one letter that names them all. Raises NotYours where a record is not theirs.
    """
    majors = hold_major(*incidents)
    still_open = [incident for incident in hold_with_parts(incidents, majors) if incident.status in OPEN]
    for incident in still_open:
        RESOLVE.check(incident, by=by)
    done = [restore(incident, by=by, at=at, resolution=resolution, part_of=cause) for incident in still_open]
    tell_once(done, at=at, resolution=resolution, cause=cause, told=told)
    return done


def hold_with_parts(incidents, majors):
    """Lock some records, and those that are part of the major incidents (ids, held already) among them; as they are."""
    parts = Incident.objects.filter(parent__in=majors)
    hold(*incidents, *parts.only("pk"))
    wanted = Q(pk__in=[incident.pk for incident in incidents]) | Q(parent__in=majors)
    found = list(Incident.objects.select_related(*BESIDE).filter(wanted).order_by("pk"))
    refuse_if_just_declared(found, majors)
    return found


def refuse_if_just_declared(incidents, majors):
    """What became a major incident (not among the ids `majors`, held before) while this waited is looked at first."""
    for incident in incidents:
        if incident.is_major and incident.pk not in majors:
            raise Refused(
                f"{incident.reference} was declared a major incident a moment ago. Look at it, then try again."
            )


def tell_once(incidents, *, at, resolution, cause, told=()):
    """One letter to each person who reported one of these records, or reported it too; their own records are named."""
    for person, theirs in once_each(incidents, told=told):
        tell(theirs[0], "resolved_together", to=person, at=at, theirs=theirs, resolution=resolution, cause=cause)
