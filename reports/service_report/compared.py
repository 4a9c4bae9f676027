"""What a report is compared with: the time before, and the same time last year; and since when there are records."""

from dataclasses import dataclass
from datetime import date, timedelta

from incidents.models import Incident
from incidents.presentation.words import several
from reports.catalogue.asking import Compared, Found, ask, named
from reports.periods import DAY, Period, half_term_around
from reports.service_report.sentences import Against
from reports.shift.ground import Ground, days_before
from sla.school_year import SchoolYear

QUIET = timedelta(days=7)  # a desk may have nothing to write down for so long, and yet be there


@dataclass(frozen=True)
class Times:
    """The period of a report and the two it is compared with; None where the desk was not there yet."""

    period: Period
    before: Period | None
    year_ago: Period | None
    against: Against

    @property
    def words(self) -> str:
        """What it is compared with, with its days, in a sentence."""
        said = [
            f"{words.removeprefix('in ')} ({period})"
            for words, period in ((self.against.before, self.before), (self.against.year_ago, self.year_ago))
            if period
        ]
        if not said:
            return "There are no earlier records to compare with."
        return f"Compared with {' and with '.join(said)}."


def times_of(ground: Ground, period: Period) -> Times:
    """The times of a report; where the period is a half-term, the one of last year is the calendar’s."""
    since = _first_record(ground)
    before = days_before(ground, period)
    half_term = half_term_a_year_ago(ground.a_year, period, today=ground.today)
    year_ago = half_term or period.a_year_ago()
    is_known = [since is not None and since <= each.first + QUIET for each in (before, year_ago)]
    last_year = "in the same half-term last year" if half_term else "in the same weeks last year"
    against = Against(_days_words(ground.a_year, before) if is_known[0] else "", last_year if is_known[1] else "")
    return Times(period, before if is_known[0] else None, year_ago if is_known[1] else None, against)


def _first_record(ground: Ground) -> date | None:
    found = Incident.objects.filter(ground.here()).order_by("opened_on").values_list("opened_on", flat=True)
    return found.first()


def _days_words(year: SchoolYear | None, before: Period) -> str:
    """“in the 20 school days before”, “in the day before”."""
    number = year.school_days(before.first, before.last) if year else before.days
    what = "school day" if year and number else "day"
    number = number or before.days
    return f"in the {what} before" if number == 1 else f"in the {several(number, what, what + 's')} before"


def half_term_a_year_ago(year: SchoolYear | None, period: Period, *, today: date) -> Period | None:
    """The half-term of last year’s calendar that matches a period that is one, as long so far; None where none does."""
    half = half_term_around(year, period.first) if year else None
    if year is None or half is None or half.first != period.first or period.last != min(half.last, today):
        return None
    middle = half.first + (half.last - half.first) // 2
    then = half_term_around(year, middle - timedelta(weeks=52))
    if then is None or period.last == half.last:
        return then
    return Period(then.first, min(then.last, _nth_school_day(year, then, year.school_days(period.first, period.last))))


def _nth_school_day(year, half, number):
    day = half.first
    while day < half.last and year.school_days(half.first, day) < max(number, 1):
        day += DAY
    return day


def compare(names: tuple[str, ...], ground: Ground, times: Times) -> dict[str, Compared]:
    """Measures now, in the time before and a year ago, by name; nothing is known of a time without records."""
    now = ask(names, ground, times.period)
    earlier = [_asked(names, ground, period) for period in (times.before, times.year_ago)]
    return {each.measure.name: Compared(each, *rest) for each, *rest in zip(now, *earlier, strict=True)}


def _asked(names, ground, period):
    if period is None:
        return [Found(measure, None, why_not="There are no records of that time.") for measure in named(names)]
    return ask(names, ground, period)
