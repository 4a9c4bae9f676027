"""Somebody decides about a trend: it is a problem, or it is none and why. And somebody may ask to look now."""

from django.db import transaction

from incidents.models import Incident
from problems.models import Kind, Source, TrendLook
from problems.trend_moves import ACCEPT_TREND, DISMISS_TREND
from problems.workflow.linking import link
from problems.workflow.raising import raise_problem
from problems.workflow.record import must_say
from servicedesk.errors import NotYours
from servicedesk.roles import WORDS, Permission

LONGEST_TITLE = 200


@transaction.atomic
def accept_trend(trend, *, by, at, problem=None, title=""):
    """It is a problem: a new one, or an open one it belongs to, gets those of its incidents that have no cause yet.

    What happens right now becomes no problem by itself: it may be a major incident, which is declared on its record.
    """
    trend = ACCEPT_TREND.begin(trend, by=by)
    incidents = free_incidents(trend)
    if problem is not None:
        if incidents:
            link(problem, by=by, at=at, incidents=incidents)
    elif trend.kind != Kind.NOW:
        facts = {"school": trend.school, "incidents": incidents, "symptoms": trend.why, "source": Source.TREND}
        problem = raise_problem(by=by, at=at, title=title.strip() or trend.label[:LONGEST_TITLE], **facts)
    trend.problem = problem
    return _decided(trend, ACCEPT_TREND, by=by, at=at)


@transaction.atomic
def dismiss_trend(trend, *, by, at, reason):
    """It is no problem, and why; it stays quiet until it is clearly worse, or back after it was gone."""
    trend = DISMISS_TREND.begin(trend, by=by)
    must_say(reason=(reason, "Say why it is no problem: whoever sees it again reads this."))
    trend.reason = reason.strip()
    return _decided(trend, DISMISS_TREND, by=by, at=at)


@transaction.atomic
def look_for_trends(*, by, at, school=None):
    """Ask that somebody looks now, at one school or (for people of the whole trust) at all; a sweep does it.

    Asked twice before it is done, it is one look.
    """
    if not by.may(Permission.SOLVE_PROBLEMS, school):
        raise NotYours(f"None of your roles there includes this: {WORDS[Permission.SOLVE_PROBLEMS].lower()}.")
    waiting = TrendLook.objects.filter(school=school, finished_at=None).first()
    return waiting or TrendLook.objects.create(school=school, asked_by=by, asked_at=at)


def free_incidents(trend):
    """Its incidents that no problem has caused yet, in the order of their numbers."""
    found = Incident.objects.filter(trends=trend, problem_link=None).select_related("school", "category__service")
    return list(found.order_by("pk"))


def _decided(trend, move, *, by, at):
    trend.state, trend.decided_by, trend.decided_at = move.target, by, at
    trend.save()
    return trend
