"""The life cycle of a change as a table: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from changes.models import AHEAD, MADE, Afterwards, Change, Kind, Status
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a change; one of several schools is moved by people of the whole trust.

    `emergency`: from where an emergency may be moved as well, since its paper may follow.
    """

    emergency: tuple[Status, ...] = ()

    def begin(self, change, *, by):
        """Lock the record and check person and state. `by` None is the desk's own sweep; returns the locked record."""
        list(Change.objects.select_for_update().filter(pk=change.pk).values_list("pk"))
        change = Change.objects.select_related("school", "service", "originator", "implementer").get(pk=change.pk)
        self.check(change, by=by)
        return change

    def sources_of(self, change):
        """From where this change may be moved."""
        return (*self.sources, *self.emergency) if change.kind == Kind.EMERGENCY else self.sources


@dataclass(frozen=True)
class InRetrospect(Move):
    """A yes or no to what was made already; possible while somebody is asked for it."""

    def sources_of(self, change):
        """Wherever it stands by now."""
        return self.sources if change.afterwards == Afterwards.ASKED else ()


S = Status
RECORD, APPROVE, MANAGE = Permission.RECORD_CHANGES, Permission.APPROVE_CHANGES, Permission.MANAGE_CHANGES
BEFORE_APPROVAL = (S.RAISED, S.PROCEED, S.PLANNED, S.REVIEWED)
WORKED_ON = (*AHEAD, S.IMPLEMENTED, S.IN_REGISTER)

DESCRIBE = Move("describe", "describe", BEFORE_APPROVAL, None, RECORD)
APPROVE_TO_PROCEED = Move("approve_to_proceed", "approve the planning of", (S.RAISED,), S.PROCEED, APPROVE)
# A plan that was looked through and has to change is planned anew and looked through again, instead of being rejected.
PLAN = Move("plan", "plan", (S.PROCEED, S.PLANNED, S.REVIEWED), S.PLANNED, RECORD, emergency=(S.RAISED,))
PEER_REVIEW = Move("peer_review", "look through the plan of", (S.PLANNED,), S.REVIEWED, RECORD)
APPROVE_TO_IMPLEMENT = Move("approve_to_implement", "approve", (S.REVIEWED,), S.APPROVED, APPROVE)
APPROVE_AFTERWARDS = InRetrospect("approve_afterwards", "approve afterwards", MADE, None, APPROVE)
RESCHEDULE = Move("reschedule", "move the window of", (S.APPROVED, S.ANNOUNCED), None, RECORD)
ANNOUNCE = Move("announce", "announce", (S.APPROVED, S.ANNOUNCED), S.ANNOUNCED, RECORD, emergency=BEFORE_APPROVAL)
IMPLEMENT = Move("implement", "make", (S.APPROVED, S.ANNOUNCED), S.IMPLEMENTED, RECORD, emergency=BEFORE_APPROVAL)
BACK_OUT = Move("back_out", "back out", (S.APPROVED, S.ANNOUNCED, S.IMPLEMENTED, S.IN_REGISTER), S.IMPLEMENTED, RECORD)
RECORD_IN_ASSETS = Move("record_in_assets", "note the assets of", (S.IMPLEMENTED,), S.IN_REGISTER, RECORD)
CLOSE = Move("close", "close", (S.IMPLEMENTED, S.IN_REGISTER), S.CLOSED, RECORD)
REVIEW = Move("review", "review", (S.CLOSED,), None, MANAGE)
REJECT = Move("reject", "reject", (S.RAISED, S.PLANNED, S.REVIEWED), S.REJECTED, APPROVE)
WITHDRAW = Move("withdraw", "withdraw", AHEAD, S.WITHDRAWN, RECORD)
RAISE_AGAIN = Move("raise_again", "raise again", (S.REJECTED, S.WITHDRAWN), S.RAISED, RECORD)
NOTE = Move("note", "write a note on", tuple(S), None, RECORD)
LINK_INCIDENT = Move("link_incident", "link incidents to", tuple(S), None, RECORD)
UNLINK_INCIDENT = Move("unlink_incident", "take incidents from", tuple(S), None, RECORD)

MOVES = (
    DESCRIBE,
    APPROVE_TO_PROCEED,
    PLAN,
    PEER_REVIEW,
    APPROVE_TO_IMPLEMENT,
    APPROVE_AFTERWARDS,
    RESCHEDULE,
    ANNOUNCE,
    IMPLEMENT,
    BACK_OUT,
    RECORD_IN_ASSETS,
    CLOSE,
    REVIEW,
    REJECT,
    WITHDRAW,
    RAISE_AGAIN,
    NOTE,
    LINK_INCIDENT,
    UNLINK_INCIDENT,
)
