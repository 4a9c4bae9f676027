"""What the page of a thing shows of maintenance: when it was last looked at, and when it is next."""

from django.utils import timezone

from assets.panels import Section, panel
from maintenance.models import Check, Plan, Round
from maintenance.presentation import lines_of

SHOWN = 5


@panel
def looked_after(asset, *, reader, at):
    """Its plans, and the last rounds on which it was, with what was found."""
    after = Plan.objects.visible_to(reader).looking_after(asset).order_by("name", "pk")
    plans = list(after) if asset.is_here else []  # a round stops at nothing that is gone
    on = Round.objects.visible_to(reader).filter(things__asset=asset).select_related("plan", "owner", "school")
    lines = lines_of(list(on.distinct().order_by("-due", "-pk")[:SHOWN]), today=timezone.localdate(at))
    if plans or lines:
        failed = _failed(lines, asset)
        facts = {"plans": plans, "lines": [(line, failed.get(line.round.pk, [])) for line in lines]}
        yield Section("Maintenance", template="maintenance/_of_asset.html", facts=facts, order=60)


def _failed(lines, asset):
    checks = Check.objects.filter(thing__asset=asset, thing__round__in=[line.round for line in lines], result="not_ok")
    failed: dict[int, list[str]] = {}
    for check in checks.select_related("thing"):
        failed.setdefault(check.thing.round_id, []).append(check.words)
    return failed
