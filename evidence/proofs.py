"""The figures that evidence is made of: every measure of the catalogue, and what no measure says.

A measure is asked of the catalogue under its own name, so it is the number of the service report. The others are
facts that months don't make up: a date, a version, a name, how many different people. None is "not known".
No figure holds anybody's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count

from evidence import fits
from evidence.facts import Facts
from incidents.models import Incident
from incidents.priority import Priority
from reports.catalogue import MEASURES, Measure
from reports.catalogue.asking import Found, ask
from reports.catalogue.measure import COUNT, MINUTES, Share, Standing, Times
from reports.periods import Period, day_words
from reports.shift.fixes import HOW as FIXES_HOW
from reports.words import ON_THE_WALL
from servicedesk.models import Category
from sla.models import ClockKind

OFTEN = 3  # faults of one thing in a period before it counts as one that keeps breaking
TOO_FEW, NONE_THERE = "Too few to say", "None"
PLACES = 2  # decimals, as in the files of the service report


@dataclass(frozen=True)
class Value:
    """What a figure came to: a number, a day or a few words; None when there is no number. `note` stands beside it.

    With neither value nor words it isn't known: that is a gap, and “too few to say” or “none” is not.
    """

    value: int | float | str | date | None
    unit: str = ""
    note: str = ""
    words: str = ""  # the value as people read it, where that is not the value with its unit
    which: str = ""  # the measure whose records it leads to


@dataclass(frozen=True)
class Figure:
    """A figure of evidence: its words, how it is worked out, and the function that does."""

    name: str
    heading: str
    how: str
    work_out: Callable[[Facts], Value]


def measured(facts: Facts, *, measure: Measure) -> Value:
    """A measure of the catalogue. What is known only as it stands is asked as of today, and says so."""
    found = facts.found(measure.name)
    if found.value is None and isinstance(measure, Standing | Share) and found.why_not:
        [stands] = ask([measure.name], facts.ground, facts.now)
        if stands.value is not None:
            as_of = f"as of {day_words(facts.now.last)}"
            return _value(stands, "; ".join(filter(None, (_note(stands), as_of))))
    return _value(found, _note(found), measure.name if found.rows else "")


def _value(found: Found, note: str, which: str = "") -> Value:
    unit = "" if found.measure.unit == COUNT else found.measure.unit
    if found.value is None:
        return Value(None, unit, note, _silence(found))
    number = round(found.value, PLACES)
    return Value(int(number) if number == int(number) else number, unit, note, found.words, which)


def _silence(found: Found) -> str:
    """What is said where there is no number though it was counted; "" where it is simply not known."""
    if found.why_not:
        return ""
    if found.rows:
        return TOO_FEW
    whole = found.measure.wholes[0] if isinstance(found.measure, Share) else found.measure
    return NONE_THERE if isinstance(whole, Standing) and not whole.only_now else ""


def _note(found: Found) -> str:
    """What the figure is made of; where nothing is known, why."""
    measure = found.measure
    if found.why_not:
        return found.why_not
    if isinstance(measure, Times):
        return f"of {found.rows:,}, {ON_THE_WALL}" if found.rows else ""
    if found.sides is None or not found.rows:
        return ""
    part, whole = found.sides
    what = " minutes" if isinstance(measure, Share) and measure.parts[0].unit == MINUTES else ""
    return f"{part:,.0f} of {whole:,.0f}{what}"


FIGURES: dict[str, Figure] = {
    each.name: Figure(each.name, each.heading, each.how, partial(measured, measure=each)) for each in MEASURES.values()
}


def figure(heading, how):
    """Register a function as the figure of its name. Raises ValueError where the name is a measure's."""

    def register(work_out):
        if work_out.__name__ in MEASURES:
            raise ValueError(f"{work_out.__name__} is a measure of the catalogue.")
        FIGURES[work_out.__name__] = Figure(work_out.__name__, heading, how, work_out)
        return work_out

    return register


@figure("Kinds of fault on offer", "Categories of the service catalogue that a reporter can choose now.")
def categories_on_offer(facts):
    return Value(Category.objects.on_offer().count() or None)


@figure("People who asked", "Different people who asked for something in the period; only how many.")
def people_who_asked(facts):
    return Value(facts.incidents.aggregate(people=Count("requester", distinct=True))["people"])


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


@figure("Things that keep breaking", f"Assets named by {OFTEN} or more records of the period.")
def repeat_assets(facts):
    named = facts.incidents.filter(asset__isnull=False).values("asset").annotate(times=Count("pk"))
    return Value(named.filter(times__gte=OFTEN).count())


@figure("Most frequent category", "The category of the catalogue with the most records of the period.")
def busiest_category(facts):
    [logged] = ask(["incidents"], facts.ground, facts.period, by="category")
    named = [part for part in logged.parts if part.key is not None]
    if not named:
        return Value(None)
    most = max(named, key=lambda part: part.value)
    return Value(most.words, note=f"{most.value:,} records")


@figure("Change of the backlog", "Open at the end of the last day of the period less open at the end of its first.")
def backlog_change(facts):
    first, last = facts.period.first, min(facts.period.last, facts.today)
    began = Incident.objects.filter(school=facts.school, opened_on__lte=first)
    if first >= last or not began.exists():
        return Value(None)
    [before] = ask(["backlog"], facts.ground, Period(first, first))
    after = facts.found("backlog")
    return Value(after.value - before.value, note=f"from {before.words} to {after.words}")


@figure("Faults prevented by fixes", FIXES_HOW)
def faults_prevented(facts):
    effect = facts.effect
    if effect is None or effect.prevented_interval is None:
        return Value(None)
    low, high = effect.prevented_interval
    return Value(effect.prevented, note=f"from {'below' if low is None else round(low)} to {round(high):,} with 95 %")


def checked(facts, *, key):
    """What the health check says of one of its statements."""
    said = facts.checked.get(key)
    if said is None or not said.answer:
        return Value(None)
    return Value(fits.WORDS[said.answer], note=fits.note_of(facts.school, said, facts.health.reference))


for key in fits.STATEMENTS:
    name = f"{fits.PREFIX}{key}"
    FIGURES[name] = Figure(name, "In the health check", fits.HOW, partial(checked, key=key))
