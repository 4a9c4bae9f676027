"""The life of a release as a table: designed, tested, with the pilot group, rolled out room by room."""

from dataclasses import dataclass

from changes.models import Release, ReleaseStatus
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a release; one of several schools is moved by people of the whole trust."""

    def begin(self, release, *, by):
        """Lock the release and check person and state; returns it as it is now."""
        list(Release.objects.select_for_update().filter(pk=release.pk).values_list("pk"))
        release = Release.objects.select_related("school", "service", "owner").get(pk=release.pk)
        self.check(release, by=by)
        return release


S = ReleaseStatus
RECORD = Permission.RECORD_CHANGES
BUILT = (S.DESIGN, S.TESTING, S.PILOT)
OPEN = (*BUILT, S.ROLLING_OUT)
GOING_OUT = (S.PILOT, S.ROLLING_OUT)

DESCRIBE = Move("describe_release", "change the build of", BUILT, None, RECORD)
CHOOSE_PILOT = Move("choose_pilot_release", "choose the pilot group of", BUILT, None, RECORD)
PLAN_ROOMS = Move("plan_rooms_release", "plan the rooms of", OPEN, None, RECORD)
ADD_CHANGES = Move("add_changes_release", "add changes to", OPEN, None, RECORD)
REMOVE_CHANGES = Move("remove_changes_release", "take changes from", OPEN, None, RECORD)
BEGIN_TESTS = Move("begin_tests_release", "begin the tests of", (S.DESIGN,), S.TESTING, RECORD)
SIGN_TEST = Move("sign_test_release", "sign a test of", (S.TESTING, S.PILOT), None, RECORD)
BEGIN_PILOT = Move("begin_pilot_release", "begin the pilot of", (S.TESTING,), S.PILOT, RECORD)
ROLL_OUT = Move("roll_out_release", "roll out", (S.TESTING, S.PILOT), S.ROLLING_OUT, RECORD)
MARK_ROOM = Move("mark_room_release", "mark rooms of", GOING_OUT, None, RECORD)
ROLL_BACK_ROOM = Move("roll_back_room_release", "roll back a room of", (*GOING_OUT, S.DONE), None, RECORD)
FINISH = Move("finish_release", "finish", (S.ROLLING_OUT,), S.DONE, RECORD)
ROLL_BACK = Move("roll_back_release", "roll back", (*GOING_OUT, S.DONE), S.ROLLED_BACK, RECORD)
WITHDRAW = Move("withdraw_release", "withdraw", (S.DESIGN, S.TESTING), S.WITHDRAWN, RECORD)
REOPEN = Move("reopen_release", "take up again", (S.DONE, S.ROLLED_BACK, S.WITHDRAWN), None, RECORD)
NOTE = Move("note_release", "write a note on", tuple(S), None, RECORD)

RELEASE_MOVES = (
    DESCRIBE,
    CHOOSE_PILOT,
    PLAN_ROOMS,
    ADD_CHANGES,
    REMOVE_CHANGES,
    BEGIN_TESTS,
    SIGN_TEST,
    BEGIN_PILOT,
    ROLL_OUT,
    MARK_ROOM,
    ROLL_BACK_ROOM,
    FINISH,
    ROLL_BACK,
    WITHDRAW,
    REOPEN,
    NOTE,
)
