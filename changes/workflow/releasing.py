"""A release is tested, goes to the pilot group, is rolled out room by room, and if need be rolled back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import ReleaseStatus, RolloutState
from changes.release_moves import (
    BEGIN_PILOT,
    BEGIN_TESTS,
    FINISH,
    MARK_ROOM,
    REOPEN,
    ROLL_BACK,
    ROLL_BACK_ROOM,
    ROLL_OUT,
    SIGN_TEST,
    WITHDRAW,
)
from changes.workflow.record import must_say
from changes.workflow.release_record import clear_test, save, tell, write
from servicedesk.errors import Refused

TESTS = {"stability": "stability test", "acceptance": "acceptance test"}
LONGEST_NOTE = 300


@transaction.atomic
def begin_tests_release(release, *, by, at):
    """The build is ready: it is tried out now."""
    release = BEGIN_TESTS.begin(release, by=by)
    missing = [
        words
        for name, words in (
            ("installation", "the installation steps"),
            ("roll_back", "how it is rolled back"),
            ("stability_test", "what it must not harm"),
            ("acceptance_test", "what its users must be able to do"),
        )
        if not getattr(release, name)
    ]
    if missing:
        raise Refused(f"Before it is tested, write down {_list(missing)}.")
    release.status = BEGIN_TESTS.target
    write(release, "begin_tests_release", by=by, at=at)
    return save(release, by=by, at=at)


@transaction.atomic
def sign_test_release(release, *, by, at, which, passed, result):
    """One of the two tests was made: it passed or not, what was seen, and by whom. Signing again takes its place."""
    release = SIGN_TEST.begin(release, by=by)
    must_say(result=(result, "Say what was seen."))
    setattr(release, f"{which}_passed", passed)
    setattr(release, f"{which}_result", result.strip())
    setattr(release, f"{which}_by", by)
    setattr(release, f"{which}_at", at)
    write(release, "sign_test_release", by=by, at=at, text=result.strip(), which=which, passed=passed)
    return save(release, by=by, at=at)


@transaction.atomic
def begin_pilot_release(release, *, by, at):
    """It goes to the pilot group, who are told so."""
    release = BEGIN_PILOT.begin(release, by=by)
    if release.stability_passed is not True:
        raise Refused("The stability test has not passed yet: nobody should work with it before.")
    if not release.pilot_people.exists() and not release.rooms.filter(is_pilot=True).exists():
        raise Refused("Nobody is in its pilot group. Choose people or rooms that try it first.")
    release.status = BEGIN_PILOT.target
    write(release, "begin_pilot_release", by=by, at=at)
    save(release, by=by, at=at)
    tell(release, "pilot_begins", by=by, at=at)
    return release


@transaction.atomic
def roll_out_release(release, *, by, at, pilot_result=""):
    """Both tests passed: it goes out to all of its rooms."""
    release = ROLL_OUT.begin(release, by=by)
    failing = [words for which, words in TESTS.items() if getattr(release, f"{which}_passed") is not True]
    if failing:
        raise Refused(f"It can’t be rolled out: the {_list(failing, 'and the')} must be passed and signed first.")
    if not release.rooms.exists():
        raise Refused("It can’t be rolled out: no room is planned yet.")
    if release.status == ReleaseStatus.PILOT:
        must_say(pilot_result=(pilot_result, "Say how it went with the pilot group."))
        release.pilot_result = pilot_result.strip()
    elif release.rooms.filter(is_pilot=True).exists() or release.pilot_people.exists():
        raise Refused("It has a pilot group: begin with them, or take the group off it.")
    release.status = ROLL_OUT.target
    write(release, "roll_out_release", by=by, at=at, text=release.pilot_result)
    return save(release, by=by, at=at)


@transaction.atomic
def mark_room_release(release, *, by, at, room, state, note=""):
    """A room is done, or it failed and why; or a tick was wrong, and it is still to do."""
    release = MARK_ROOM.begin(release, by=by)
    row = _row(release, room)
    note = _note(note)
    if state not in (RolloutState.DONE, RolloutState.FAILED, RolloutState.TO_DO):
        raise ValidationError({"state": "Say whether it is done, failed or still to do."})
    if state == RolloutState.FAILED and not note:
        raise ValidationError({"note": "Say what went wrong there."})
    if release.status == ReleaseStatus.PILOT and not row.is_pilot:
        raise Refused(f"{row.room.name} is not one of the pilot rooms: it comes with the roll-out.")
    return _mark(release, row, state, note, by=by, at=at, move="mark_room_release")


@transaction.atomic
def roll_back_room_release(release, *, by, at, room, note):
    """One room goes back to what it had before; the others go on."""
    release = ROLL_BACK_ROOM.begin(release, by=by)
    row = _row(release, room)
    if row.state not in (RolloutState.DONE, RolloutState.FAILED):
        raise Refused(f"There is nothing to roll back in {row.room.name}: it is {row.get_state_display().lower()}.")
    must_say(note=(note, "Say why it goes back."))
    return _mark(release, row, RolloutState.ROLLED_BACK, _note(note), by=by, at=at, move="roll_back_room_release")


@transaction.atomic
def finish_release(release, *, by, at, note=""):
    """Every room was seen to: the release is rolled out. Its changes stay as they are."""
    release = FINISH.begin(release, by=by)
    left = release.rooms.filter(state=RolloutState.TO_DO).count()
    if left:
        rooms = "1 room is" if left == 1 else f"{left} rooms are"
        raise Refused(f"{rooms} still to do. Mark what was done there, or take them off the plan.")
    release.status, release.ended_at = FINISH.target, at
    write(release, "finish_release", by=by, at=at, text=note.strip())
    return save(release, by=by, at=at)


@transaction.atomic
def roll_back_release(release, *, by, at, reason):
    """Everything goes back to what it was before; the pilot people and the owner are told why."""
    release = ROLL_BACK.begin(release, by=by)
    must_say(reason=(reason, "Say why it is rolled back."))
    done = release.rooms.filter(state=RolloutState.DONE)
    note = " ".join(reason.split())[:LONGEST_NOTE]
    number = done.update(state=RolloutState.ROLLED_BACK, done_at=at, done_by=by, note=note)
    release.status, release.ended_at = ROLL_BACK.target, at
    write(release, "roll_back_release", by=by, at=at, text=reason.strip(), rooms=number)
    save(release, by=by, at=at, because=reason)
    tell(release, "rolled_back", by=by, at=at, reason=reason.strip())
    return release


@transaction.atomic
def withdraw_release(release, *, by, at, reason):
    """It doesn’t go out."""
    release = WITHDRAW.begin(release, by=by)
    must_say(reason=(reason, "Say why it is withdrawn."))
    release.status, release.ended_at = WITHDRAW.target, at
    write(release, "withdraw_release", by=by, at=at, text=reason.strip())
    return save(release, by=by, at=at, because=reason)


@transaction.atomic
def reopen_release(release, *, by, at, reason):
    """It goes on after all: a finished roll-out with its rooms, anything else from its design on, tested anew."""
    release = REOPEN.begin(release, by=by)
    must_say(reason=(reason, "Say why it goes on."))
    if release.status == ReleaseStatus.DONE:
        release.status = ReleaseStatus.ROLLING_OUT
    else:
        release.status = ReleaseStatus.DESIGN
        for which in TESTS:
            clear_test(release, which)
        again = release.rooms.filter(state=RolloutState.ROLLED_BACK)
        again.update(state=RolloutState.TO_DO, done_at=None, done_by=None, note="")
    release.ended_at = None
    write(release, "reopen_release", by=by, at=at, text=reason.strip())
    return save(release, by=by, at=at, because=reason)


def _row(release, room):
    row = release.rooms.select_related("room", "asset").filter(pk=room.pk).first()
    if row is None:
        raise ValidationError({"room": "This room is not on its plan."})
    return row


def _mark(release, row, state, note, *, by, at, move):
    before = row.state
    row.state, row.note = state, note
    row.done_at, row.done_by = (None, None) if state == RolloutState.TO_DO else (at, by)
    row.save(update_fields=["state", "note", "done_at", "done_by"])
    write(release, move, by=by, at=at, text=note, room=row.room.name, state=state, before=before)
    return release


def _note(words):
    note = " ".join(words.split())
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": f"Keep it to {LONGEST_NOTE} characters."})
    return note


def _list(words, last="and"):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
