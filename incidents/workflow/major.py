"""A major incident: declared, led, told about, what is part of it, and looked back on when it is over."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import timeline
from incidents.models import OPEN, Incident, MajorIncident
from incidents.moves import (
    BESIDE,
    DECLARE_MAJOR,
    DONE,
    HAND_LEAD,
    JOIN,
    LEAVE,
    PUBLISH_UPDATE,
    REVIEW_MAJOR,
    hold,
    hold_major,
)
from incidents.workflow.restoring import restore
from incidents.workflow.telling import once_each, tell, tell_requester
from incidents.workflow.together import hold_with_parts, refuse_if_just_declared, tell_once
from servicedesk.errors import Refused
from servicedesk.roles import Permission

LONGEST_SILENCE = timedelta(weeks=4)
REVIEWED = ("what_happened", "went_well", "to_improve", "actions")


@transaction.atomic
def declare_major(incident, *, by, at, title, lead, reason="", next_update_at=None, parts=()):
    """Many are hit by it: the status page says so under a title that everyone reads, and somebody leads.

    `parts`: records that are put under it in the same act; what was fixed or put elsewhere meanwhile stays where it is.
    """
    hold(incident, *parts)
    incident = DECLARE_MAJOR.begin(incident, by=by)
    if not title.strip():
        raise ValidationError({"title": "Say in a few words what is broken: everyone at the school reads it."})
    _check_lead(incident, lead)
    _check_news_to_come(next_update_at, at)
    facts = {"title": title.strip(), "reason": reason.strip(), "next_update_at": next_update_at}
    MajorIncident.objects.create(incident=incident, lead=lead, declared_by=by, declared_at=at, **facts)
    timeline.write(incident, "declare_major", by=by, at=at, text=reason.strip(), title=title.strip(), lead=lead.name)
    _tell_lead(incident, by=by, at=at)
    _put_under(incident, parts, by=by, at=at)
    return incident


def _put_under(incident, parts, *, by, at):
    """As many of some records (locked) as can still be part of what was just declared."""
    found = Incident.objects.select_related(*BESIDE).filter(pk__in=[part.pk for part in parts]).order_by("pk")
    for part in found:
        if JOIN.possible(part, by):
            _join(part, incident, by=by, at=at, field="parts")


@transaction.atomic
def hand_lead(incident, *, by, at, lead, note=""):
    """Somebody else leads from now on, and is told."""
    incident = begin_major(HAND_LEAD, incident, by=by)
    _check_lead(incident, lead)
    incident.major.lead = lead
    incident.major.save(update_fields=["lead"])
    timeline.write(incident, "hand_lead", by=by, at=at, text=note.strip(), to=lead.pk, name=lead.name)
    _tell_lead(incident, by=by, at=at, note=note.strip())
    return incident


@transaction.atomic
def publish_update(incident, *, by, at, text, next_update_at=None):
    """News for the status page, and once by letter for everybody who reported it."""
    incident, parts = begin_with_parts(PUBLISH_UPDATE, incident, by=by)
    if not text.strip():
        raise ValidationError({"text": "Say what is known now, even if it is only that you are still looking."})
    _check_news_to_come(next_update_at, at)
    incident.major.updates.create(at=at, by=by, text=text.strip())
    incident.major.next_update_at = next_update_at
    incident.major.save(update_fields=["next_update_at"])
    timeline.write(incident, "publish_update", by=by, at=at, text=text.strip())
    still_hit = [incident, *(part for part in parts if part.status in OPEN)]
    for person, theirs in once_each(still_hit, told=[by.pk]):
        tell(theirs[0], "major_update", to=person, at=at, major=incident.major, text=text.strip())
    return incident


@transaction.atomic
def review_major(incident, *, by, at, what_happened, went_well="", to_improve="", actions=""):
    """Look back when it is over, with no blame: what happened, and what will be done. Signed by who writes it."""
    incident = begin_major(REVIEW_MAJOR, incident, by=by)
    if not what_happened.strip():
        raise ValidationError({"what_happened": "Say what happened, in the order in which it did."})
    said = dict(zip(REVIEWED, (what_happened, went_well, to_improve, actions), strict=True))
    for name, words in said.items():
        setattr(incident.major, name, words.strip())
    incident.major.reviewed_at, incident.major.reviewed_by = at, by
    incident.major.save()
    timeline.write(incident, "review_major", by=by, at=at, **said)
    return incident


@transaction.atomic
def join(incident, *, by, at, parent):
    """It is part of a major incident: solved with it, told with it."""
    hold_major(parent)
    hold(incident, parent)
    incident = JOIN.begin(incident, by=by)
    parent = Incident.objects.select_related("major", "school").get(pk=parent.pk)
    return _join(incident, parent, by=by, at=at)


def _join(incident, parent, *, by, at, field="parent"):
    """Both are locked, and the move was begun."""
    _check_may_join(incident, parent, field)
    knows = Incident.objects.felt_with(parent).filter(requester=incident.requester_id).exists()
    incident.parent = parent
    incident.save(update_fields=["parent"])
    timeline.write(incident, "join", by=by, at=at, parent=parent.pk)
    timeline.write(parent, "got_part", by=by, at=at, part=incident.pk)
    if not knows:
        tell_requester(incident, "joined", at=at, major=parent.major)
    return incident


@transaction.atomic
def leave(incident, *, by, at):
    """It is not part of it after all: it goes on by itself."""
    incident = LEAVE.begin(incident, by=by)
    parent, incident.parent = incident.parent, None
    incident.save(update_fields=["parent"])
    timeline.write(incident, "leave", by=by, at=at, parent=parent.pk)
    timeline.write(parent, "lost_part", by=by, at=at, part=incident.pk)
    return incident


def begin_major(move, incident, *, by):
    """Begin a move with what makes the record a major incident in hand."""
    return begin_with_parts(move, incident, by=by, parts=False)[0]


def begin_with_parts(move, incident, *, by, parts=True):
    """Begin a move with all that is part of a major incident in hand: (the record, its parts), each as it is now."""
    majors = hold_major(incident)
    found = hold_with_parts([incident], majors) if majors and parts else []
    held = move.begin(incident, by=by)
    refuse_if_just_declared([held], majors)
    return held, [part for part in found if part.parent_id == held.pk]


def resolve_parts(incident, parts, *, by, at):
    """What is part of a major incident that was restored is fixed with it; everybody is told once."""
    title, resolution = incident.major.title, incident.resolution
    fixed = [
        restore(part, by=by, at=at, resolution=resolution, part_of=title, parent=incident.pk)
        for part in parts
        if part.status in OPEN
    ]
    tell_once([incident, *fixed], at=at, resolution=resolution, cause=title)
    return incident


def _check_lead(incident, lead):
    if not lead.is_active or not lead.may(Permission.WORK, incident.school_id):
        raise ValidationError({"lead": f"{lead.name} does not work on records of {incident.school.name}."})


def _check_news_to_come(next_update_at, at):
    if next_update_at and not at < next_update_at <= at + LONGEST_SILENCE:
        raise ValidationError({"next_update_at": "Choose a time that is still to come, within four weeks."})


def _tell_lead(incident, *, by, at, note=""):
    if incident.major.lead_id != by.pk:
        tell(incident, "leads", to=incident.major.lead, at=at, major=incident.major, note=note, by=by)


def _check_may_join(incident, parent, field):
    """What can be part of what; the sentence says what to do instead."""
    if not parent.is_major:
        raise ValidationError({field: f"{parent.reference} is no major incident. Declare it one first."})
    if parent.school_id != incident.school_id:
        raise ValidationError({field: "Choose a major incident of the same school."})
    if parent.status in DONE:
        raise Refused(
            f"{parent.reference} is fixed already. If {incident.reference} is still broken, it is another fault."
        )
