"""Measures of what was promised and whether it was kept, of lesson time, of availability, and of what people say."""

from dataclasses import dataclass, replace

from django.db.models import F, Q

from incidents.filters import due_by
from incidents.models import OPEN, Incident
from incidents.presentation.queue import SOON
from incidents.priority import Priority
from reports import availability
from reports.catalogue.breakdowns import MONTH, PLACE, SCHOOL, keyed, narrowed
from reports.catalogue.cells import Cell
from reports.catalogue.measure import HOURS, MINUTES, PERCENT, Measure, Process, Share, Standing, Times, Total
from reports.catalogue.of_incidents import opened, resolved, those, together
from reports.figures import COUNT, HEADINGS, HOW
from reports.measures import percent
from reports.shift import lessons
from reports.shift.figure import ONE, SMALL
from reports.shift.figures import BY_OPENING, FIGURE
from reports.shift.lessons import LESSON_MINUTES

NOW = "The clocks of the desk as they stand now; of days gone by only what a closed month kept is known."
URGENT = (Priority.P1, Priority.P2)
BY_CLOCK = "The clocks of the desk, in support hours, by the date at the school when the record was opened."


def _judged(name, better=""):
    return Total(name, HEADINGS[name], Process.SERVICE, HOW[name], BY_CLOCK, better, **together(name))


met, missed = _judged("met", "up"), _judged("missed", "down")
unexcused = _judged("missed_after_excuses", "down")
answered, answered_late = _judged("response_met", "up"), _judged("response_missed", "down")


def _kept(name, heading, how, part, other):
    return Share(
        name, heading, Process.SERVICE, how, BY_CLOCK, "up", PERCENT, SMALL, parts=(part,), wholes=(part, other)
    )


def _urgent(name, heading, how, better):
    where = COUNT[name].where & Q(priority__in=URGENT)
    return Total(f"urgent_{name}", heading, Process.SERVICE, how, BY_CLOCK, better, **those(where))


urgent_met = _urgent("met", "P1 and P2 in time", "Fixed in time, of the two highest priorities.", "up")
urgent_missed = _urgent("missed", "P1 and P2 late", "Late, of the two highest priorities.", "down")
URGENT_MEASURES = (
    urgent_met,
    urgent_missed,
    _kept(
        "urgent_met_percent",
        "P1 and P2 in time, %",
        "Fixed in time of those of the two highest priorities fixed in time and late.",
        urgent_met,
        urgent_missed,
    ),
    Times(
        "urgent_hours_median",
        "Median hours to fix P1 and P2",
        Process.SERVICE,
        "Half of the resolved records of the two highest priorities took less, nights and holidays included.",
        BY_OPENING,
        "down",
        HOURS,
        ask=lambda ground, period: opened(ground, period).filter(priority__in=URGENT, resolved_at__isnull=False),
        since="opened_at",
        until="resolved_at",
        say="50",
        keep="times_to_fix_urgent",
    ),
)


@dataclass(frozen=True)
class LessonTime(Measure):
    """Minutes of lessons lost: worked out lesson by lesson, by each school's own hours."""

    def rows(self, question):
        """The stopped lessons."""
        return narrowed(LESSON_MINUTES.rows(question.ground, question.period), question.narrower)

    def cells(self, question):
        """Two queries, whatever it is split by."""
        rows = self.rows(question)
        rows = rows if rows is None or not question.by else keyed(rows, question.by)
        if rows is None:
            return None
        keys = dict(rows.values_list("pk", "split_by")) if question.by else None
        if keys is None and question.narrower:
            keys = dict.fromkeys(rows.values_list("pk", flat=True))
        found = {} if question.by else {None: Cell()}
        for lost in lessons.lost(question.ground, question.period):
            if keys is None or lost.pk in keys:
                cell = found.setdefault(keys[lost.pk] if keys else None, Cell())
                cell.part += lost.minutes
                cell.rows += 1
        return found


