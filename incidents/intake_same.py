"""The same fault reported by another person: one record is worked, everybody who reported it is told."""

from django.db import transaction

from incidents import priority_table, promises, timeline
from incidents.intake import local_date, log_incident
from incidents.models import OPEN, Incident, MajorIncident
from incidents.priority import Impact, Urgency
from incidents.workflow.record import drop
from servicedesk import letters
from servicedesk.errors import Refused


def open_record_of(place, category):
    """The record somebody opened for this thing, or this room, and this kind of fault; None where there is none."""
    if not (place.room or place.asset):
        return None
    here = {"asset": place.asset} if place.asset else {"room": place.room}
    found = Incident.objects.unresolved().filter(school=place.school, category=category, duplicate_of=None, **here)
    return found.select_related("room", "category", "assignee", "requester").order_by("opened_at", "pk").first()


def major_of(place, category):
    """What is known to be broken at the school of the same service; None where nothing is."""
    found = MajorIncident.objects.of_service(place.school, category)
    return found.select_related("incident__assignee", "incident__requester").first()


@transaction.atomic
def log_me_too(original, *, by, at, room=None, asset=None, lesson_stopped=False, description=""):
    """Log what another person also sees: their record is kept with the first, and they are told when that one is fixed.

    A lesson that is stopped only now makes the first record as urgent as if its requester had said so. A major incident
    is felt in many rooms, so whoever it hits says in which `room` they are; else it is that of the first record.
    """
    original = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("school", "requester", "major")
        .get(pk=original.pk)
    )
    if original.status not in OPEN:
        raise Refused(f"{original.reference} was fixed a moment ago. If yours is still broken, send it as a new one.")
    room = room if original.is_major else original.room
    place = {"school": original.school, "room": room, "asset": asset, "category": original.category}
    summary = original.major.title if original.is_major else ""
    voice = {"lesson_stopped": lesson_stopped, "description": description, "summary": summary}
    incident = log_incident(requester=by, by=by, at=at, kind=original.kind, tell=False, **place, **voice)
    incident.duplicate_of = original
    incident = drop(incident, by=by, at=at)
    timeline.write(incident, "mark_duplicate", by=by, at=at, original=original.pk)
    now_stopped = lesson_stopped and not original.lesson_stopped
    facts = {"duplicate": incident.pk, "lesson_stopped": lesson_stopped, "lesson_is_theirs": now_stopped}
    timeline.write(original, "got_duplicate", by=by, at=at, text=description, **facts)
    if now_stopped:
        _lesson_stopped(original, by=by, at=at)
    about = {"incident": incident, "original": original, "path": incident.get_absolute_url()}
    letters.write(by, "incidents/me_too", at=at, reference=incident.reference, **about)
    return incident


def _lesson_stopped(incident, *, by, at):
    """Judge the first record again, as its intake would have; what the desk decided for a reason stays."""
    incident.lesson_stopped = True
    if not incident.priority_reason:
        wide = incident.impact in (Impact.WHOLE_SCHOOL, Impact.DEPARTMENT)
        incident.impact, incident.urgency = incident.impact if wide else Impact.CLASS, Urgency.NOW
        judged = priority_table.judge_record(incident, on=local_date(incident.school, at))
        before, incident.priority = incident.priority, min(judged.priority, incident.priority)
        if incident.priority != before:
            reason = "A lesson is stopped now."
            promises.retarget(incident, at=at, by=by, reason=reason)
            facts = {"before": before, "after": incident.priority} | timeline.raised_by(judged)
            timeline.write(incident, "prioritise", by=by, at=at, text=reason, **facts)
    promises.note_next_due(incident)
    incident.save()
