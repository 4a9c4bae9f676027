"""Notes beside a change, and the incidents that hang together with it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes import timeline
from changes.models import ChangeIncident, Link
from changes.moves import LINK_INCIDENT, NOTE, UNLINK_INCIDENT
from changes.workflow.record import must_say, save
from servicedesk.timeline import EntryKind


@transaction.atomic
def note(change, *, by, at, text, minutes=0):
    """How far it is, for everyone who works on it."""
    change = NOTE.begin(change, by=by)
    must_say(text=(text, "Write something first."))
    timeline.write(change, "note", by=by, at=at, kind=EntryKind.NOTE, text=text.strip(), minutes=minutes)
    if not minutes:
        return change
    change.minutes_spent += minutes
    return save(change, by=by, at=at)


@transaction.atomic
def link_incident(change, *, by, at, incidents, link=Link.CAUSED):
    """These incidents came of it, or are why it is made."""
    change = LINK_INCIDENT.begin(change, by=by)
    strange = [each for each in incidents if change.school_id and each.school_id != change.school_id]
    if strange:
        raise ValidationError({"incidents": f"{strange[0].reference} belongs to another school than the change."})
    known = set(change.incident_links.filter(link=link).values_list("incident_id", flat=True))
    new = [each for each in {each.pk: each for each in incidents}.values() if each.pk not in known]
    if not new:
        raise ValidationError({"incidents": "Name at least one record that is not linked to it already."})
    said = {"change": change, "link": link, "said_by": by, "said_at": at}
    ChangeIncident.objects.bulk_create(ChangeIncident(incident=incident, **said) for incident in new)
    timeline.write(change, "link_incident", by=by, at=at, link=link, incidents=[incident.pk for incident in new])
    return change


@transaction.atomic
def unlink_incident(change, *, by, at, incidents):
    """These incidents have nothing to do with it."""
    change = UNLINK_INCIDENT.begin(change, by=by)
    gone = change.incident_links.filter(incident__in=[incident.pk for incident in incidents])
    numbers = sorted(set(gone.values_list("incident_id", flat=True)))
    if not numbers:
        raise ValidationError({"incidents": "Choose at least one record that is linked to it."})
    gone.delete()
    timeline.write(change, "unlink_incident", by=by, at=at, incidents=numbers)
    return change
