"""What broke, on the page of a thing: the register knows no records, so its page asks here."""

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
