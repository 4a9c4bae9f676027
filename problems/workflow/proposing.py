"""What the detectors found becomes trends to decide about; what was decided stays quiet until it is news again."""

from django.db import transaction

from incidents.models import Incident
from problems.models import Trend
from problems.trends.memory import gone_since, is_back, is_worse
from servicedesk.errors import is_clash

LONGEST = 300  # characters of a key and of a label
AGAIN = 3  # incidents after a fix that say it did not hold
LATEST = ("kind", "key", "label", "first", "last", "count", "expected", "score", "why", "evidence")


def propose(findings, *, on, at):
    """Keep what was found as of the end of the day `on`. Returns how many trends are new.

    Safe to repeat and to run twice at once. One that waits for a decision is brought up to date; one that was accepted
    or dismissed is proposed again only when it is news.
    """
    return sum(_keep(finding, on=on, at=at) for finding in findings)


def let_pass(*, on):
    """Take away what nobody decided about and what was not so for weeks. Returns how many."""
    gone = 0
    for trend in Trend.objects.to_decide().only("kind", "seen_on"):
        if trend.seen_on <= gone_since(trend.kind, on):
            gone += Trend.objects.to_decide().filter(pk=trend.pk, seen_on=trend.seen_on).update(state="passed")
    return gone


def _keep(finding, *, on, at):
    """One finding; whether it is a new trend."""
    try:
        with transaction.atomic():
            return _put(finding, on=on, at=at)
    except Exception as error:
        if is_clash(error):  # another sweep proposed it at the same moment
            return False
        raise


def _put(finding, *, on, at):
    known = Trend.objects.select_for_update(of=("self",)).select_related("problem")
    latest = known.filter(kind=finding.kind, key=finding.key[:LONGEST]).order_by("-found_on", "-pk").first()
    if latest and latest.seen_on > on:  # a later day is known already
        return False
    if latest is None or _is_news(finding, latest):
        _create(finding, on=on, at=at)
        return True
    if latest.state == Trend.State.PROPOSED:
        _refresh(latest, finding)
    latest.seen_on = on
    latest.save()
    return False


def _is_news(finding, told):
    """Is what somebody decided about, or what went by itself, a story again?"""
    if told.state == Trend.State.PROPOSED:
        return False
    if told.state == Trend.State.PASSED:
        return True
    if told.problem and told.problem.is_open:  # somebody is at work on it
        return False
    if told.problem and told.problem.resolved_at:  # what came before the fix is no news, what came after it is
        after = Incident.objects.filter(pk__in=finding.incidents, opened_at__gt=told.problem.resolved_at)
        return after.count() >= AGAIN
    return is_worse(finding, told) or is_back(finding, told.seen_on)


def _create(finding, *, on, at):
    trend = Trend(school_id=finding.school, found_on=on, found_at=at, seen_on=on, **_facts(finding))
    trend.save(force_insert=True)
    trend.incidents.set(finding.incidents)


def _refresh(trend, finding):
    for name, value in _facts(finding).items():
        setattr(trend, name, value)
    trend.incidents.set(finding.incidents)


def _facts(finding):
    facts = {name: getattr(finding, name) for name in LATEST}
    return facts | {"key": finding.key[:LONGEST], "label": finding.label[:LONGEST]}
