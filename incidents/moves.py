"""The life cycle of an incident as a table: which move leads from where to where, and who may make it."""

from collections.abc import Callable
from dataclasses import dataclass

from incidents.models import OPEN, Incident, MajorIncident, Status
from servicedesk import moves
from servicedesk.errors import Refused
from servicedesk.roles import Permission


def _never(incident):
    """Nothing about the record itself speaks against it."""
    return ""


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of an incident. `requester`: whoever asked may make it too. `unless`: what, beside its state, forbids it.

    `unless` gives the sentence for who tries, or nothing.
    """

    requester: bool = False
    unless: Callable[[Incident], str] = _never

    def allowed(self, incident, by):
        """May this person make this move on this record?"""
        mine = by is not None and self.requester and by.pk in (incident.requester_id, incident.logged_by_id)
        return mine or super().allowed(incident, by)

    def possible(self, incident, by):
        """Would the move be accepted now? Pages show its button only then."""
        return super().possible(incident, by) and not self.unless(incident)

    def check(self, incident, *, by):
        """Would the move be accepted? Raises NotYours (403) or Refused (409), each with a sentence."""
        super().check(incident, by=by)
        if sentence := self.unless(incident):
            raise Refused(sentence)

    def begin(self, incident, *, by):
        """Lock the record and check person and state. `by` None is the desk's own sweep; returns the locked record."""
        hold(incident)
        incident = Incident.objects.select_related(*BESIDE).get(pk=incident.pk)
        self.check(incident, by=by)
        return incident


def _is_no_major(incident):
    return "" if incident.is_major else f"{incident.reference} was not declared a major incident."


def _is_followed(incident):
    """What a whole school follows ends by being resolved: then everybody is told."""
    return incident.is_major and (
        f"{incident.reference} is a major incident, and people follow it. Resolve it and say what it was, even if it "
        "was nothing: then everybody is told."
    )


def _is_major_or_part(incident):
    """A major incident is part of nothing, and a part of one is none itself."""
    if incident.is_major:
        return f"{incident.reference} is a major incident already."
    if incident.parent_id:
        return f"{incident.reference} is part of {incident.parent_id}. If that is wrong, take it out there first."
    return ""


def _is_no_part(incident):
    return "" if incident.parent_id else f"{incident.reference} is part of no major incident."


def hold(*incidents):
    """Lock records until the end of the transaction, and only then read them.

    Who waits for a lock gets the record as it is then, but what was joined to it as it was before the wait. Several are
    always locked in the same order: two people, each the other way round, never wait for each other.
    """
    held = Incident.objects.select_for_update().filter(pk__in=[incident.pk for incident in incidents])
    list(held.order_by("pk").values_list("pk"))


def hold_major(*incidents):
    """Lock what makes some records major incidents, before the records themselves; the ids of those that are.

    Who joins or resolves one holds this first, so which records are part of it stays as it is until they are done.
    """
    held = MajorIncident.objects.select_for_update().filter(pk__in=[incident.pk for incident in incidents])
    return set(held.order_by("pk").values_list("pk", flat=True))


BESIDE = ("school", "requester", "assignee", "response_clock", "resolution_clock", "major")
DONE = (Status.RESOLVED, Status.CLOSED)
EVERY = tuple(Status)

ASSIGN = Move("assign", "assign", OPEN, None, Permission.ASSIGN)
TAKE = Move("take", "take", OPEN, None, Permission.WORK)
RELEASE = Move("release", "give back", (Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING), None, Permission.WORK)
START = Move("start", "start", (Status.NEW, Status.ASSIGNED), Status.IN_PROGRESS, Permission.WORK)
WAIT = Move("wait", "wait with", (Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS), Status.WAITING, Permission.WORK)
RESUME = Move("resume", "resume", (Status.WAITING,), Status.IN_PROGRESS, Permission.WORK)
RESOLVE = Move("resolve", "resolve", OPEN, Status.RESOLVED, Permission.WORK)
CONFIRM = Move("confirm", "confirm", (Status.RESOLVED,), Status.CLOSED, None, requester=True)
CLOSE = Move("close", "close", (Status.RESOLVED,), Status.CLOSED, Permission.ASSIGN)
REOPEN = Move("reopen", "reopen", DONE, Status.IN_PROGRESS, Permission.WORK, requester=True)
CANCEL = Move("cancel", "cancel", OPEN, Status.CANCELLED, Permission.ASSIGN, requester=True, unless=_is_followed)
MARK_DUPLICATE = Move(
    "mark_duplicate", "mark as a duplicate", OPEN, Status.CANCELLED, Permission.ASSIGN, unless=_is_followed
)
PRIORITISE = Move("prioritise", "set the priority of", OPEN, None, Permission.ASSIGN)
MARK_OUTAGE = Move("mark_outage", "say whether it is an outage on", OPEN + DONE, None, Permission.ASSIGN)
REPLY = Move("reply", "reply to", OPEN + DONE, None, Permission.WORK, requester=True)
NOTE = Move("note", "write a note on", EVERY, None, Permission.WORK)
RECORD_CALL = Move("record_call", "record a call on", OPEN + DONE, None, Permission.WORK)
EXCUSE = Move("excuse", "excuse a late reply or fix of", EVERY, None, Permission.EXCUSE)

DECLARE_MAJOR = Move(
    "declare_major", "declare a major incident from", OPEN, None, Permission.ASSIGN, unless=_is_major_or_part
)
HAND_LEAD = Move("hand_lead", "hand over the lead of", OPEN, None, Permission.ASSIGN, unless=_is_no_major)
PUBLISH_UPDATE = Move("publish_update", "publish news about", OPEN, None, Permission.ASSIGN, unless=_is_no_major)
REVIEW_MAJOR = Move("review_major", "look back on", DONE, None, Permission.ASSIGN, unless=_is_no_major)
JOIN = Move("join", "join", OPEN, None, Permission.ASSIGN, unless=_is_major_or_part)
LEAVE = Move("leave", "take out", OPEN + DONE, None, Permission.ASSIGN, unless=_is_no_part)

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
    DECLARE_MAJOR,
    HAND_LEAD,
    PUBLISH_UPDATE,
    REVIEW_MAJOR,
    JOIN,
    LEAVE,
)
