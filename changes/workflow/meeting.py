"""The committee: a meeting is called, its agenda put in order, what was said and decided written down, and closed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import Change, Decision, Meeting, MeetingItem
from changes.workflow import approving
from changes.workflow.record import must_say, one_line
from changes.workflow.ruling import may_manage
from servicedesk.errors import Refused
from servicedesk.roles import Permission

LONGEST = 60  # points on one agenda
ASIDE = 10_000  # a place that no point has: points pass each other there


@transaction.atomic
def call_meeting(*, by, at, held_at, title="Change committee", school=None, place="", chair=None, members=(), items=()):
    """The committee meets. `items`: (change, step) in the order of the agenda. Returns the meeting."""
    may_manage(by, school)
    meeting = Meeting(school=school, made_by=by, made_at=at)
    _write(meeting, held_at=held_at, title=title, place=place, chair=chair, members=members)
    _add(meeting, items)
    return meeting


@transaction.atomic
def change_meeting(meeting, *, by, at, held_at, title, place="", chair=None, members=()):
    """It meets at another time or place, or others do."""
    return _write(_open(meeting, by), held_at=held_at, title=title, place=place, chair=chair, members=members)


@transaction.atomic
def add_to_agenda(meeting, *, by, at, changes):
    """These changes are looked at as well, after what is there."""
    meeting = _open(meeting, by)
    there = set(meeting.items.values_list("change", flat=True))
    new = [change for change in changes if change.pk not in there]
    if not new:
        raise ValidationError({"changes": "Choose at least one change that is not on the agenda yet."})
    _add(meeting, [(change, approving.step_of(change) or "") for change in new])
    return meeting


@transaction.atomic
def minute(meeting, *, by, at, present, notes=""):
    """Who was there, and what else was talked about."""
    meeting = _open(meeting, by)
    meeting.notes = notes.strip()
    meeting.save()
    meeting.present.set(present)
    return meeting


@transaction.atomic
def move_item(item, *, by, at, later):
    """It is looked at one place later, or earlier."""
    _open(item.meeting, by)
    items = list(item.meeting.items.select_for_update())
    here = next(place for place, each in enumerate(items) if each.pk == item.pk)
    there = here + 1 if later else here - 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        _number(items)
    return item


@transaction.atomic
def remove_item(item, *, by, at):
    """It is not looked at in this meeting; what was decided stays on record."""
    _open(item.meeting, by)
    if item.decision:
        raise Refused(f"{item.change.reference} was decided here. It stays in the minutes.")
    item.delete()


@transaction.atomic
def write_item(item, *, by, at, minutes):
    """What was said about a change."""
    _open(item.meeting, by)
    item.minutes = minutes.strip()
    item.save(update_fields=["minutes"])
    return item


@transaction.atomic
def decide_item(item, *, by, at, yes, minutes=""):
    """The committee says yes or no: it stands on the change as the word of those present who were asked, or the chair.

    `minutes` say why not, where it is no.
    """
    meeting = _open(item.meeting, by)
    item = MeetingItem.objects.select_for_update(of=("self",)).select_related("change__school").get(pk=item.pk)
    if item.decision:
        raise Refused(f"{item.change.reference} was decided in this meeting already.")
    if not item.step:
        raise Refused(f"Nothing is asked about {item.change.reference}; write down what was said.")
    if approving.step_of(item.change) != item.step:
        raise Refused(f"That was answered elsewhere: {item.change.reference} is {_stands(item.change)} now.")
    if not yes:
        must_say(minutes=(minutes, approving.NO_WHY))
    said = {"present": list(meeting.present.all()), "chair": meeting.chair, "note": minutes}
    approving.decide_in_meeting(item.change, by=by, at=at, yes=yes, **said)
    item.minutes, item.decided_at = minutes.strip(), at
    item.decision = Decision.APPROVED if yes else Decision.REJECTED
    item.save()
    return item


@transaction.atomic
def close_meeting(meeting, *, by, at):
    """The minutes are right, and stay as they are."""
    meeting = _open(meeting, by)
    if meeting.held_at > at:
        raise Refused("It has not met yet, so there are no minutes to close.")
    meeting.closed_at, meeting.closed_by = at, by
    meeting.save()
    return meeting


def _open(meeting, by):
    """The locked meeting, to write on. Raises NotYours, or Refused when its minutes are closed."""
    may_manage(by, meeting.school)
    list(Meeting.objects.select_for_update().filter(pk=meeting.pk).values_list("pk"))
    meeting = Meeting.objects.select_related("school", "chair").get(pk=meeting.pk)
    if meeting.closed_at:
        raise Refused("The minutes of this meeting are closed. Nothing was changed.")
    return meeting


def _write(meeting, *, held_at, title, place, chair, members):
    errors = {}
    if not one_line(title):
        errors["title"] = "Say what it is called."
    for name, people in (("chair", [chair] if chair else []), ("members", members)):
        if strange := [person for person in people if not _may_come(person, meeting.school)]:
            errors[name] = f"{strange[0].name} may not see the changes it talks about."
    if errors:
        raise ValidationError(errors)
    meeting.title, meeting.held_at, meeting.place, meeting.chair = one_line(title), held_at, one_line(place), chair
    meeting.save()
    meeting.members.set(members)
    return meeting


def _may_come(person, school):
    if not person.is_active:
        return False
    return person.may(Permission.SEE_CHANGES, school) if school else person.may_anywhere(Permission.SEE_CHANGES)


def _add(meeting, items):
    """Put points behind those that are there. A change of another school is none of this meeting's business."""
    last = max(meeting.items.values_list("place", flat=True), default=0)
    strange = [change for change, _ in items if meeting.school_id and change.school_id not in (meeting.school_id, None)]
    if strange:
        raise ValidationError({"changes": f"{strange[0].reference} is a change of another school."})
    if last + len(items) > LONGEST:
        raise ValidationError({"changes": f"An agenda has {LONGEST} points at most. Hold another meeting."})
    rows = [MeetingItem(meeting=meeting, change=change, step=step) for change, step in items]
    for place, row in enumerate(rows, last + 1):
        row.place = place
    MeetingItem.objects.bulk_create(rows)


def _number(items):
    """Write the order; no two have one place, not even on the way."""
    for shift in (ASIDE, 1):
        for place, item in enumerate(items):
            item.place = place + shift
        MeetingItem.objects.bulk_update(sorted(items, key=lambda each: each.pk), ["place"])


def _stands(change):
    return Change.objects.get(pk=change.pk).get_status_display().lower()
