"""Why it changed and what comes next: causes removed and maintenance done; what still costs most, and what waits."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import Coalesce

from incidents.models import Incident
from maintenance.models import Round
from problems.models import Kind, KnownError, Problem, Trend
from reports.shift.figures import FIGURE, own_lessons
from reports.shift.fixes import Effect
from reports.shift.ground import Ground
from reports.shift.measure import Shift
from servicedesk.roles import Permission

SHOWN = 5
NAMED_BY_OTHERS = (Kind.SIMILAR,)  # their names are words of those who reported


@dataclass(frozen=True)
class Step:
    """One thing behind the figures: its name, where it leads the reader ("" nowhere), and how much it matters."""

    name: str
    url: str
    lessons: int = 0
    records: int = 0
    effect: Effect | None = None


@dataclass(frozen=True)
class Steps:
    """Everything beside the figures, as one reader may see it."""

    shift: Shift
    reader: object

    @property
    def ground(self) -> Ground:
        """The schools it is about."""
        return self.shift.ground

    @cached_property
    def solved(self) -> list[Step]:
        """Causes removed in the period, with what each was worth so far."""
        found = FIGURE["problems_solved"].rows(self.ground, self.shift.period).order_by("-resolved_at", "-pk")
        effects = {fix.problem.pk: fix.effect for fix in self.shift.fixes}
        return [
            Step(problem.title, self._of_desk(problem), effect=effects.get(problem.pk)) for problem in found[:SHOWN]
        ]

    @cached_property
    def costly(self) -> list[Step]:
        """Open problems, those first that stopped most lessons, then those that caused most records."""
        found = Problem.objects.unresolved().filter(self.ground.here_or_trust()).with_counts()
        stopped = self._lessons()
        order = sorted(found, key=lambda problem: (-stopped[problem.pk], -problem.incident_count, problem.pk))
        return [
            Step(problem.title, self._of_desk(problem), stopped[problem.pk], problem.incident_count)
            for problem in order[:SHOWN]
        ]

    def _lessons(self) -> Counter:
        """Open problem → lessons that its incidents stopped, each report of the same with them."""
        cause = Coalesce("problem_link__problem", "duplicate_of__problem_link__problem")
        linked = own_lessons(Incident.objects.filter(self.ground.here())).annotate(cause=cause)
        of_open = linked.filter(cause__in=Problem.objects.unresolved().values("pk"))
        return Counter(dict(of_open.order_by().values_list("cause").annotate(Count("pk"))))

    @cached_property
    def undecided(self) -> list[Step]:
        """Trends that nobody has decided about, those first that one can be surest of."""
        found = Trend.objects.filter(self.ground.here_or_trust()).to_decide().order_by("-score", "pk")
        return [Step(self._label(trend), self._of_desk(trend), records=trend.count) for trend in found[:SHOWN]]

    @cached_property
    def undecided_count(self) -> int:
        """How many of these there are."""
        return Trend.objects.filter(self.ground.here_or_trust()).to_decide().count()

    @cached_property
    def overdue(self) -> list[Step]:
        """Maintenance that is late, the longest first."""
        found = overdue_rounds(self.ground)[:SHOWN]
        return [
            Step(f"{round.plan.name}, since {round.due:%-d %B}", self._url(round, Permission.SEE_MAINTENANCE))
            for round in found
        ]

    @cached_property
    def overdue_count(self) -> int:
        """How many rounds are late."""
        return overdue_rounds(self.ground).count()

    @cached_property
    def to_review(self) -> int:
        """Known errors whose day of review has come."""
        return known_errors_to_review(self.ground).count()

    def _label(self, trend):
        if trend.kind in NAMED_BY_OTHERS and not self.reader.may(Permission.SEE_PROBLEMS, trend.school_id):
            return f"{trend.get_kind_display()} in several records"
        return trend.label

    def _of_desk(self, record):
        return self._url(record, Permission.SEE_PROBLEMS)

    def _url(self, record, permission):
        return url_for(self.reader, record, permission, record.school_id)


def url_for(reader, record, permission, school):
    """Where a record is read, for those who may: of several schools, whoever may anywhere; "" for everyone else."""
    may = reader.may(permission, school) if school else reader.may_anywhere(permission)
    return record.get_absolute_url() if may else ""


def overdue_rounds(ground: Ground):
    """Rounds that should have been done by today."""
    found = Round.objects.to_do().filter(ground.here(), due__lt=ground.today)
    return found.select_related("plan", "school", "owner").order_by("due", "pk")


def known_errors_to_review(ground: Ground):
    """Known errors of these schools whose day of review has come."""
    found = KnownError.objects.filter(ground.here_or_trust()).to_review(ground.today)
    return found.select_related("school", "owner").order_by("review_on", "pk")
