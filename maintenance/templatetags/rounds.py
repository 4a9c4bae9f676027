"""Maintenance on pages that know none: when a thing was last looked at, and when it is next."""

from django import template
from django.utils import timezone

from maintenance.models import Check, Plan, Round
from maintenance.presentation import lines_of

register = template.Library()
SHOWN = 5


@register.inclusion_tag("maintenance/_of_asset.html")
def maintenance_of(asset, person):
    """{% maintenance_of asset request.user %}: its plans, and the last rounds on which it was, with what was found."""
    plans = Plan.objects.visible_to(person).looking_after(asset).order_by("name", "pk")
    on = Round.objects.visible_to(person).filter(things__asset=asset).select_related("plan", "owner", "school")
    lines = lines_of(list(on.distinct().order_by("-due", "-pk")[:SHOWN]), today=timezone.localdate())
    checks = Check.objects.filter(thing__asset=asset, thing__round__in=[line.round for line in lines], result="not_ok")
    failed = {}
    for check in checks.select_related("thing"):
        failed.setdefault(check.thing.round_id, []).append(check.words)
    return {"plans": plans, "lines": [(line, failed.get(line.round.pk, [])) for line in lines]}
