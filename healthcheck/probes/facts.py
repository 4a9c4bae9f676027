"""What the probes share: a school and a time, what they find, and the table in which each is listed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from reports.measures import Measure, Scope, sla
from reports.periods import Period
from reports.shift.ground import Ground
from reports.shift.measure import Totals, totals_of
from servicedesk.models import School
from servicedesk.roles import Permission
from sla.agreements import Promise, promise_for
from sla.models import AgreementVersion

YES, PARTLY, NO, UNKNOWN = "yes", "partly", "no", ""


@dataclass
class Facts:
    """What the desk knows of one school, in the days from `first` to `last`, as of the end of `last`."""

    school: School
    period: Period

    @property
    def today(self) -> date:
        """The day as of which it is asked."""
        return self.period.last

    @cached_property
    def now(self) -> datetime:
        """The end of that day at the school."""
        return datetime.combine(self.today, time.max, ZoneInfo(self.school.zone))

    def ago(self, **of) -> datetime:
        """A moment some time before that."""
        return self.now - timedelta(**of)

    @cached_property
    def scope(self) -> Scope:
        """Every record of the school."""
        return Scope.of_everything(school=self.school)

    @cached_property
    def incidents(self):
        """The records of the time."""
        return self.scope.within(self.period).order_by()

    @cached_property
    def service(self) -> Measure:
        """How good the service was."""
        return sla(self.scope, self.period).totals

    @cached_property
    def shift(self) -> Totals:
        """What was repaired and what prevented."""
        return totals_of(Ground.of([self.school], at=self.now), self.period)

    @cached_property
    def promise(self) -> Promise | None:
        """What the school was promised."""
        return promise_for(self.school)

    @property
    def version(self) -> AgreementVersion | None:
        """The wording of that promise."""
        return self.promise.version if self.promise else None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, for a `range` of dates."""
        return self.period.first, self.period.last

    def rows(self, which: str) -> str:
        """The path of the rows behind a figure of the service report."""
        asked = {"school": self.school.code, "from": self.period.first, "to": self.period.last, "which": which}
        return f"{reverse('reports:rows')}?{urlencode(asked)}"

    def listed(self, name: str, *, by_code: bool = True, **asked) -> str:
        """The path of a list, narrowed to the school."""
        return f"{reverse(name)}?{urlencode({'school': self.school.code if by_code else self.school.pk} | asked)}"


@dataclass(frozen=True)
class Finding:
    """What a probe found: `answer` (UNKNOWN where there is nothing to judge by), the figures, where the rows are."""

    answer: str
    words: str
    path: str = ""


@dataclass(frozen=True)
class Probe:
    """A statement answered from live records: how it is worked out, who may open its rows, and the function."""

    name: str
    how: str
    needs: Permission
    ask: Callable[[Facts], Finding]


PROBES: dict[str, Probe] = {}


def probe(how: str, needs: Permission):
    """List a function as the probe of its name."""

    def register(ask: Callable[[Facts], Finding]):
        PROBES[ask.__name__] = Probe(ask.__name__, how, needs, ask)
        return ask

    return register


def of_share(part: int, whole: int, *, yes: float, partly: float, words: str, path: str = "", none: str) -> Finding:
    """Yes from a share (0 to 1) upwards, partly from another; where there is nothing, `none` says so."""
    if not whole:
        return Finding(UNKNOWN, none, path)
    share = part / whole
    answer = YES if share >= yes else PARTLY if share >= partly else NO
    return Finding(answer, f"{part:,} of {whole:,} {words}", path)


def of_number(number: int, *, yes: int, words: str, path: str = "") -> Finding:
    """Yes from a number upwards, partly for fewer, no for none."""
    answer = YES if number >= yes else PARTLY if number else NO
    return Finding(answer, f"{words}: {number:,}", path)
