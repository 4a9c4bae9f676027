"""Problems, known errors, and the trends that propose them."""

from problems.models.known_error import Audience, Fix, KnownError, KnownErrorUse, Offer
from problems.models.problem import (
    DONE,
    FOUND_BY_US,
    OPEN,
    Problem,
    ProblemEntry,
    ProblemIncident,
    Source,
    Status,
    WhenTimeRunsOut,
)
from problems.models.trend import Kind, Trend, TrendLook, TrendNight

__all__ = [
    "DONE",
    "FOUND_BY_US",
    "OPEN",
    "Audience",
    "Fix",
    "Kind",
    "KnownError",
    "KnownErrorUse",
    "Offer",
    "Problem",
    "ProblemEntry",
    "ProblemIncident",
    "Source",
    "Status",
    "Trend",
    "TrendLook",
    "TrendNight",
    "WhenTimeRunsOut",
]
