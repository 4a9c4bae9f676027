"""Looking by itself: each night at the day before, every few minutes at the last hours, and when somebody asked.

Workers only: this loads the detectors. What was found becomes rows; pages read those.
"""

from datetime import timedelta

import structlog
from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone

from incidents.models import Incident
from problems import detectors, workflow
from problems.models import Kind, TrendLook
from problems.trends.finder import Run, find

log = structlog.get_logger(__name__)

DAY = timedelta(days=1)
RECENT = timedelta(hours=2)  # within which reports may be of one thing
ENOUGH = 3  # reports at a school in that time; below, nothing can be a major incident
BACK = timedelta(weeks=8)  # what is usual at such an hour is learnt from these
AT_MOST = 15 * 60  # seconds for which a look that was begun is left to whoever began it
FAILED = "Looking failed; the log of the desk says why. What was found before is still here. Ask again."


def look_at_yesterday(*, at):
    """Every kind but what happens right now, at every school; once for each day. Returns how many trends are new."""
    day = timezone.localdate(at) - DAY
    done = f"trends-of-{day}"
    if not cache.add(done, True, timeout=int(2 * DAY.total_seconds())):
        return 0
    try:
        kinds = [kind for kind in detectors.kinds() if kind != Kind.NOW]
        new = workflow.propose(find(day, kinds=kinds), on=day, at=at)
    except Exception:
        cache.delete(done)  # the next sweep tries again
        raise
    workflow.let_pass(on=day)
    return new


def look_at_now(*, at):
    """Several reports of one thing within the hour; quiet schools cost one query for all of them. Returns how many."""
    day = timezone.localdate(at)
    recent = Incident.objects.filter(opened_on__gte=day - DAY, opened_at__gt=at - RECENT, opened_at__lte=at)
    busy = recent.order_by().values("school").annotate(reports=Count("pk")).filter(reports__gte=ENOUGH)
    schools = list(busy.values_list("school", flat=True))
    if not schools:
        return 0
    run = Run.over(day, day, schools=schools, kinds=[Kind.NOW], back=BACK)
    return workflow.propose(run.at(at, day), on=day, at=at)


def look_as_asked(*, at):
    """Do the looks that people asked for, one after the other. Returns how many trends are new."""
    return sum(_look(look, at=at) for look in TrendLook.objects.filter(finished_at=None).order_by("asked_at"))


def _look(look, *, at):
    """One look, as of today; nobody else does it meanwhile, and one that was broken off is done again later."""
    if not cache.add(begun(look), True, timeout=AT_MOST):
        return 0
    try:
        schools = None if look.school_id is None else [look.school_id]
        day = timezone.localdate(at)
        look.found = workflow.propose(find(day, schools=schools), on=day, at=at)
    except Exception:  # whoever asked is told, and the others who asked have their turn
        log.exception("look_failed", look=look.pk)
        look.failure = FAILED
    look.finished_at = timezone.now()
    look.save()
    cache.delete(begun(look))
    return look.found


def begun(look):
    """The key under which a look is known to be under way."""
    return f"trend-look-{look.pk}"
