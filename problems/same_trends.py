"""Which trends are one thing seen from several sides: asked of the records behind them, few queries for a page."""

from collections import defaultdict

from problems.folding import is_same
from problems.models import Trend

MOST = 1000  # records of a trend beyond which it is no other side of anything small: not read


def records_of(trends):
    """Trend → its records by primary key, each with its day, for those that have few enough to be compared."""
    links = Trend.incidents.through.objects.filter(trend__in=[t.pk for t in trends if t.count <= MOST])
    found = defaultdict(dict)
    for trend, incident, day in links.values_list("trend_id", "incident_id", "incident__opened_on"):
        found[trend][incident] = day
    return {trend: found[trend.pk] for trend in trends}


def same_as(trend, seen):
    """Those of `seen` that wait for a decision and are mostly the same records as a trend, the surest first."""
    if trend.count > MOST:
        return Trend.objects.none()
    near = seen.to_decide().filter(incidents__in=trend.incidents.values("pk")).exclude(pk=trend.pk).distinct()
    records = records_of([trend, *near])
    same = [other.pk for other in near if is_same(records[trend].keys(), records[other].keys())]
    return Trend.objects.filter(pk__in=same)
