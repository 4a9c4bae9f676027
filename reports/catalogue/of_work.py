"""Measures of problems, of work that prevents, and of changes."""

from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate

from problems.models import Problem
from problems.models.problem import Status as ProblemStatus
from reports.catalogue.measure import HOURS, PERCENT, Measure, Process, Share, Standing, Times, Total
from reports.catalogue.of_incidents import faults, judged
from reports.shift.figure import ONE, SMALL
from reports.shift.figures import FIGURE
from reports.shift.ground import moments

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
BY_SOLVING = "Problems, by the day on which their cause was removed."
NO_NAME = "Problems that name several schools count once for the trust, and at no school."


def _solved(ground, period):
    return FIGURE["problems_solved"].rows(ground, period)


def _took(more=None, most=None):
    took = ExpressionWrapper(F("resolved_at") - F("raised_at"), output_field=DurationField())

    def rows(ground, period):
        found = _solved(ground, period).annotate(took=took)
        found = found.filter(took__gt=more) if more else found
        return found.filter(took__lte=most) if most else found

    return rows


def _open_problems(ground, period):
    _, end = moments(period)
    end = min(end, ground.at)
    still = Q(resolved_at=None) | Q(resolved_at__gt=end)
    found = Problem.objects.filter(ground.here_or_trust(), still, raised_at__lt=end)
    found = found.exclude(status=ProblemStatus.WITHDRAWN).exclude(status=ProblemStatus.CLOSED, resolved_at=None)
    return found.annotate(on=TruncDate("raised_at"), amount=ONE)


def _band(name, heading, how, better, **span):
    return Total(name, heading, Process.PROBLEMS, how, BY_SOLVING, better, ask=_took(**span))


PROBLEMS: tuple[Measure, ...] = (
    Total.like(FIGURE["problems_raised"], Process.PROBLEMS),
    Total.like(FIGURE["problems_found_by_us"], Process.PROBLEMS, "up"),
    Total.like(FIGURE["problems_solved"], Process.PROBLEMS, "up"),
    Standing(
        "problems_open",
        "Problems open at the end",
        Process.PROBLEMS,
        "Problems whose cause was not removed at the end of the last day, withdrawn ones left out. " + NO_NAME,
        "Problems, as they stood at the end of the last day.",
        "down",
        ask=_open_problems,
    ),
    Times(
        "problem_hours_median",
        "Median hours to remove a cause",
        Process.PROBLEMS,
        "Half of the problems solved in the period took less, from being raised, nights and holidays included.",
        BY_SOLVING,
        "down",
        HOURS,
        ask=_solved,
        since="raised_at",
        until="resolved_at",
        say="50",
        keep="times_to_solve",
    ),
    _band("problems_in_week", "Causes removed within a week", "Solved within 7 days of being raised.", "up", most=WEEK),
    _band(
        "problems_in_month",
        "Causes removed within a month",
        "Solved after more than 7 and at most 30 days.",
        "",
        more=WEEK,
        most=MONTH,
    ),
    _band("problems_longer", "Causes that took longer", "Solved after more than 30 days.", "down", more=MONTH),
    Total.like(FIGURE["known_errors"], Process.PROBLEMS, "up"),
    Total.like(FIGURE["lessons_saved"], Process.PROBLEMS, "up"),
    Total.like(FIGURE["trends_raised"], Process.PROBLEMS),
    Total.like(FIGURE["trends_accepted"], Process.PROBLEMS),
    Total.like(FIGURE["trends_dismissed"], Process.PROBLEMS),
)

reactive = Total.like(FIGURE["reactive_minutes"], Process.PROACTIVE)
preventing = tuple(
    Total.like(FIGURE[name], Process.PROACTIVE, "up") for name in ("problem_minutes", "maintenance_minutes")
)
on_changes = Total.like(FIGURE["change_minutes"], Process.PROACTIVE)
by_us = Total.like(FIGURE["found_by_us"], Process.PROACTIVE, "up", of=judged)
by_people = Total.like(FIGURE["found_by_users"], Process.PROACTIVE, "down", of=judged)
due = Total.like(FIGURE["rounds_due"], Process.PROACTIVE)
on_time = Total.like(FIGURE["rounds_on_time"], Process.PROACTIVE, "up")
PROACTIVE: tuple[Measure, ...] = (
    reactive,
    *preventing,
    on_changes,
    Share(
        "proactive_percent",
        "Working time that prevents, %",
        Process.PROACTIVE,
        "Minutes on problems, maintenance and changes of all minutes written down.",
        "Minutes written down on every kind of work.",
        "up",
        PERCENT,
        SMALL,
        parts=(*preventing, on_changes),
        wholes=(reactive, *preventing, on_changes),
    ),
    by_us,
    by_people,
    Share(
        "found_by_us_percent",
        "Faults found by us, %",
        Process.PROACTIVE,
        "Faults found by us of all faults, each once.",
        faults.source,
        "up",
        PERCENT,
        SMALL,
        parts=(by_us,),
        wholes=(by_us, by_people),
    ),
    due,
    on_time,
    Total.like(FIGURE["rounds_done"], Process.PROACTIVE, "up"),
    Total.like(FIGURE["rounds_missed"], Process.PROACTIVE, "down"),
    Share(
        "on_time_percent",
        "Rounds done on time, %",
        Process.PROACTIVE,
        "Rounds done on time of the rounds due in the period.",
        due.source,
        "up",
        PERCENT,
        SMALL,
        parts=(on_time,),
        wholes=(due,),
    ),
)

asked = Total.like(FIGURE["changes_raised"], Process.CHANGES)
emergency = Total.like(FIGURE["changes_emergency"], Process.CHANGES, "down")
successful = Total.like(FIGURE["changes_successful"], Process.CHANGES, "up")
failed = Total.like(FIGURE["changes_failed"], Process.CHANGES, "down")
backed_out = Total.like(FIGURE["changes_backed_out"], Process.CHANGES, "down")
CHANGES: tuple[Measure, ...] = (
    Total.like(FIGURE["changes_recorded"], Process.CHANGES),
    asked,
    Total.like(FIGURE["changes_approved"], Process.CHANGES),
    Total.like(FIGURE["changes_rejected"], Process.CHANGES),
    emergency,
    Share(
        "emergency_percent",
        "Emergency changes, %",
        Process.CHANGES,
        "Emergency changes of all changes asked for in the period.",
        asked.source,
        "down",
        PERCENT,
        SMALL,
        parts=(emergency,),
        wholes=(asked,),
    ),
    successful,
    failed,
    backed_out,
    Share(
        "success_percent",
        "Changes that succeeded, %",
        Process.CHANGES,
        "Changes that succeeded of those closed in the period as successful, failed or backed out.",
        successful.source,
        "up",
        PERCENT,
        SMALL,
        parts=(successful,),
        wholes=(successful, failed, backed_out),
    ),
    Total.like(FIGURE["incidents_caused"], Process.CHANGES, "down"),
)
