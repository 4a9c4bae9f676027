"""Looking by itself: each night at the day before, every few minutes at the last hours, and when somebody asked.

Workers only: this loads the detectors. What was found becomes rows; pages read those.
"""

from datetime import timedelta

import structlog
from django.db.models import Count, Q
from django.utils import timezone

from incidents.models import Incident
from problems import detectors, workflow
from problems.models import Kind, TrendLook
from problems.trends.finder import Run, find
from problems.trends.nights import DAY, begin_night, end_night

log = structlog.get_logger(__name__)

RECENT = timedelta(hours=2)  # within which reports may be of one thing
ENOUGH = 3  # reports at a school in that time; below, nothing can be a major incident
BACK = timedelta(weeks=8)  # what is usual at such an hour is learnt from these
LEFT_ALONE = timedelta(minutes=15)  # for which a look that began is left to whoever began it
FAILED = "Looking failed; the log of the desk says why. What was found before is still here. Ask again."


def look_at_night(*, at):
    """One day that is over and was not looked at: every kind but what happens right now, at every school.

    Returns how many trends are new.
    """
    night = begin_night(at=at)
    if night is None:
        return 0
    kinds = [kind for kind in detectors.kinds() if kind != Kind.NOW]
    new = workflow.propose(find(night.day, kinds=kinds), on=night.day, at=at)
    workflow.let_pass(on=night.day)
    end_night(night, found=new, at=timezone.now())
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
    return sum(_look(look, at=at) for look in _free(at).order_by("asked_at", "pk"))


def _look(look, *, at):
    """One look, as of today; nobody else does it meanwhile, and one that was broken off is done again later."""
    if not _free(at).filter(pk=look.pk).update(started_at=at):
        return 0
    try:
        schools = None if look.school_id is None else [look.school_id]
        day = timezone.localdate(at)
        look.found = workflow.propose(find(day, schools=schools), on=day, at=at)
    except Exception:  # whoever asked is told, and the others who asked have their turn
        log.exception("look_failed", look=look.pk)
        look.failure = FAILED
    look.started_at, look.finished_at = at, timezone.now()
    look.save()
    return look.found


def _free(at):
    """The looks that are to be done and that nobody is at."""
    untouched = Q(started_at=None) | Q(started_at__lte=at - LEFT_ALONE)
    return TrendLook.objects.filter(untouched, finished_at=None)
