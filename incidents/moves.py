"""The life cycle of an incident as a table: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from incidents.models import OPEN, Incident, Status
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of an incident. `requester`: whoever asked may make it too."""

    requester: bool = False

    def allowed(self, incident, by):
        """May this person make this move on this record?"""
        mine = by is not None and self.requester and by.pk in (incident.requester_id, incident.logged_by_id)
        return mine or super().allowed(incident, by)

    def begin(self, incident, *, by):
        """Lock the record and check person and state. `by` None is the desk's own sweep; returns the locked record."""
        hold(incident)
        incident = Incident.objects.select_related(*BESIDE).get(pk=incident.pk)
        self.check(incident, by=by)
        return incident


def hold(*incidents):
    """Lock records until the end of the transaction, and only then read them.

    Who waits for a lock gets the record as it is then, but what was joined to it as it was before the wait. Several are
    always locked in the same order: two people, each the other way round, never wait for each other.
    """
    held = Incident.objects.select_for_update().filter(pk__in=[incident.pk for incident in incidents])
    list(held.order_by("pk").values_list("pk"))


BESIDE = ("school", "requester", "assignee", "response_clock", "resolution_clock")
DONE = (Status.RESOLVED, Status.CLOSED)
EVERY = tuple(Status)

ASSIGN = Move("assign", "assign", OPEN, None, Permission.ASSIGN)
TAKE = Move("take", "take", OPEN, None, Permission.WORK)
RELEASE = Move("release", "give back", (Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING), None, Permission.WORK)
START = Move("start", "start", (Status.NEW, Status.ASSIGNED), Status.IN_PROGRESS, Permission.WORK)
WAIT = Move("wait", "put on hold", (Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS), Status.WAITING, Permission.WORK)
RESUME = Move("resume", "resume", (Status.WAITING,), Status.IN_PROGRESS, Permission.WORK)
RESOLVE = Move("resolve", "resolve", OPEN, Status.RESOLVED, Permission.WORK)
CONFIRM = Move("confirm", "confirm", (Status.RESOLVED,), Status.CLOSED, None, requester=True)
CLOSE = Move("close", "close", (Status.RESOLVED,), Status.CLOSED, Permission.ASSIGN)
REOPEN = Move("reopen", "reopen", DONE, Status.IN_PROGRESS, Permission.WORK, requester=True)
CANCEL = Move("cancel", "cancel", OPEN, Status.CANCELLED, Permission.ASSIGN, requester=True)
MARK_DUPLICATE = Move("mark_duplicate", "mark as a duplicate", OPEN, Status.CANCELLED, Permission.ASSIGN)
PRIORITISE = Move("prioritise", "set the priority of", OPEN, None, Permission.ASSIGN)
MARK_OUTAGE = Move("mark_outage", "say whether it is an outage on", OPEN + DONE, None, Permission.ASSIGN)
REPLY = Move("reply", "reply to", OPEN + DONE, None, Permission.WORK, requester=True)
NOTE = Move("note", "write a note on", EVERY, None, Permission.WORK)
RECORD_CALL = Move("record_call", "record a call on", OPEN + DONE, None, Permission.WORK)
EXCUSE = Move("excuse", "excuse a missed target of", EVERY, None, Permission.EXCUSE)

MOVES = (
    ASSIGN,
    TAKE,
    RELEASE,
    START,
    WAIT,
    RESUME,
    RESOLVE,
    CONFIRM,
    CLOSE,
    REOPEN,
    CANCEL,
    MARK_DUPLICATE,
    PRIORITISE,
    MARK_OUTAGE,
    REPLY,
    NOTE,
    RECORD_CALL,
    EXCUSE,
)
