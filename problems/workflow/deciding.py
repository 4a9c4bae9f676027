"""Somebody decides about a trend: it is a problem, or it is none and why. And somebody may ask to look now."""

from collections import Counter

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
MOST_LINES, LONGEST_LINE = 3, 200  # of what people said


@transaction.atomic
def accept_trend(trend, *, by, at, problem=None, title="", also=()):
    """It is a problem: a new one, or an open one it belongs to, gets those of its incidents that have no cause yet.

    `also`: the same thing seen from other sides, accepted with it and its incidents linked as well. What happens right
    now becomes no problem by itself: it may be a major incident, which is declared on one of its records, with the
    others under it (`incidents.workflow.declare_major`, `parts`).
    """
    trend, *others = begin(ACCEPT_TREND, trend, also, by=by)
    incidents = free_incidents(trend, *others)
    if problem is not None:
        if incidents:
            link(problem, by=by, at=at, incidents=incidents)
    elif trend.kind != Kind.NOW:
        said = in_their_words(incidents)
        facts = {"school": trend.school, "incidents": incidents, "symptoms": said, "source": Source.TREND}
        problem = raise_problem(by=by, at=at, title=title.strip() or trend.label[:LONGEST_TITLE], **facts)
    for each in (trend, *others):
        each.problem = problem
    return _decided(ACCEPT_TREND, trend, *others, by=by, at=at)


@transaction.atomic
def dismiss_trend(trend, *, by, at, reason, also=()):
    """It is no problem, and why; it stays quiet until it is clearly worse, or back after it was gone.

    `also`: the same thing seen from other sides, dismissed with it.
    """
    trend, *others = begin(DISMISS_TREND, trend, also, by=by)
    must_say(reason=(reason, "Say why it is no problem: whoever sees it again reads this."))
    for each in (trend, *others):
        each.reason = reason.strip()
    return _decided(DISMISS_TREND, trend, *others, by=by, at=at)


@transaction.atomic
def look_for_trends(*, by, at, school=None):
    """Ask that somebody looks now, at one school or (for people of the whole trust) at all; a sweep does it.

    Asked twice before it is done, it is one look.
    """
    if not by.may(Permission.SOLVE_PROBLEMS, school):
        raise NotYours(f"None of your roles there includes this: {WORDS[Permission.SOLVE_PROBLEMS].lower()}.")
    waiting = TrendLook.objects.filter(school=school, finished_at=None).first()
    return waiting or TrendLook.objects.create(school=school, asked_by=by, asked_at=at)


def free_incidents(*trends):
    """Their incidents that no problem has caused yet, in the order of their numbers."""
    found = Incident.objects.filter(trends__in=trends, problem_link=None).select_related("school", "category__service")
    return list(found.distinct().order_by("pk"))


def in_their_words(incidents):
    """What most of those who reported them said, one way to say it a line."""
    said = Counter(incident.summary for incident in incidents)
    return "\n".join(words[:LONGEST_LINE] for words, _ in said.most_common(MOST_LINES))


def begin(move, trend, also, *, by):
    """The trend and the others decided with it, locked and checked, always in the same order."""
    wanted = {each.pk: each for each in (trend, *also)}
    held = {pk: move.begin(wanted[pk], by=by) for pk in sorted(wanted)}
    return [held.pop(trend.pk), *held.values()]


def _decided(move, *trends, by, at):
    for trend in trends:
        trend.state, trend.decided_by, trend.decided_at = move.target, by, at
        trend.save()
    return trends[0]
