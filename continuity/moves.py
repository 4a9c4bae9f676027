"""The life cycle of a rehearsal as a table: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from continuity.models import Rehearsal, Status
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a rehearsal."""

    def begin(self, rehearsal, *, by):
        """Lock the rehearsal and check person and state; returns the locked one."""
        list(Rehearsal.objects.select_for_update().filter(pk=rehearsal.pk).values_list("pk"))
        rehearsal = Rehearsal.objects.select_related("school", "lead").get(pk=rehearsal.pk)
        self.check(rehearsal, by=by)
        return rehearsal


KEEP = Permission.KEEP_CONTINUITY

DESCRIBE = Move("describe", "change", (Status.PLANNED,), None, KEEP)
HOLD = Move("hold", "write down the outcome of", (Status.PLANNED,), Status.HELD, KEEP)
CANCEL = Move("cancel", "cancel", (Status.PLANNED,), Status.CANCELLED, KEEP)
REOPEN = Move("reopen", "reopen", (Status.HELD, Status.CANCELLED), Status.PLANNED, KEEP)
ADD_ACTION = Move("add_action", "add an action to", (Status.HELD,), None, KEEP)
FINISH_ACTION = Move("finish_action", "finish an action of", (Status.HELD,), None, KEEP)

MOVES = (DESCRIBE, HOLD, CANCEL, REOPEN, ADD_ACTION, FINISH_ACTION)