@dataclass(frozen=True)
class Available(Measure):
    """Agreed hours in which services could be used, of all agreed hours; whole, by school, by service, by month."""

    def cells(self, question):
        """The hours of the services, added up; None for what outages don't say."""
        if set(question.narrower) - {"service"} or question.by not in ("", MONTH, SCHOOL, PLACE, "service"):
            return None
        if question.by == MONTH:
            whole = ((first, replace(question, period=part, by="")) for first, part in question.period.by_month())
            return {first: self.cells(part)[None] for first, part in whole}
        ground = question.ground
        incidents = Incident.objects.filter(ground.here())
        found = availability.availability(incidents, ground.schools, question.period, at=ground.at)
        cells = {} if question.by else {None: Cell()}
        for part in found.schools:
            if question.narrower.get("service") in (None, part.service) and part.agreed is not None:
                names = {"": None, SCHOOL: part.school.name, PLACE: part.school.pk, "service": part.service.name}
                cell = cells.setdefault(names[question.by], Cell())
                cell.part += (part.agreed - part.lost) / availability.HOUR
                cell.whole += part.agreed / availability.HOUR
                cell.rows += 1
        return cells

    def value(self, cell):
        """In per cent."""
        return percent(cell.part, cell.whole)


def _open_now(ground, condition):
    return Incident.objects.filter(ground.here(), condition).annotate(on=F("opened_on"), amount=ONE)


def _late(ground, period):
    return _open_now(ground, due_by(ground.at))


def _due_soon(ground, period):
    return _open_now(ground, Q(next_due__gte=ground.at, next_due__lt=ground.at + SOON, status__in=OPEN))


SERVICE: tuple[Measure, ...] = (
    Standing(
        "late_now",
        "Late now",
        Process.SERVICE,
        "Open records with a clock that has run out, at this moment: those the queue calls late.",
        NOW,
        "down",
        ask=_late,
        only_now=True,
    ),
    Standing(
        "due_soon",
        "Due within the hour",
        Process.SERVICE,
        "Open records whose next clock runs out within the hour, at this moment; what is late already is left out.",
        NOW,
        "down",
        ask=_due_soon,
        only_now=True,
    ),
    met,
    missed,
    unexcused,
    _judged("excused"),
    _kept("met_percent", "Fixed in time, %", "Fixed in time of those fixed in time and late.", met, missed),
    _kept(
        "met_percent_after_excuses",
        "Fixed in time, excused left out, %",
        "Fixed in time of those fixed in time and those late without an excuse.",
        met,
        unexcused,
    ),
    answered,
    answered_late,
    _kept(
        "response_percent",
        "Answered in time, %",
        "Answered in time of those answered in time and answered late.",
        answered,
        answered_late,
    ),
    *URGENT_MEASURES,
    Available(
        "available_percent",
        "Services available, %",
        Process.SERVICE,
        availability.HOW,
        "Outages that records tell of, and the calendars of the schools.",
        "up",
        PERCENT,
    ),
    Total.like(FIGURE["lessons_stopped"], Process.SERVICE, "down"),
    LessonTime(
        LESSON_MINUTES.name,
        LESSON_MINUTES.heading,
        Process.SERVICE,
        LESSON_MINUTES.how,
        LESSON_MINUTES.source,
        "down",
        MINUTES,
    ),
)


answers = Total(
    "answers",
    "Said whether it works",
    Process.SATISFACTION,
    "Records of the period whose requester said whether it works for them.",
    BY_OPENING,
    "up",
    **those(Q(satisfied__isnull=False)),
)
happy = Total(
    "satisfied",
    "Said that it works",
    Process.SATISFACTION,
    "Records of the period whose requester said that it works for them.",
    BY_OPENING,
    "up",
    **those(Q(satisfied=True)),
)
SATISFACTION: tuple[Measure, ...] = (
    answers,
    happy,
    Share(
        "satisfied_percent",
        "Satisfied, %",
        Process.SATISFACTION,
        "Requesters who said that it works, of those who said whether it does.",
        BY_OPENING,
        "up",
        PERCENT,
        SMALL,
        parts=(happy,),
        wholes=(answers,),
    ),
    Share(
        "response_rate_percent",
        "Answered when asked, %",
        Process.SATISFACTION,
        "Requesters who said whether it works, of the records resolved.",
        BY_OPENING,
        "up",
        PERCENT,
        SMALL,
        parts=(answers,),
        wholes=(resolved,),
    ),
)
