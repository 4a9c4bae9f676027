"""The trend report: what was raised in a period, what was decided, what goes on, and what is overdue."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from incidents.presentation.words import several
from maintenance.models import Round
from problems.models import KnownError, Problem, Trend
from reports.periods import Period
from reports.shift.figures import FIGURE
from reports.shift.ground import Ground
from reports.shift.steps import known_errors_to_review, overdue_rounds

NOTHING = "Nothing went wrong again and again, nothing waits for a decision, and nothing is overdue."
MOST = 100  # lines of one part; the rest is on the pages of the desk


@dataclass(frozen=True)
class TrendReport:
    """What a technician or a manager should know of trends; the last four parts are as of now."""

    ground: Ground
    period: Period
    made_at: datetime
    raised: list[Trend]
    accepted: list[Trend]
    dismissed: list[Trend]
    going_on: list[Trend]
    problems: list[Problem]
    to_review: list[KnownError]
    overdue: list[Round]

    @property
    def is_empty(self):
        """Is there nothing to tell?"""
        return not any((self.raised, self.decided, self.going_on, self.problems, self.to_review, self.overdue))

    @property
    def decided(self):
        """What became a problem, then what was called none."""
        return [*self.accepted, *self.dismissed]

    @property
    def waiting(self):
        """How many trends nobody has decided about."""
        return len(self.going_on) + sum(trend.state == Trend.State.PROPOSED for trend in self.raised)

    @property
    def summary(self):
        """The whole of it in a few sentences; what is none is not spoken of."""
        if self.is_empty:
            return NOTHING
        found = several(len(self.raised), "trend was", "trends were") if self.raised else "No trend was"
        said = [f"{found} found."]
        if self.accepted:
            said.append(f"{several(len(self.accepted), 'trend', 'trends')} became a problem.")
        if self.dismissed:
            said.append(f"{several(len(self.dismissed), 'was', 'were')} dismissed.")
        now = [
            (self.waiting, "trend waits for a decision", "trends wait for a decision"),
            (len(self.problems), "problem is open", "problems are open"),
            (len(self.to_review), "known error is due for review", "known errors are due for review"),
            (len(self.overdue), "maintenance round is overdue", "maintenance rounds are overdue"),
        ]
        open_now = [several(number, *words) for number, *words in now if number]
        return " ".join([*said, *([f"Now {_and(open_now)}."] if open_now else [])])


def _and(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def trend_report(ground: Ground, period: Period) -> TrendReport:
    """The report of a period, as of the moment of the ground; the most important first in every part."""
    trends = Trend.objects.select_related("school", "problem", "decided_by")
    here = trends.filter(ground.here_or_trust())
    return TrendReport(
        ground=ground,
        period=period,
        made_at=ground.at,
        raised=_most(_in(trends, "trends_raised", ground, period).order_by("-score", "pk")),
        accepted=_most(_in(trends, "trends_accepted", ground, period).order_by("decided_at", "pk")),
        dismissed=_most(_in(trends, "trends_dismissed", ground, period).order_by("decided_at", "pk")),
        going_on=_most(here.to_decide().exclude(found_on__range=(period.first, period.last)).order_by("-score", "pk")),
        problems=_most(_open_problems(ground)),
        to_review=_most(known_errors_to_review(ground)),
        overdue=_most(overdue_rounds(ground)),
    )


def _in(trends, name, ground, period):
    return trends.filter(pk__in=FIGURE[name].rows(ground, period).values("pk"))


def _most(found):
    return list(found[:MOST])


def _open_problems(ground):
    found = Problem.objects.unresolved().filter(ground.here_or_trust())
    counted = found.annotate(incident_count=Count("links"))
    return counted.select_related("school", "resolver").order_by("priority", "pk")


def place_of(ground: Ground) -> str:
    """Of which schools it speaks, in a few words."""
    names = [school.name for school in ground.schools]
    return ", ".join(names) if len(names) <= 3 else f"{len(names)} schools"


def day_of(moment) -> str:
    """A moment as a day of the desk: 14 September."""
    return f"{timezone.localtime(moment):%-d %B}"
