"""What is counted of the shift: one table that page, rows, API, files and letters share."""

from datetime import timedelta

from django.db.models import Exists, F, IntegerField, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate

from incidents.models import FOUND_BY_US, Incident, IncidentEntry, Status
from maintenance.models import Round
from maintenance.models.round import TO_DO
from maintenance.models.round import Status as RoundStatus
from problems.models import FOUND_BY_US as PROBLEM_FOUND_BY_US
from problems.models import KnownError, KnownErrorUse, Problem, ProblemEntry, Trend
from problems.models.problem import Status as ProblemStatus
from reports.shift.figure import COUNT, LESSONS, MINUTES, ONE, Figure, in_days, in_moments
from reports.shift.figures_changes import CHANGE_FIGURES
from servicedesk.models import Kind

AGAIN_WITHIN = timedelta(days=30)


def _incidents(ground, period):
    found = Incident.objects.filter(ground.here()).in_period(period.first, period.last)
    return found.annotate(on=F("opened_on"), amount=ONE)


# Which of the records opened in a period; `of_incidents` and these ask by the same conditions.
A_FAULT = Q(kind=Kind.FAULT) & ~Q(status=Status.CANCELLED)
BY_US = A_FAULT & Q(channel__in=FOUND_BY_US)
BY_PEOPLE = A_FAULT & ~Q(channel__in=FOUND_BY_US)


def faults(ground, period):
    """Faults, each once: what was called off or is a report of the same is left out."""
    return _incidents(ground, period).filter(A_FAULT)


def _reactive_minutes(ground, period):
    return _incidents(ground, period).filter(minutes_spent__gt=0).annotate(amount=F("minutes_spent"))


def _problem_minutes(ground, period):
    booked = Cast(KeyTextTransform("minutes", "data"), IntegerField())
    found = ProblemEntry.objects.filter(_of_problem(ground), data__minutes__gt=0, **in_moments(period, "at"))
    return found.annotate(on=TruncDate("at"), amount=booked)


def _of_problem(ground):
    here = ground.here("problem__school")
    return here | Q(problem__school=None) if ground.whole_trust else here


def _maintenance_minutes(ground, period):
    return _rounds_done(ground, period).filter(minutes__gt=0).annotate(amount=F("minutes"))


def _rounds_done(ground, period):
    found = Round.objects.filter(ground.here(), status=RoundStatus.DONE, **in_days(period, "done_on"))
    return found.annotate(on=F("done_on"), amount=ONE)


def _rounds_due(ground, period):
    found = Round.objects.filter(ground.here(), **in_days(period, "due"))
    return found.annotate(on=F("due"), amount=ONE)


def _rounds_on_time(ground, period):
    return _rounds_due(ground, period).filter(status=RoundStatus.DONE, done_on__lte=F("due"))


def _rounds_missed(ground, period):
    return _rounds_due(ground, period).filter(Q(status=RoundStatus.SKIPPED) | Q(status__in=TO_DO, due__lt=ground.today))


def _problems(ground, period):
    found = Problem.objects.filter(ground.here_or_trust(), **in_days(period, "raised_on"))
    return found.exclude(status=ProblemStatus.WITHDRAWN).annotate(on=F("raised_on"), amount=ONE)


def _problems_solved(ground, period):
    found = Problem.objects.filter(ground.here_or_trust(), **in_moments(period, "resolved_at"))
    return found.annotate(on=TruncDate("resolved_at"), amount=ONE)


def _repeats(ground, period):
    """A fault that another one of the same thing, or of the same kind in the same room, came before."""
    before = Incident.objects.filter(
        kind=Kind.FAULT,
        opened_at__lt=OuterRef("opened_at"),
        opened_at__gte=OuterRef("opened_at") - AGAIN_WITHIN,
    ).exclude(status=Status.CANCELLED)
    same_thing = Exists(before.filter(asset=OuterRef("asset")))
    same_place = Exists(before.filter(room=OuterRef("room"), category=OuterRef("category")))
    return faults(ground, period).filter(same_thing | same_place)


def own_lessons(incidents):
    """Records of a lesson that was stopped, one a lesson: each report of the same with its own is one more.

    A record that says so only because of a report of the same counts none; that lesson is counted with the report.
    Source of the rule: `incidents.status_board.tolls`.
    """
    not_its_own = IncidentEntry.objects.filter(move="got_duplicate", data__lesson_is_theirs=True)
    called_off = Q(status=Status.CANCELLED, duplicate_of=None)
    return incidents.filter(lesson_stopped=True).exclude(called_off).exclude(pk__in=not_its_own.values("incident"))


def _lessons_stopped(ground, period):
    return own_lessons(_incidents(ground, period))


def _lessons_saved(ground, period):
    found = KnownErrorUse.objects.filter(ground.here(), lesson_saved=True, **in_days(period, "on"))
    return found.annotate(amount=ONE)


def _known_errors(ground, period):
    found = KnownError.objects.filter(ground.here_or_trust(), **in_moments(period, "written_at"))
    return found.annotate(on=TruncDate("written_at"), amount=ONE)


def _trends(ground, period):
    found = Trend.objects.filter(ground.here_or_trust(), **in_days(period, "found_on"))
    return found.annotate(on=F("found_on"), amount=ONE)


def _decided(state):
    def rows(ground, period):
        found = Trend.objects.filter(ground.here_or_trust(), state=state, **in_moments(period, "decided_at"))
        return found.annotate(on=TruncDate("decided_at"), amount=ONE)

    return rows


def _found_by_us(ground, period):
    return _incidents(ground, period).filter(BY_US)


