"""A release is described: its build procedure, its pilot group, its rooms in order, the changes that belong to it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from changes.models import Change, Release, RolloutRoom, RolloutState
from changes.release_moves import ADD_CHANGES, CHOOSE_PILOT, DESCRIBE, NOTE, PLAN_ROOMS, REMOVE_CHANGES
from changes.workflow.log import may_record
from changes.workflow.record import must_say, one_line, steps_of
from changes.workflow.release_record import check_owner, clear_test, save, write
from servicedesk.errors import Refused
from servicedesk.timeline import EntryKind

TEXTS = ("design", "stability_test", "acceptance_test")
STEPS = ("installation", "roll_back")
PLAIN = ("service", "owner")
MOST_STEPS, MOST_ROOMS, MOST_CHANGES = 60, 500, 100
ASIDE = 10_000  # where places wait while they are dealt out anew


@transaction.atomic
def design_release(*, by, at, name, school=None, **said):
    """Begin a release: what goes out together by one tested build. `school` None: in several schools of the trust.

    `said`: version, service, owner, design, installation, roll_back, software, stability_test, acceptance_test.
    """
    may_record(by, school)
    release = Release(school=school, owner=said.pop("owner", None) or by, made_by=by, made_at=at)
    software = said.pop("software", ())
    _say(release, name=name, **said)
    save(release, by=by, at=at)
    release.software.set(_installable(software))
    write(release, "design_release", by=by, at=at)
    return release


@transaction.atomic
def describe_release(release, *, by, at, **said):
    """The build is another: what isn’t said stays. A test of what was built otherwise no longer counts."""
    release = DESCRIBE.begin(release, by=by)
    before = _built(release)
    software = said.pop("software", None)
    _say(release, **said)
    if software is not None:
        release.software.set(_installable(software, kept=before["software"]))
    voided = _void(release, before, _built(release))
    save(release, by=by, at=at)
    write(release, "describe_release", by=by, at=at, voided=voided)
    return release


@transaction.atomic
def choose_pilot_release(release, *, by, at, people=(), until=None):
    """Who works with it first, and until when they try it."""
    release = CHOOSE_PILOT.begin(release, by=by)
    people = list(people)
    gone = [person.name for person in people if not person.is_active]
    if gone:
        raise ValidationError({"people": f"{gone[0]} has left."})
    release.pilot_until = until
    release.pilot_people.set(people)
    save(release, by=by, at=at)
    write(release, "choose_pilot_release", by=by, at=at, people=len(people))
    return release


@transaction.atomic
def plan_rooms_release(release, *, by, at, rooms):
    """Which rooms get it, in this order. What was already done somewhere stays; only what is to do can be left out.

    `rooms`: for each a dict of `room`, and if need be `asset` (one thing in it), `planned_on` and `is_pilot`.
    """
    release = PLAN_ROOMS.begin(release, by=by)
    _check_rooms(release, rooms)
    there = {(row.room_id, row.asset_id): row for row in release.rooms.select_related("room")}
    wanted = [(each["room"].pk, each["asset"].pk if each.get("asset") else None) for each in rooms]
    for key, row in there.items():
        if key not in wanted and row.state != RolloutState.TO_DO:
            raise Refused(f"{row.room.name} can’t be left out: it is {row.get_state_display().lower()}.")
    RolloutRoom.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in wanted]).delete()
    release.rooms.update(place=F("place") + ASIDE)
    for place, (key, each) in enumerate(zip(wanted, rooms, strict=True), 1):
        row = there.get(key) or RolloutRoom(release=release, room_id=key[0], asset_id=key[1])
        row.place, row.planned_on = place, each.get("planned_on")
        row.is_pilot = bool(each.get("is_pilot"))
        row.save()
    write(release, "plan_rooms_release", by=by, at=at, rooms=len(rooms))
    return release


@transaction.atomic
def add_changes_release(release, *, by, at, changes):
    """These changes go out with it."""
    release = ADD_CHANGES.begin(release, by=by)
    changes = Change.objects.select_for_update(of=("self",)).filter(pk__in=[change.pk for change in changes])
    changes = list(changes.order_by("pk"))
    _check_changes(release, changes)
    for change in changes:  # one by one, so that the history of each says it
        change.release = release
        change._history_user, change._history_date = by, at
        change._change_reason = f"Goes out with {release.reference}"
        change.save(update_fields=["release"])
    write(release, "add_changes_release", by=by, at=at, text=", ".join(change.reference for change in changes))
    return release


@transaction.atomic
def remove_changes_release(release, *, by, at, changes):
    """These changes don’t go out with it; they stay as they are."""
    release = REMOVE_CHANGES.begin(release, by=by)
    mine = release.changes.select_for_update(of=("self",)).filter(pk__in=[change.pk for change in changes])
    mine = list(mine.order_by("pk"))
    if not mine:
        raise ValidationError({"changes": "Choose a change that belongs to it."})
    for change in mine:
        change.release = None
        change._history_user, change._history_date = by, at
        change._change_reason = f"Taken from {release.reference}"
        change.save(update_fields=["release"])
    write(release, "remove_changes_release", by=by, at=at, text=", ".join(change.reference for change in mine))
    return release


@transaction.atomic
def note_release(release, *, by, at, text):
    """Write down something about it."""
    release = NOTE.begin(release, by=by)
    must_say(text=(text, "Write the note."))
    write(release, "note_release", by=by, at=at, kind=EntryKind.NOTE, text=text.strip())
    return release


def _say(release, **said):
    """What was said, in its fields; what isn’t said stays."""
    for name, value in said.items():
        if name in STEPS:
            setattr(release, name, steps_of(value))
        elif name in TEXTS:
            setattr(release, name, value.strip())
        elif name in ("name", "version"):
            setattr(release, name, one_line(value))
        elif name in PLAIN:
            setattr(release, name, value)
    must_say(name=(release.name, "Give it a name, such as “New classroom build”."))
    for name in STEPS:
        if len(getattr(release, name)) > MOST_STEPS:
            raise ValidationError({name: f"Write at most {MOST_STEPS} steps."})
    check_owner(release)


def _installable(software, kept=()):
    """The masters it installs; a retired one only if it was there before."""
    retired = [master for master in software if master.retired_at and master.pk not in kept]
    if retired:
        raise ValidationError({"software": f"{retired[0]} is retired: nothing is installed from it."})
    return software


def _built(release):
    """What the two tests are about."""
    kept = {name: getattr(release, name) for name in ("installation", "stability_test", "acceptance_test")}
    return kept | {"software": sorted(release.software.values_list("pk", flat=True))}


def _void(release, before, now):
    """Clear the results of tests of something else. Returns which were cleared."""
    same_build = before["installation"] == now["installation"] and before["software"] == now["software"]
    changed = [which for which in ("stability", "acceptance") if before[f"{which}_test"] != now[f"{which}_test"]]
    which = changed if same_build else ["stability", "acceptance"]
    return [each for each in which if clear_test(release, each)]


def _check_rooms(release, rooms):
    if len(rooms) > MOST_ROOMS:
        raise ValidationError({"rooms": f"Plan at most {MOST_ROOMS} rooms."})
    seen = set()
    for each in rooms:
        room, asset = each["room"], each.get("asset")
        if release.school_id and room.school_id != release.school_id:
            raise ValidationError({"rooms": f"{room.name} is not a room of {release.school.name}."})
        if asset and asset.room_id != room.pk:
            raise ValidationError({"rooms": f"{asset} is not in {room.name}."})
        key = (room.pk, asset.pk if asset else None)
        if key in seen:
            raise ValidationError({"rooms": f"{room.name} is named twice."})
        seen.add(key)


def _check_changes(release, changes):
    if not changes:
        raise ValidationError({"changes": "Choose at least one change."})
    if len(changes) > MOST_CHANGES:
        raise ValidationError({"changes": f"Add at most {MOST_CHANGES} at once."})
    for change in changes:
        if release.school_id and change.school_id != release.school_id:
            raise ValidationError({"changes": f"{change.reference} is not a change of {release.school.name}."})
        if change.release_id and change.release_id != release.pk:
            raise Refused(f"{change.reference} goes out with RL{change.release_id} already. Take it from there first.")
