"""What the desk knows about one school and one period, asked once for all statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from evidence import fits
from healthcheck.results import latest_of
from reports.catalogue.asking import Found, ask
from reports.measures import Scope
from reports.periods import Period
from reports.shift.fixes import fixes, together
from reports.shift.ground import Ground
from servicedesk.models import School
from sla.agreements import promise_for


@dataclass
class Facts:
    """One school and one period, as of a moment."""

    school: School
    period: Period
    at: datetime
    known: dict[str, Found] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day by the clock of the school."""
        return self.at.astimezone(ZoneInfo(self.school.zone)).date()

    @cached_property
    def ground(self) -> Ground:
        """The school as of that moment."""
        return Ground.of([self.school], at=self.at)

    def ask(self, names: Iterable[str]) -> None:
        """Ask the catalogue for some measures together: fewer questions than one by one."""
        names = [name for name in dict.fromkeys(names) if name not in self.known]
        self.known |= dict(zip(names, ask(names, self.ground, self.period), strict=True))

    def found(self, name: str) -> Found:
        """What a measure of the catalogue comes to in the period."""
        self.ask([name])
        return self.known[name]

    @cached_property
    def now(self) -> Period:
        """Today alone: what is known only as it stands is known of it."""
        return Period(self.ground.today, self.ground.today)

    @cached_property
    def incidents(self):
        """The records of the period, for what no months make up: different people, different things."""
        return Scope.of_everything(school=self.school).opened_in(self.period).order_by()

    @cached_property
    def health(self):
        """The latest finished health check whose period ended by the last day; None without one."""
        return latest_of(self.school, until=self.period.last)

    @cached_property
    def checked(self):
        """What that check says, by statement."""
        return fits.said_by_key(self.health)

    @cached_property
    def promise(self):
        """What is agreed with the school now."""
        return promise_for(self.school)

    @cached_property
    def effect(self):
        """What all fixes together were worth."""
        return together(fixes(self.ground, self.period))
