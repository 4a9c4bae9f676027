"""The picture of what stops with a thing: what is drawn, and which things each of its boxes stands for.

A box that stands for several is named by its key: `m` and the number of one of them, of a sort that stands on the same;
`c` and a column, for what is too much of it; `s` and the number of a sort, and `far`, where there are thousands.
"""

import re
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from assets import impact
from assets.impact_graph import BEYOND, NEEDED, Graph, Node, add_needs, list_of, service_node, thing_node, told_apart
from assets.models import GONE, STOPS_WITH, Asset, Relation

CROWD = 2_000  # beyond so many things only the nearest are told apart, and only by sort
BOX = re.compile(r"([0-9]{1,18})(?:\.([mcs][0-9]{1,18}|far))?")


@dataclass(frozen=True)
class Stopping:
    """Things that stop with another, all of them or those of one box, and how that is said."""

    words: str
    things: QuerySet | frozenset[int] = frozenset()


def graph_of(asset, found, *, reader):
    """The graph of what stops with a thing (`found`: its impact as the reader may see it), and of what it needs."""
    graph = _stopping(asset, found, reader)
    add_needs(graph, asset, reader)
    return graph


def stopping(said, *, reader):
    """What an address means that names a thing by its number and, after a dot, perhaps a box of its picture."""
    number, key = BOX.fullmatch(said).groups()
    asset = Asset.objects.visible_to(reader).filter(pk=number).first()
    if asset is None:
        return Stopping("Stops with something that isn’t here")
    words = f"Stops with {asset.tag}"
    found = impact.of([asset], reader=reader, first=0)
    if not key:
        return Stopping(words, found.assets.ids)
    if len(found.assets) > CROWD and key[0] in "sf":
        return Stopping(words, _nearest(asset, reader, key[1:]) if key[0] == "s" else _far(asset, found, reader))
    node = _box(_stopping(asset, found, reader), key)
    return Stopping(f"{words}: {node.title}" if node else words, node.things if node else frozenset())


def _stopping(asset, found, reader):
    return (_crowd if len(found.assets) > CROWD else told_apart)(asset, found, reader=reader)


def _box(graph, key):
    """The box of a key; where the register has changed, that of the thing after which it was named."""
    if node := graph.nodes.get(key):
        return node
    wanted = int(key[1:]) if key[0] == "m" else None
    return next((node for node in graph.nodes.values() if node.kind == "many" and wanted in node.things), None)


def _crowd(asset, found, *, reader):
    """Thousands: the nearest by sort, how many stand further on, and the services."""
    start = f"t{asset.pk}"
    graph = Graph(start)
    graph.add(thing_node(asset, "start"), 0)
    for sort, name, count in _sorts(asset, reader):
        key = f"s{sort}"
        graph.add(Node(key, "many", f"{count:,} × {name}", url=list_of(start, key), count=count), 1)
    left = len(found.assets) - sum(node.count for node in graph.nodes.values() if node.kind == "many")
    if left > 0:
        words = (f"{left:,} further on", "on these or others", list_of(start, "far"))
        graph.add(Node("far", "many", *words, count=left), 1)
    for service in found.services:
        graph.add(service_node(service), 1)
    graph.links = [(start, key, BEYOND) for key in graph.nodes if key != start]
    return graph


def _near(asset, reader):
    """The relations of what stands on a thing and is not gone."""
    seen = Relation.objects.visible_to(reader).filter(other=asset, kind__in=STOPS_WITH)
    return seen.exclude(asset__state__in=GONE).order_by()


def _sorts(asset, reader):
    """The sorts of what stands on it, those first of which there are most."""
    rows = _near(asset, reader).values_list("asset__type", "asset__type__name")
    return list(rows.annotate(count=Count("asset", distinct=True)).order_by("-count", "asset__type")[:NEEDED])


def _nearest(asset, reader, sort):
    """Those of one sort that stand on it, as a part of a question."""
    return _near(asset, reader).filter(asset__type=sort).values("asset")


def _far(asset, found, reader):
    """All that stops with it but those that are told apart."""
    sorts = [sort for sort, *_ in _sorts(asset, reader)]
    return found.assets.ids - set(_near(asset, reader).filter(asset__type__in=sorts).values_list("asset", flat=True))
