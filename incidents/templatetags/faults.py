"""Records on pages that know none: what broke, on the page of a thing; what somebody still has, on theirs."""

from datetime import timedelta

from django import template
from django.db.models import Count, Q
from django.utils import timezone

from incidents.models import OPEN, Incident
from incidents.presentation.queue import standing_of

register = template.Library()
SHOWN = 20
LATELY = timedelta(days=90)


@register.inclusion_tag("incidents/_faults_of.html")
def faults_of(asset, person):
    """{% faults_of asset request.user %}: how often it broke, and its latest records that the reader may see."""
    since = timezone.now() - LATELY
    seen = Incident.objects.visible_to(person).filter(asset=asset, duplicate_of=None)
    counts = seen.aggregate(
        all=Count("pk"), lately=Count("pk", filter=Q(opened_at__gte=since)), open=Count("pk", filter=Q(status__in=OPEN))
    )
    latest = seen.select_related("requester", "category").order_by("-opened_at", "-pk")[:SHOWN]
    rows = [(each, standing_of(each, requester=each.requester.name if each.requester else "")) for each in latest]
    return {"asset": asset, "counts": counts, "rows": rows}


@register.inclusion_tag("incidents/_records_of.html")
def records_of(someone, reader):
    """{% records_of someone request.user %}: how many open records of theirs the reader may see, and what of them."""
    count = Incident.objects.visible_to(reader).unresolved().filter(assignee=someone).count()
    return {"someone": someone, "count": count}
