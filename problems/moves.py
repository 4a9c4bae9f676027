"""The life cycle of a problem as a table: which move leads from where to where, and who may make it."""

from dataclasses import dataclass

from problems.models import DONE, OPEN, Problem, Status
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a problem; one of the whole trust is moved by people of the whole trust."""

    def begin(self, problem, *, by):
        """Lock the record and check person and state. `by` None is the desk's own sweep; returns the locked record.

        Incidents are locked after their problem, never before it.
        """
        list(Problem.objects.select_for_update().filter(pk=problem.pk).values_list("pk"))
        problem = Problem.objects.select_related("school", "resolver").get(pk=problem.pk)
        self.check(problem, by=by)
        return problem


EVERY = tuple(Status)
SEARCHED = (Status.NEW, Status.INVESTIGATING)

ASSIGN = Move("assign", "assign", OPEN, None, Permission.MANAGE_PROBLEMS)
TAKE = Move("take", "take", OPEN, None, Permission.SOLVE_PROBLEMS)
INVESTIGATE = Move("investigate", "start on", (Status.NEW,), Status.INVESTIGATING, Permission.SOLVE_PROBLEMS)
DESCRIBE = Move("describe", "describe", OPEN, None, Permission.SOLVE_PROBLEMS)
ANALYSE = Move("analyse", "analyse", OPEN, None, Permission.SOLVE_PROBLEMS)
NOTE = Move("note", "write a note on", EVERY, None, Permission.SOLVE_PROBLEMS)
ALLOW_TIME = Move("allow_time", "allow time for", OPEN, None, Permission.MANAGE_PROBLEMS)
RECORD_WORKAROUND = Move("record_workaround", "write a workaround for", OPEN, None, Permission.SOLVE_PROBLEMS)
DECLARE_KNOWN_ERROR = Move(
    "declare_known_error",
    "declare a known error for",
    (*SEARCHED, Status.FIX_PROPOSED),
    Status.KNOWN_ERROR,
    Permission.SOLVE_PROBLEMS,
)
PROPOSE_FIX = Move("propose_fix", "propose a fix for", OPEN, Status.FIX_PROPOSED, Permission.SOLVE_PROBLEMS)
LINK = Move("link", "link incidents to", OPEN, None, Permission.SOLVE_PROBLEMS)
UNLINK = Move("unlink", "take incidents from", OPEN + DONE, None, Permission.SOLVE_PROBLEMS)
RESOLVE = Move("resolve", "resolve", OPEN, Status.RESOLVED, Permission.SOLVE_PROBLEMS)
CLOSE = Move("close", "close", (Status.RESOLVED,), Status.CLOSED, Permission.MANAGE_PROBLEMS)
REOPEN = Move("reopen", "reopen", DONE, Status.INVESTIGATING, Permission.SOLVE_PROBLEMS)
WITHDRAW = Move("withdraw", "withdraw", OPEN, Status.WITHDRAWN, Permission.MANAGE_PROBLEMS)
REVIEW = Move("review", "review", DONE, None, Permission.MANAGE_PROBLEMS)

MOVES = (
    ASSIGN,
    TAKE,
    INVESTIGATE,
    DESCRIBE,
    ANALYSE,
    NOTE,
    ALLOW_TIME,
    RECORD_WORKAROUND,
    DECLARE_KNOWN_ERROR,
    PROPOSE_FIX,
    LINK,
    UNLINK,
    RESOLVE,
    CLOSE,
    REOPEN,
    WITHDRAW,
    REVIEW,
)
