"""The figures that evidence is made of: one function each, facts of a school and a period in, a value out.

None is "not known": nothing to count, nothing agreed. No figure holds anybody's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from assets.models import Asset
from evidence import fits
from healthcheck.results import latest_of
from incidents.models import OPEN
from incidents.priority import Priority
from reports import measures
from reports.figures import HEADINGS, HOW
from reports.goals import goals
from reports.measures import Scope, percent
from reports.models import DayFigure
from reports.periods import Period, day_words
from reports.shift.figures import FIGURE
from reports.shift.fixes import HOW as FIXES_HOW
from reports.shift.fixes import fixes, together
from reports.shift.ground import Ground
from reports.shift.lessons import HOW as LESSONS_HOW
from reports.shift.measure import SHARES, totals_of
from reports.words import ON_THE_WALL
from servicedesk.models import Category, School
from sla.agreements import promise_for
from sla.models import ClockKind

URGENT = (Priority.P1, Priority.P2)
HOURS = "hours"
OFTEN = 3  # faults of one thing in a period before it counts as one that keeps breaking


@dataclass(frozen=True)
class Value:
    """What a figure came to: a number, a day or a few words; None when it isn't known. `note` stands beside it."""

    value: int | float | str | date | None
    unit: str = ""
    note: str = ""
    which: str = ""  # the figure whose rows it leads to


@dataclass(frozen=True)
class Figure:
    """A figure of evidence: its words, how it is worked out, and the function that does."""

    name: str
    heading: str
    how: str
    work_out: Callable[["Facts"], Value]


@dataclass
class Facts:
    """What the desk knows about one school and one period, asked once."""

    school: School
    period: Period
    today: date

    @cached_property
    def scope(self):
        return Scope.of_everything(school=self.school)

    @cached_property
    def incidents(self):
        return self.scope.within(self.period).order_by()

    @cached_property
    def report(self):
        """The service report, split as the pack's tables are."""
        return measures.sla(self.scope, self.period, ("month",), ("priority",), ("category",))

    @property
    def found(self):
        return self.report.totals

    @cached_property
    def urgent(self):
        urgent = Scope(self.scope.incidents.filter(priority__in=URGENT), school=self.school)
        return measures.sla(urgent, self.period).totals

    @cached_property
    def counted(self):
        """What the report doesn't count."""
        return self.incidents.aggregate(
            people=Count("requester", distinct=True),
            with_asset=Count("pk", filter=Q(asset__isnull=False)),
            open_with_owner=Count("pk", filter=Q(status__in=OPEN, assignee__isnull=False)),
            happy=Count("pk", filter=Q(satisfied=True)),
            answered=Count("pk", filter=Q(satisfied__isnull=False)),
        )

    @cached_property
    def assets(self):
        known = Asset.objects.filter(school=self.school).exclude(state=Asset.State.DISPOSED)
        return known.aggregate(all=Count("pk"), with_room=Count("pk", filter=Q(room__isnull=False)))

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
        return promise_for(self.school)

    @cached_property
    def goals(self):
        return goals(self.school)

    @cached_property
    def ground(self):
        """The school as of the end of today."""
        return Ground.of([self.school], at=datetime.combine(self.today, time.max, ZoneInfo(self.school.zone)))

    @cached_property
    def shift(self):
        """What was repaired and what prevented."""
        return totals_of(self.ground, self.period)

    @cached_property
    def effect(self):
        """What all fixes together were worth."""
        return together(fixes(self.ground, self.period))

    @cached_property
    def backlog(self):
        kept = DayFigure.objects.filter(school=self.school)
        return kept.backlog_by_day(self.period.first, self.period.last)


FIGURES: dict[str, Figure] = {}


def figure(heading, how):
    """Register a function as the figure of its name."""

    def register(work_out):
        FIGURES[work_out.__name__] = Figure(work_out.__name__, heading, how, work_out)
        return work_out

    return register


def share(part, whole, *, which="", note=""):
    """A share in per cent to one decimal, with the numbers it is of."""
    value = percent(part, whole)
    return Value(None if value is None else round(value, 1), "%", note or f"{part:,} of {whole:,}", which)


