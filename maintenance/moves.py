"""The life cycle of a round as a table: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from maintenance.models import TO_DO, Round, Status
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a round."""

    def begin(self, round, *, by):
        """Lock the round and check person and state; returns the locked round."""
        list(Round.objects.select_for_update().filter(pk=round.pk).values_list("pk"))
        round = Round.objects.select_related("school", "plan", "owner").get(pk=round.pk)
        self.check(round, by=by)
        return round


LOOKED_AT = (Status.UNDER_WAY, Status.DONE)
DO = Permission.DO_MAINTENANCE

START = Move("start", "start", (Status.PLANNED,), Status.UNDER_WAY, DO)
RECORD = Move("record", "write results on", (Status.UNDER_WAY,), None, DO)
RAISE_INCIDENT = Move("raise_incident", "report a fault from", LOOKED_AT, None, DO)
RAISE_PROBLEM = Move("raise_problem", "raise a problem from", LOOKED_AT, None, DO)
FINISH = Move("finish", "finish", (Status.UNDER_WAY,), Status.DONE, DO)
SKIP = Move("skip", "leave out", TO_DO, Status.SKIPPED, DO)
REOPEN = Move("reopen", "reopen", (Status.DONE, Status.SKIPPED), Status.UNDER_WAY, DO)
HAND_OVER = Move("hand_over", "hand over", TO_DO, None, DO)

MOVES = (START, RECORD, RAISE_INCIDENT, RAISE_PROBLEM, FINISH, SKIP, REOPEN, HAND_OVER)
