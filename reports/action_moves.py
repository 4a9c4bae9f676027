"""The life cycle of an action of the service report as a table: who may move it from where to where."""

from dataclasses import dataclass

from reports.models import ActionState, ReportAction
from servicedesk import moves
from servicedesk.roles import Permission

KEEP = Permission.EDIT_AGREEMENTS  # who agrees how good the service must be also says what is done about it


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of an action; `owner_may`: whoever is to do it may make it too."""

    owner_may: bool = False

    def allowed(self, record, by):
        """By those who keep the report of the school, and some moves by its owner."""
        return super().allowed(record, by) or (self.owner_may and by is not None and by.pk == record.owner_id)

    def begin(self, action, *, by):
        """Lock the action and check person and state; returns the locked action."""
        list(ReportAction.objects.select_for_update().filter(pk=action.pk).values_list("pk"))
        action = ReportAction.objects.select_related("school", "owner").get(pk=action.pk)
        self.check(action, by=by)
        return action


CHANGE = Move("change_action", "change", (ActionState.OPEN,), None, KEEP)
FINISH = Move("finish_action", "mark as done", (ActionState.OPEN,), ActionState.DONE, KEEP, owner_may=True)
REOPEN = Move("reopen_action", "reopen", (ActionState.DONE,), ActionState.OPEN, KEEP, owner_may=True)
ACTION_MOVES = (CHANGE, FINISH, REOPEN)