def hours(value, of, *, which=""):
    """A time in hours to two decimals, with the number of records it is of."""
    return Value(None if value is None else round(value, 2), HOURS, f"of {of:,} resolved, {ON_THE_WALL}", which)


@figure("Logged", "Faults, requests and questions opened in the period.")
def logged(facts):
    return Value(facts.found.incidents, which="incidents")


@figure("Kinds of fault on offer", "Categories of the service catalogue that a reporter can choose now.")
def categories_on_offer(facts):
    return Value(Category.objects.on_offer().count() or None)


@figure("People who asked", "Different people who asked for something in the period; only how many.")
def people_who_asked(facts):
    return Value(facts.counted["people"])


@figure("Resolved", "Of what was opened in the period, how many have been put right.")
def resolved(facts):
    return Value(facts.found.resolved, which="resolved")


@figure("Resolved", "Share of what was opened in the period that has been put right; what was called off is left out.")
def resolved_share(facts):
    return share(facts.found.resolved, facts.found.incidents - facts.found.cancelled, which="resolved")


@figure("Median time to fix", HOW["mttr_hours_median"])
def median_hours(facts):
    return hours(facts.found.mttr_hours_median, facts.found.resolved, which="resolved")


@figure("90th percentile", HOW["mttr_hours_p90"])
def p90_hours(facts):
    return hours(facts.found.mttr_hours_p90, facts.found.resolved, which="resolved")


@figure("Fixed in time", "Share of the decided records that were put right within the agreed time.")
def fixed_in_time(facts):
    return share(facts.found.met, facts.found.met + facts.found.missed, which="met")


@figure("Answered in time", "Share of the decided records that somebody in support answered within the agreed time.")
def answered_in_time(facts):
    found = facts.found
    return share(found.response_met, found.response_met + found.response_missed, which="response_met")


@figure("Late", HOW["missed"])
def late(facts):
    return Value(facts.found.missed, which="missed")


@figure("Late, excused", HOW["excused"])
def late_excused(facts):
    return Value(facts.found.excused, which="excused")


@figure(HEADINGS["missed_after_excuses"], HOW["missed_after_excuses"])
def late_not_excused(facts):
    return Value(facts.found.missed_after_excuses, which="missed_after_excuses")


@figure("Open ones with an owner", "Share of the records still open that somebody has taken on.")
def open_with_owner(facts):
    if not facts.found.backlog:
        return Value("none open")
    return share(facts.counted["open_with_owner"], facts.found.backlog, which="backlog")


@figure("Still open", "Of what was opened in the period, how many are open now.")
def still_open(facts):
    return Value(facts.found.backlog, which="backlog")


@figure("Oldest still open", "Age of the oldest record of the period that is open now.")
def oldest_open_days(facts):
    oldest = facts.found.backlog_oldest_on
    return Value("none open") if oldest is None else Value(max((facts.today - oldest).days, 0), "days", "", "backlog")


@figure("Assets recorded", "Things in the asset register now, without what was disposed of.")
def assets_recorded(facts):
    return Value(facts.assets["all"] or None)


@figure("Assets with a room", "Share of the things in the register whose room is known.")
def assets_with_room(facts):
    return share(facts.assets["with_room"], facts.assets["all"])


@figure("Records that name an asset", "Share of what was opened in the period that says which thing is concerned.")
def asset_named(facts):
    return share(facts.counted["with_asset"], facts.found.incidents)


@figure("Agreement in force", "The version of the service level agreement that holds now.")
def agreement_in_force(facts):
    if facts.promise is None:
        return Value(None)
    version = facts.promise.version
    return Value(f"Version {version.number}", note=f"from {day_words(version.in_force_from.date())}")


@figure("Priorities with targets", "Priorities for which the agreement names a time to fix.")
def priorities_with_targets(facts):
    if facts.promise is None:
        return Value(None)
    agreed = [priority for priority in Priority if facts.promise.target(ClockKind.RESOLUTION, priority)]
    return Value(len(agreed) or None, note=f"of {len(Priority)}")


@figure("Calendar known until", "The last day that the school's calendar has been told about.")
def calendar_known_until(facts):
    return Value(facts.promise.calendar_version.known_until if facts.promise else None)


