"""What stops with a thing as a graph to be drawn and read out: things, services and, where there are many, counts."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse

from assets import impact
from assets.impact_words import names
from assets.models import GONE, STOPS_WITH, Asset, Relation, ServiceNeed

MOST = 40  # boxes of a picture; beyond these, what is alike is counted instead
TALL = 10  # boxes of a column, of which the same is true
ALIKE = 3  # so many of one sort, standing on the same, are one box then
CROWD = 2_000  # beyond so many things only the nearest are told apart, and only by sort
LONGEST = 7  # columns; what stands further on is one box
NEEDED = 12  # so many things that it needs itself are drawn; the page tells how many there are
BEYOND = "beyond"  # the kind of a link that leads over what the reader may not see


@dataclass(frozen=True)
class Node:
    """A box: what it is, what is written in it, and where it leads. `kind`: start, thing, need, service or many."""

    key: str
    kind: str
    title: str
    says: str = ""
    url: str = ""
    count: int = 1

    @property
    def called(self):
        """What tells it from others: its tag, else its title."""
        return self.says if self.kind in ("start", "thing", "need") else self.title


@dataclass(frozen=True)
class Branch:
    """A node of the same graph as a list is read: what it stands on beside, and what stands on it."""

    node: Node
    also: str
    branches: "list[Branch]"


@dataclass
class Graph:
    """Nodes by key, how far from the start each stands (needs on the left: below 0), and links rightwards."""

    start: str
    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, node, place):
        self.nodes[node.key], self.places[node.key] = node, place

    def branches(self):
        """What stops, as a list in a list: each node once, under the furthest of those it stands on."""
        above = defaultdict(list)
        for a, b, _ in self.links:
            above[b].append(a)
        under = defaultdict(list)
        for key, place in self.places.items():
            if place > 0:
                above[key].sort(key=lambda other: self.places[other])
                under[above[key][-1] if above[key] else self.start].append(key)
        return self._branches(self.start, under, above)

    def _branches(self, key, under, above):
        keys = sorted(under[key], key=lambda each: (self.nodes[each].kind == "service", self.nodes[each].title))
        return [
            Branch(
                self.nodes[each],
                _short([self.nodes[other].called for other in above[each][:-1]]),
                self._branches(each, under, above),
            )
            for each in keys
        ]

    def columns(self):
        """The keys by column, from left to right."""
        found = defaultdict(list)
        for key, place in self.places.items():
            found[place].append(key)
        return [found[place] for place in sorted(found)]


def graph_of(asset, found, *, reader):
    """The graph of what stops with a thing (`found`: its impact as the reader may see it), and of what it needs."""
    graph = _crowd(asset, found, reader) if len(found.assets) > CROWD else _all(asset, found, reader)
    _add_needs(graph, asset, reader)
    return graph


def _all(asset, found, reader):
    """Every thing and service; counted where that is more than fits a picture."""
    seen = Asset.objects.visible_to(reader).filter(pk__in=found.assets.ids | {asset.pk}).select_related("type")
    things = {f"t{each.pk}": each for each in seen}
    start, nodes = f"t{asset.pk}", {key: _thing(each, "thing") for key, each in things.items()}
    nodes[start] = _thing(asset, "start")
    links = {(b, a): kind for a, b, kind in _links(things)}
    for need in ServiceNeed.objects.filter(asset__in=things.values()).select_related("service"):
        service = _service(need.service)
        nodes[service.key], links[f"t{need.asset_id}", service.key] = service, "needs"
    _join(start, nodes, links)
    graph = _placed(start, nodes, links)
    if len(nodes) > MOST or max(map(len, graph.columns())) > TALL:
        sorts = {key: each.type.name for key, each in things.items()}
        graph = _placed(start, *_together(nodes, links, sorts, start))
    return _few(graph)


def _links(things):
    """Which of some things (by key) stands on which, and how; of two sorts between the same the first counts."""
    ids = [each.pk for each in things.values()]
    rows = Relation.objects.filter(asset__in=ids, other__in=ids, kind__in=STOPS_WITH).order_by("-kind", "-pk")
    return [(f"t{a}", f"t{b}", kind) for a, b, kind in rows.values_list("asset", "other", "kind")]


def _join(start, nodes, links):
    """What is linked to nothing hangs on the start: the way there leads over what the reader may not see."""
    reached = {end for _, end in links}
    links.update({(start, key): BEYOND for key in nodes if key not in reached and key != start})


def _together(nodes, links, sorts, start):
    """Things of one sort that stand on the same and carry the same, no other thing among it, become one node."""
    below, above = defaultdict(set), defaultdict(set)
    for a, b in links:
        below[a].add(b)
        above[b].add(a)
    alike = defaultdict(list)
    for key in sorts:
        if key != start and not any(other in sorts for other in below[key]):
            alike[sorts[key], frozenset(above[key]), frozenset(below[key])].append(key)
    into = {}
    for number, ((sort, *_), keys) in enumerate(alike.items()):
        if len(keys) >= ALIKE:
            made = _many(f"m{number}", f"{len(keys)} × {sort}", [nodes[key] for key in keys])
            into |= dict.fromkeys(keys, made)
    return _folded(nodes, links, into)


def _folded(nodes, links, into):
    """The nodes and links after each node of `into` became part of the one that it names."""
    kept = {key: node for key, node in nodes.items() if key not in into} | {node.key: node for node in into.values()}
    moved = {}
    for (a, b), kind in links.items():
        a, b = (into[key].key if key in into else key for key in (a, b))
        if a != b:
            moved.setdefault((a, b), kind)
    return kept, moved


def _placed(start, nodes, links):
    """The graph, each node one column further than the furthest of those it stands on."""
    graph, waiting = Graph(start), Counter(b for _, b in links)
    below = defaultdict(list)
    for a, b in links:
        below[a].append(b)
    places, ready = {start: 0}, [start]
    while ready:
        key = ready.pop()
        for other in below[key]:
            places[other] = max(places.get(other, 0), places[key] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    for key, node in nodes.items():
        graph.add(node, places.get(key, 1))
    graph.links = [(a, b, kind) for (a, b), kind in links.items()]
    return graph


def _few(graph):
    """The same graph, with what is too much for a picture counted: of each column what carries most is kept."""
    if len(graph.nodes) <= MOST:
        return graph
    weight = Counter(a for a, _, _ in graph.links)
    into, columns = {}, graph.columns()
    fits = max(MOST // min(len(columns), LONGEST), ALIKE)
    for place, keys in enumerate(columns):
        keys = sorted(keys, key=lambda key: (-weight[key], graph.nodes[key].title))
        last = min(place, LONGEST)
        left = keys if place >= LONGEST else keys[fits - 1 :] if len(keys) > fits else []
        into |= dict.fromkeys(left, last)
    return _counted(graph, into)


def _counted(graph, into):
    """One node for all nodes that `into` sends to the same column."""
    sent = defaultdict(list)
    for key, place in into.items():
        sent[place].append(graph.nodes[key])
    made = {}
    for place, nodes in sent.items():
        total = sum(node.count for node in nodes)
        made[place] = _many(f"c{place}", f"{total:,} more", nodes)
    nodes, links = _folded(
        graph.nodes, {(a, b): kind for a, b, kind in graph.links}, {key: made[place] for key, place in into.items()}
    )
    few = Graph(graph.start)
    for key, node in nodes.items():
        few.add(node, graph.places.get(key, int(key[1:]) if key[0] == "c" else 0))
    few.links = [(a, b, kind) for (a, b), kind in links.items() if few.places[a] < few.places[b]]
    return few


def _crowd(asset, found, reader):
    """Thousands: the nearest by sort, how many stand further on, and the services."""
    start = f"t{asset.pk}"
    graph = Graph(start)
    graph.add(_thing(asset, "start"), 0)
    near = Relation.objects.visible_to(reader).filter(other=asset, kind__in=STOPS_WITH).exclude(asset__state__in=GONE)
    sorts = near.values("asset__type__name").annotate(count=Count("asset", distinct=True)).order_by("-count")
    for number, row in enumerate(sorts[:NEEDED]):
        words = f"{row['count']:,} × {row['asset__type__name']}"
        graph.add(Node(f"m{number}", "many", words, count=row["count"]), 1)
    left = len(found.assets) - sum(node.count for node in graph.nodes.values() if node.kind == "many")
    if left > 0:
        graph.add(Node("more", "many", f"{left:,} further on", "on these or others", count=left), 1)
    for service in found.services:
        graph.add(_service(service), 1)
    graph.links = [(start, key, BEYOND) for key in graph.nodes if key != start]
    return graph


def _add_needs(graph, asset, reader):
    """On its left what it needs itself, if that is not too much."""
    needs = impact.needs([asset], reader=reader, first=NEEDED)
    if not needs or needs.more:
        return
    things = {f"t{each.pk}": each for each in needs}
    nodes = {key: _thing(each, "need") for key, each in things.items()}
    links = {(a, b): kind for a, b, kind in _links(things | {graph.start: asset})}
    _join(graph.start, nodes, links)
    found = _placed(graph.start, nodes, links)
    for key, node in nodes.items():
        graph.add(node, -found.places[key])
    graph.links += [(b, a, kind) for a, b, kind in found.links]


def _thing(asset, kind):
    state = "" if asset.state == Asset.State.IN_USE else f", {asset.get_state_display().lower()}"
    return Node(f"t{asset.pk}", kind, asset.name, f"{asset.tag}{state}", reverse("assets:impact", args=[asset.pk]))


def _service(service):
    return Node(f"s{service.pk}", "service", service.name, "Service", reverse("servicedesk:catalogue"))


def _many(key, title, nodes):
    said = _short([node.called for node in nodes])
    return Node(key, "many", title, said, count=sum(node.count for node in nodes))


def _short(said):
    """AP-1, AP-2, AP-3 and 9 more."""
    return names(sorted(said)[:ALIKE], max(len(said) - ALIKE, 0))
