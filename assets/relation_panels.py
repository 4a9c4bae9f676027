"""What the page of a thing shows of what it hangs together with: the nearest of each sort, and the way to all of it."""

from dataclasses import dataclass

from django.urls import reverse

from assets.models import Relation, RelationKind, ServiceNeed
from assets.panels import Line, Section, Way, panel
from servicedesk.roles import Permission

SHOWN = 8  # of each sort; the page of its impact has the rest
WHICH = {
    RelationKind.RUNS_ON: ("which it runs on", "which runs on it"),
    RelationKind.CONNECTED_TO: ("which it is connected to", "which is connected to it"),
    RelationKind.PART_OF: ("which it is part of", "which is part of it"),
    RelationKind.BACKS_UP: ("which it backs up", "which backs it up"),
}


@dataclass(frozen=True)
class Around:
    """What hangs together with a thing directly: relations to others, from others, and services; cut where many."""

    stands_on: list[Relation]
    carries: list[Relation]
    needed_by: list[ServiceNeed]
    is_cut: bool

    def __bool__(self):
        return bool(self.stands_on or self.carries or self.needed_by)


def around(asset, *, reader, most=SHOWN):
    """The first `most` of each sort that the reader may see."""
    seen = Relation.objects.visible_to(reader).select_related("asset", "other")
    found = [
        list(seen.filter(asset=asset).order_by("kind", "other__tag", "pk")[: most + 1]),
        list(seen.filter(other=asset).order_by("kind", "asset__tag", "pk")[: most + 1]),
        list(ServiceNeed.objects.visible_to(reader).filter(asset=asset).select_related("service")[: most + 1]),
    ]
    return Around(*(rows[:most] for rows in found), is_cut=any(len(rows) > most for rows in found))


@panel
def hangs_together(asset, *, reader, at):
    """What it stands on, what stands on it, and the services that need it."""
    near = around(asset, reader=reader)
    may_edit = reader.may(Permission.EDIT_ASSETS, asset.school_id)
    ways = [Way("What stops with it", reverse("assets:impact", args=[asset.pk]), "pulse")] if near else []
    if may_edit:
        ways.append(Way("Change this" if near else "Say what", reverse("assets:relate", args=[asset.pk]), "link"))
    if near or may_edit:
        says = "" if near else "Nothing is written down of what it stands on, and what stands on it."
        says = "The first of each sort." if near.is_cut else says
        yield Section("What depends on what", says=says, lines=tuple(_lines(near)), ways=tuple(ways), order=40)


def _lines(near):
    for relation in near.stands_on:
        yield Line(str(relation.other), url=relation.other.get_absolute_url(), aside=WHICH[relation.kind][0])
    for relation in near.carries:
        yield Line(str(relation.asset), url=relation.asset.get_absolute_url(), aside=WHICH[relation.kind][1])
    for needed in near.needed_by:
        yield Line(needed.service.name, aside="a service that needs it")