@figure("Stopped a lesson", HOW["lessons_stopped"])
def lessons_stopped(facts):
    return Value(facts.found.lessons_stopped, which="lessons_stopped")


@figure("P1 and P2 in time", "Share of the decided records of the two highest priorities that were put right in time.")
def urgent_fixed_in_time(facts):
    return share(facts.urgent.met, facts.urgent.met + facts.urgent.missed)


@figure("Median time for P1, P2", "Half of the resolved records of the two highest priorities took less.")
def urgent_median_hours(facts):
    return hours(facts.urgent.mttr_hours_median, facts.urgent.resolved)


@figure("Satisfied", "Share of the requesters who said whether it works for them, and said yes.")
def satisfied(facts):
    return share(facts.counted["happy"], facts.counted["answered"])


@figure("Reopened", "Share of the resolved records that were opened again at least once.")
def reopened_share(facts):
    return share(facts.found.reopened, facts.found.resolved, which="reopened")


@figure("Things that keep breaking", f"Assets named by {OFTEN} or more records of the period.")
def repeat_assets(facts):
    named = facts.incidents.filter(asset__isnull=False).values("asset").annotate(times=Count("pk"))
    return Value(named.filter(times__gte=OFTEN).count())


@figure("Most frequent category", "The category of the catalogue with the most records of the period.")
def busiest_category(facts):
    groups = [group for group in facts.report.groups["category",] if group.keys["category"]]
    if not groups:
        return Value(None)
    most = max(groups, key=lambda group: group.measure.incidents)
    return Value(most.keys["category"], note=f"{most.measure.incidents:,} records")


@figure("Change of the backlog", "Open at the end of the last day of the period less open at the end of its first.")
def backlog_change(facts):
    if len(facts.backlog) < 2:
        return Value(None)
    (_, first), (_, last) = facts.backlog[0], facts.backlog[-1]
    return Value(last - first, note=f"from {first:,} to {last:,}")


@figure("Lesson time lost", LESSONS_HOW)
def lesson_time_lost(facts):
    lost = facts.shift
    return Value(round(lost["lesson_minutes"] / 60, 1), "hours", f"of {lost['lessons_stopped']:,} lessons")


@figure("Working time that prevents", SHARES["proactive_percent"][1])
def work_that_prevents(facts):
    found = facts.shift
    return of_few(found.proactive_percent, f"{found.proactive_minutes:,} of {found.minutes:,} minutes")


@figure("Faults found by us first", FIGURE["found_by_us"].how)
def found_by_us_first(facts):
    found = facts.shift
    return Value(found["found_by_us"], note=f"of {found.faults:,} faults") if found.faults else Value(None)


@figure("Faults that came back", FIGURE["repeats"].how)
def came_back(facts):
    found = facts.shift
    return of_few(found.repeats_percent, f"{found['repeats']:,} of {found.faults:,} faults")


@figure("Causes removed", FIGURE["problems_solved"].how)
def causes_removed(facts):
    return Value(facts.shift["problems_solved"])


@figure("Maintenance done on time", SHARES["on_time_percent"][1])
def maintenance_on_time(facts):
    found = facts.shift
    return of_few(found.on_time_percent, f"{found['rounds_on_time']:,} of {found['rounds_due']:,} rounds")


@figure("Faults prevented by fixes", FIXES_HOW)
def faults_prevented(facts):
    effect = facts.effect
    if effect is None or effect.prevented_interval is None:
        return Value(None)
    low, high = effect.prevented_interval
    return Value(effect.prevented, note=f"from {'below' if low is None else round(low)} to {round(high):,} with 95 %")


def of_few(share, note):
    """A share that is known only where it is made of enough."""
    return Value(None if share is None else round(share, 1), "%", "" if share is None else note)


def checked(facts, *, key):
    """What the health check says of one of its statements."""
    said = facts.checked.get(key)
    if said is None or not said.answer:
        return Value(None)
    return Value(fits.WORDS[said.answer], note=fits.note_of(facts.school, said, facts.health.reference))


for key in fits.STATEMENTS:
    name = f"{fits.PREFIX}{key}"
    FIGURES[name] = Figure(name, "In the health check", fits.HOW, partial(checked, key=key))
