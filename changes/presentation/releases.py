"""A release in words: where it stands, how far its rooms are, what its story says."""

from changes.models import OPEN as OPEN_CHANGES
from changes.models import ReleaseStatus, RolloutState
from changes.release_moves import RELEASE_MOVES

# Status → the kind, the sign and the words of its state.
SAID_OF = {
    ReleaseStatus.DESIGN: ("plain", "edit", "Being designed"),
    ReleaseStatus.TESTING: ("info", "eye", "Being tested"),
    ReleaseStatus.PILOT: ("info", "people", "With the pilot group"),
    ReleaseStatus.ROLLING_OUT: ("info", "work", "Rolling out"),
    ReleaseStatus.DONE: ("ok", "check", "Rolled out"),
    ReleaseStatus.ROLLED_BACK: ("warn", "again", "Rolled back"),
    ReleaseStatus.WITHDRAWN: ("paused", "stop", "Withdrawn"),
}
ROOM_SAID = {
    RolloutState.TO_DO: ("plain", "clock", "To do"),
    RolloutState.DONE: ("ok", "check", "Done"),
    RolloutState.FAILED: ("danger", "cross", "Failed"),
    RolloutState.ROLLED_BACK: ("warn", "again", "Rolled back"),
}
TESTS = (
    ("stability", "Stability test", "What it must not harm"),
    ("acceptance", "Acceptance test", "What its users must be able to do"),
)
STORY = {
    "design_release": "Begun",
    "describe_release": "Build changed",
    "choose_pilot_release": "Pilot group chosen",
    "plan_rooms_release": "Rooms planned",
    "add_changes_release": "Changes added",
    "remove_changes_release": "Changes taken away",
    "begin_tests_release": "Tests begun",
    "begin_pilot_release": "Given to the pilot group",
    "roll_out_release": "Roll-out begun",
    "finish_release": "Rolled out",
    "roll_back_release": "Rolled back",
    "withdraw_release": "Withdrawn",
    "reopen_release": "Taken up again",
    "note_release": "Note",
}
ROOM_STORY = {"done": "done", "failed": "failed", "to_do": "still to do after all", "rolled_back": "rolled back"}


def possible(release, by):
    """The names of the moves that this person could make now."""
    return [move.name for move in RELEASE_MOVES if move.possible(release, by)]


def tests_of(release):
    """Both tests with what is to be shown, what was seen and who signed."""
    return [
        {
            "which": which,
            "words": words,
            "asks": asks,
            "text": getattr(release, f"{which}_test"),
            "passed": getattr(release, f"{which}_passed"),
            "result": getattr(release, f"{which}_result"),
            "by": getattr(release, f"{which}_by"),
            "at": getattr(release, f"{which}_at"),
        }
        for which, words, asks in TESTS
    ]


def progress_of(rooms):
    """How far the rooms are: done, of how many, and in words."""
    counted = [row.state for row in rooms]
    done, failed = counted.count(RolloutState.DONE), counted.count(RolloutState.FAILED)
    words = progress_words(done, len(counted))
    return {"done": done, "of": len(counted), "words": f"{words}, {failed} failed" if failed else words}


def progress_words(done, of):
    """7 of 12 rooms."""
    return f"{done} of {of} room{'' if of == 1 else 's'}"


def story_of(release):
    """The lines of its story, each with what happened in words."""
    return [(entry, _said(entry)) for entry in release.entries.select_related("by")]


def _said(entry):
    facts = entry.data
    if entry.move in ("mark_room_release", "roll_back_room_release"):
        return f"{facts['room']} {ROOM_STORY[facts['state']]}"
    if entry.move == "sign_test_release":
        test = next(words for which, words, _ in TESTS if which == facts["which"])
        return f"{test} {'passed' if facts['passed'] else 'not passed'}"
    if entry.move == "describe_release" and facts.get("voided"):
        return "Build changed: what was signed before no longer counts"
    return STORY.get(entry.move, entry.move)


def open_changes(release, reader):
    """The changes that belong to it and still need somebody."""
    return release.changes.visible_to(reader).filter(status__in=OPEN_CHANGES).order_by("pk")
