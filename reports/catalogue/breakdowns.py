"""What a measure can be narrowed to and split by: the same names for every sort of record, and where each keeps it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Model, QuerySet
from django.db.models.functions import TruncMonth, TruncWeek

from assets.models import Asset, Audit
from changes.models import Change
from incidents.models import Incident
from incidents.priority import label
from maintenance.models import Round
from problems.models import KnownError, KnownErrorUse, Problem, ProblemEntry, Trend
from reports.measures import WrongQuestion
from reports.periods import day_words, month_words

MONTH, WEEK, SCHOOL = "month", "week", "school"
PLACE = "place"  # a school by its number: for keeping, not for people
# The field that narrows a sort of record, by the name people use. A breakdown reads the same field's name.
PATHS: dict[type[Model], dict[str, str]] = {
    Incident: {
        "school": "school",
        "service": "category__service",
        "category": "category",
        "team": "team",
        "priority": "priority",
    },
    Problem: {"school": "school", "service": "service", "category": "category", "priority": "priority"},
    ProblemEntry: {
        "school": "problem__school",
        "service": "problem__service",
        "category": "problem__category",
        "priority": "problem__priority",
    },
    KnownError: {"school": "school", "service": "service"},
    KnownErrorUse: {
        "school": "school",
        "service": "incident__category__service",
        "category": "incident__category",
        "team": "incident__team",
    },
    Trend: {"school": "school"},
    Round: {"school": "school"},
    Change: {"school": "school", "service": "service"},
    Asset: {"school": "school"},
    Audit: {"school": "asset__school"},
}
NARROWING = ("service", "category", "team", "priority")


@dataclass(frozen=True)
class Breakdown:
    """A way to split: its words, how a key is read from a row, and how the key is written for people."""

    name: str
    heading: str
    field: str  # what follows the path of a record, to read the key
    words: Callable = str


BREAKDOWNS = {
    each.name: each
    for each in (
        Breakdown(MONTH, "Month", "", month_words),
        Breakdown(WEEK, "Week", "", day_words),
        Breakdown(SCHOOL, "School", "__name"),
        Breakdown("service", "Service", "__name"),
        Breakdown("category", "Category", "__name"),
        Breakdown("team", "Team", "__name"),
        Breakdown("priority", "Priority", "", label),
    )
}
NOTHING = {"school": "Several schools", "service": "No service", "category": "No category", "team": "No team"}
CUTS = {MONTH: TruncMonth, WEEK: TruncWeek}


def words_of(by: str, key) -> str:
    """A key of a breakdown as people read it."""
    return NOTHING.get(by, "Not known") if key is None else BREAKDOWNS[by].words(key)


def narrowed(rows: QuerySet, narrower: dict[str, object]) -> QuerySet | None:
    """The rows that belong to a service, category, team or priority; None where such records don't say.

    A text narrows to whatever is called so, at any school, as a breakdown puts it together; None to what has none.
    """
    paths = PATHS[rows.model]
    if any(name not in paths for name in narrower):
        return None
    wanted = {paths[name] + ("__name" if isinstance(value, str) else ""): value for name, value in narrower.items()}
    return rows.filter(**wanted)


def keyed(rows: QuerySet, by: str) -> QuerySet | None:
    """The rows, each with what it is `split_by`; None where such records don't say. Raises WrongQuestion."""
    if by == PLACE:
        return rows.annotate(split_by=F(PATHS[rows.model][SCHOOL]))
    if by not in BREAKDOWNS:
        raise WrongQuestion(f"Measures can’t be split by {by}: use {', '.join(BREAKDOWNS)}.")
    if by in CUTS:
        return rows.annotate(split_by=CUTS[by]("on"))
    path = PATHS[rows.model].get(by)
    return None if path is None else rows.annotate(split_by=F(path + BREAKDOWNS[by].field))