def _found_by_users(ground, period):
    return _incidents(ground, period).filter(BY_PEOPLE)


def _problems_found_by_us(ground, period):
    return _problems(ground, period).filter(source__in=PROBLEM_FOUND_BY_US)


BY_OPENING = "Records of the desk, by the date at the school when they were opened."
FIGURES = (
    Figure(
        "reactive_minutes",
        "Minutes on faults and requests",
        MINUTES,
        "Working time written down on the faults, requests and questions opened in the period, whenever it was spent.",
        BY_OPENING,
        _reactive_minutes,
        "opened_on",
    ),
    Figure(
        "problem_minutes",
        "Minutes on problems",
        MINUTES,
        "Working time written down in the period while looking for causes and removing them, entry by entry.",
        "The stories of the problems, by the moment of each entry.",
        _problem_minutes,
        "at",
    ),
    Figure(
        "maintenance_minutes",
        "Minutes on maintenance",
        MINUTES,
        "Working time of the maintenance rounds finished in the period.",
        "Maintenance rounds, by the date at the school when they were finished.",
        _maintenance_minutes,
        "done_on",
    ),
    Figure(
        "incidents",
        "Faults and requests",
        COUNT,
        "Everything opened in the period: faults, requests, questions, called off or not.",
        BY_OPENING,
        _incidents,
        "opened_on",
    ),
    Figure(
        "problems_raised",
        "Problems raised",
        COUNT,
        "Problems raised in the period, without those that were withdrawn.",
        "Problems, by the date at the school.",
        _problems,
        "raised_on",
    ),
    Figure(
        "rounds_done",
        "Maintenance rounds done",
        COUNT,
        "Rounds finished in the period, whenever they were due.",
        "Maintenance rounds, by the date at the school when they were finished.",
        _rounds_done,
        "done_on",
    ),
    Figure(
        "found_by_us",
        "Faults found by us",
        COUNT,
        "Faults found on a maintenance round or by monitoring, before anybody had to complain. What was called off and "
        "reports of the same are left out.",
        BY_OPENING,
        _found_by_us,
        "opened_on",
        where=BY_US,
    ),
    Figure(
        "found_by_users",
        "Faults reported by people",
        COUNT,
        "All other faults, those brought in from another desk too. What was called off and reports of the same are "
        "left out.",
        BY_OPENING,
        _found_by_users,
        "opened_on",
        where=BY_PEOPLE,
    ),
    Figure(
        "problems_found_by_us",
        "Problems found by us",
        COUNT,
        "Problems raised from a trend, from monitoring or from a maintenance round; the rest came out of faults that "
        "people had reported.",
        "Problems, by the date at the school.",
        _problems_found_by_us,
        "raised_on",
    ),
    Figure(
        "repeats",
        "Faults that came back",
        COUNT,
        f"Faults with another one in the {AGAIN_WITHIN.days} days before, of the same thing, or of the same kind in "
        "the same room. The earlier one may lie before the period.",
        BY_OPENING,
        _repeats,
        "opened_on",
    ),
    Figure(
        "lessons_stopped",
        "Lessons stopped",
        LESSONS,
        "Records that say a lesson was stopped. Whoever says “me too” with a stopped lesson is one lesson more.",
        BY_OPENING,
        _lessons_stopped,
        "opened_on",
    ),
    Figure(
        "lessons_saved",
        "Lessons saved by a known workaround",
        LESSONS,
        "A known error’s workaround helped, and whoever used it said that the lesson went on.",
        "Uses of known errors, by the date at the school.",
        _lessons_saved,
        "on",
    ),
    Figure(
        "problems_solved",
        "Causes removed",
        COUNT,
        "Problems resolved in the period.",
        "Problems, by the moment they were resolved.",
        _problems_solved,
        "resolved_at",
    ),
    Figure(
        "known_errors",
        "Known errors written down",
        COUNT,
        "New entries of the register of known errors.",
        "The register, by the moment of writing.",
        _known_errors,
        "written_at",
    ),
    Figure(
        "trends_raised",
        "Trends found",
        COUNT,
        "Patterns that the nightly look first raised in the period.",
        "Trends, by the day they were first raised.",
        _trends,
        "found_on",
    ),
    Figure(
        "trends_accepted",
        "Trends accepted",
        COUNT,
        "Trends that became a problem in the period, whenever they were found.",
        "Trends, by the moment of the decision.",
        _decided(Trend.State.ACCEPTED),
        "decided_at",
    ),
    Figure(
        "trends_dismissed",
        "Trends dismissed",
        COUNT,
        "Trends that somebody called no problem in the period, with a reason.",
        "Trends, by the moment of the decision.",
        _decided(Trend.State.DISMISSED),
        "decided_at",
    ),
    Figure(
        "rounds_due",
        "Maintenance rounds due",
        COUNT,
        "Rounds to be done by a day in the period, whatever became of them.",
        "Maintenance rounds, by the day they were due.",
        _rounds_due,
        "due",
    ),
    Figure(
        "rounds_on_time",
        "Rounds done on time",
        COUNT,
        "Of the rounds due in the period, those finished by the day.",
        "Maintenance rounds, by the day they were due.",
        _rounds_on_time,
        "due",
    ),
    Figure(
        "rounds_missed",
        "Rounds left out or not done yet",
        COUNT,
        "Of the rounds due in the period, those left out with a reason, and those still to do after their day.",
        "Maintenance rounds, by the day they were due.",
        _rounds_missed,
        "due",
    ),
    *CHANGE_FIGURES,
)
FIGURE = {figure.name: figure for figure in FIGURES}
