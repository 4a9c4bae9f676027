"""The life of a check and of an action as tables: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from healthcheck.models import Action, ActionStatus, HealthCheck, Status
from servicedesk import moves
from servicedesk.roles import Permission

KEEP = Permission.KEEP_EVIDENCE


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a check."""

    def begin(self, check, *, by):
        """Lock the check and look at person and state; returns the locked check."""
        list(HealthCheck.objects.select_for_update().filter(pk=check.pk).values_list("pk"))
        check = HealthCheck.objects.select_related("school").get(pk=check.pk)
        self.check(check, by=by)
        return check


@dataclass(frozen=True)
class ActionMove(moves.Move):
    """A move of an action; `for_owner`: whoever has to do it may say so too."""

    for_owner: bool = False

    def allowed(self, record, by):
        """May this person make this move on this action?"""
        mine = self.for_owner and by is not None and record.owner_id == by.pk
        return mine or super().allowed(record, by)

    def begin(self, action, *, by):
        """Lock the action and look at person and state; returns the locked action."""
        list(Action.objects.select_for_update().filter(pk=action.pk).values_list("pk"))
        action = Action.objects.select_related("school", "owner", "health_check").get(pk=action.pk)
        self.check(action, by=by)
        return action


ANSWER = Move("answer", "answer", (Status.OPEN,), None, KEEP)
LOOK_AGAIN = Move("look_again", "look up the figures of", (Status.OPEN,), None, KEEP)
FINISH = Move("finish", "finish", (Status.OPEN,), Status.FINISHED, KEEP)
REOPEN = Move("reopen", "reopen", (Status.FINISHED,), Status.OPEN, KEEP)
ADD_ACTION = Move("add_action", "add an action to", (Status.OPEN, Status.FINISHED), None, KEEP)

MOVES = (ANSWER, LOOK_AGAIN, FINISH, REOPEN, ADD_ACTION)

CHANGE_ACTION = ActionMove("change_action", "change", (ActionStatus.OPEN,), None, KEEP)
COMPLETE_ACTION = ActionMove("complete_action", "complete", (ActionStatus.OPEN,), ActionStatus.DONE, KEEP, True)
DROP_ACTION = ActionMove("drop_action", "drop", (ActionStatus.OPEN,), ActionStatus.DROPPED, KEEP)
ENDED = (ActionStatus.DONE, ActionStatus.DROPPED)
REOPEN_ACTION = ActionMove("reopen_action", "reopen", ENDED, ActionStatus.OPEN, KEEP, True)

ACTION_MOVES = (CHANGE_ACTION, COMPLETE_ACTION, DROP_ACTION, REOPEN_ACTION)
