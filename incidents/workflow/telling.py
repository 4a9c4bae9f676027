"""Who is told of a move."""

from incidents.models import Incident
from servicedesk import letters


def tell_requester(incident, letter, *, at, **context):
    """A letter to whoever asked."""
    if incident.requester:
        tell(incident, letter, to=incident.requester, at=at, **context)


def tell_who_reported_it_too(incident, *, at):
    """Once each, with the way to their own record."""
    told = {incident.requester_id, None}
    for duplicate in incident.duplicates.select_related("requester", "school").order_by("-pk"):
        if duplicate.requester_id not in told:
            told.add(duplicate.requester_id)
            tell_requester(duplicate, "resolved_too", at=at, original=incident)


def concerned(incident):
    """Who must know that it is broken again: its owner, and who leads where it is a major incident."""
    return {incident.assignee, incident.major.lead if incident.is_major else None} - {None}


def once_each(incidents, *, told=()):
    """Whoever reported one of some records or of their duplicates, once, with their own: (person, [records]) pairs.

    `told`: ids of people to leave out.
    """
    found, skip, incidents = {}, {*told, None}, list(incidents)
    too = Incident.objects.filter(duplicate_of__in=[incident.pk for incident in incidents])
    for record in (*incidents, *too.select_related("requester", "school").order_by("pk")):
        if record.requester_id not in skip:
            found.setdefault(record.requester, []).append(record)
    return list(found.items())


def tell(incident, letter, *, to, at, **context):
    """A letter about a record, with the way to it."""
    path = incident.get_absolute_url()
    about = {"incident": incident, "reference": incident.reference, "path": path}
    letters.write(to, f"incidents/{letter}", at=at, **about, **context)
