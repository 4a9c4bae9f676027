"""A missed target that should not weigh: somebody says why and signs it; the miss itself stays on record."""

from django.db import transaction

from incidents import timeline
from incidents.moves import EXCUSE
from servicedesk.errors import Refused
from sla import clocks


@transaction.atomic
def excuse(incident, *, by, at, which, reason):
    """Sign a reason why the miss of one promise should not weigh. The miss itself stays on record.

    `which`: "response" or "resolution".
    """
    incident = EXCUSE.begin(incident, by=by)
    clock = {"response": incident.response_clock, "resolution": incident.resolution_clock}[which]
    if clock is None:
        raise Refused("No time was promised here, so there is no miss to excuse.")
    clocks.excuse(clock, by=by, at=at, reason=reason)
    timeline.write(incident, "excuse", by=by, at=at, text=reason.strip(), clock=clock.kind)
    return incident
