"""Problems in a list, and the head of one of them."""

from dataclasses import dataclass

from incidents.presentation import words
from incidents.presentation.queue import Standing
from problems import moves
from problems.analysis import BRANCHES
from problems.models import Problem, Status

# Status → (kind, sign) of the design language.
SIGNS = {
    Status.NEW: ("plain", "new"),
    Status.INVESTIGATING: ("plain", "search"),
    Status.KNOWN_ERROR: ("info", "book"),
    Status.FIX_PROPOSED: ("info", "change"),
    Status.RESOLVED: ("ok", "check"),
    Status.CLOSED: ("plain", "check"),
    Status.WITHDRAWN: ("plain", "cross"),
}


def standing_of(problem):
    """Where it stands."""
    return Standing(*SIGNS[problem.status], problem.get_status_display())


def time_of(problem):
    """What was spent of what was allowed: 70 of 120 min."""
    allowed = f" of {problem.allowed_minutes:,}" if problem.allowed_minutes is not None else ""
    return f"{problem.minutes_spent:,}{allowed} min"


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    problem: Problem
    standing: Standing
    time: str
    age: str
    mine: bool


def rows_of(problems, *, at, reader):
    """Problems (read `with_rows_shown`) as lines of the list for one reader."""
    return [
        Row(each, standing_of(each), time_of(each), words.age(each.raised_at, at), each.resolver_id == reader.pk)
        for each in problems
    ]


@dataclass(frozen=True)
class About:
    """What a page says of one problem."""

    standing: Standing
    time: str
    may: dict
    causes: list
    resolves: str
    in_person: str

    @property
    def more(self):
        """Is there anything under “More”?"""
        names = ("describe", "assign", "allow_time", "declare_known_error", "record_workaround", "link", "withdraw")
        return any(self.may.get(name) for name in names)


def about(problem, reach, *, by):
    """The head of a problem for one reader, with what its end would do."""
    may = {move.name: move.possible(problem, by) for move in moves.MOVES}
    may["take"] = may["take"] and problem.resolver_id is None
    return About(
        standing=standing_of(problem),
        time=time_of(problem),
        may=may,
        causes=[(label, problem.causes[branch]) for branch, label in BRANCHES.items() if problem.causes.get(branch)],
        resolves=resolves(reach),
        in_person=in_person(reach),
    )


def resolves(reach):
    """What the button says: resolve and tell all 12 people."""
    if not reach.people:
        return "Resolve"
    return "Resolve and tell 1 person" if reach.people == 1 else f"Resolve and tell all {reach.people:,} people"


def effect(reach):
    """What resolving does, before one does it."""
    if not reach.records:
        return "None of its incidents is open, so nobody is told."
    records = words.several(reach.records, "open incident")
    letters = words.several(reach.people, "person gets a letter", "people get one letter each")
    return f"{records} will be resolved with it, and {letters}. {in_person(reach)}".strip()


def in_person(reach):
    """Who can't be reached by letter."""
    if not reach.in_person:
        return ""
    return f"{words.several(reach.in_person, 'person has', 'people have')} no e-mail address: tell them in person."
