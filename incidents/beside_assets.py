"""What the page of a thing shows of incidents: how often it broke, and its latest records."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from assets.panels import Badge, Section, Way, panel
from incidents.models import OPEN, Incident
from incidents.presentation.queue import standing_of
from incidents.presentation.ticket import often_words
from incidents.this_term import this_term

SHOWN = 20
LATELY = timedelta(days=90)


@panel
def what_broke(asset, *, reader, at):
    """How often it broke, and its latest records that the reader may see."""
    since, term = this_term(asset.school, timezone.localdate(at))
    seen = Incident.objects.visible_to(reader).filter(asset=asset, duplicate_of=None)
    counts = _counts(seen, at=at)
    faults, often = often_words(Incident.objects.visible_to(reader).faults_of(asset, since=since).count(), term)
    latest = seen.select_related("requester", "category").order_by("-opened_at", "-pk")[:SHOWN]
    rows = [(each, standing_of(each, requester=each.requester.name if each.requester else "")) for each in latest]
    query = f"{reverse('incidents:queue')}?asset={asset.pk}&status=any"
    yield Section(
        "What broke",
        badge=Badge("warn" if often else "plain", "late" if often else "again", faults) if faults else None,
        more=Way("Show in the queue", query) if counts["all"] else None,
        template="incidents/_faults_of.html",
        facts={"counts": counts, "rows": rows},
        wide=True,
        order=10,
    )


def _counts(seen, *, at):
    return seen.aggregate(
        all=Count("pk"),
        lately=Count("pk", filter=Q(opened_at__gte=at - LATELY)),
        open=Count("pk", filter=Q(status__in=OPEN)),
    )
