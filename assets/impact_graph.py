"""What stops with a thing as a graph to be drawn and read out: things, services and, where there are many, counts."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.urls import reverse

from assets import impact
from assets.impact_words import names, several
from assets.models import STOPS_WITH, Asset, Relation, ServiceNeed

MOST = 40  # boxes of a picture; beyond these, what is alike is counted instead
TALL = 10  # boxes of a column, of which the same is true
ALIKE = 3  # so many of one sort, standing on the same, are one box then
LONGEST = 7  # columns; what stands further on is one box
NEEDED = 12  # so many things that it needs itself are drawn; the page tells how many there are
BEYOND = "beyond"  # the kind of a link that leads over what the reader may not see


@dataclass(frozen=True)
class Node:
    """A box: what it is, what is written in it, where it leads, and the numbers of the things that it stands for.

    `kind`: start, thing, need, service or many.
    """

    key: str
    kind: str
    title: str
    says: str = ""
    url: str = ""
    count: int = 1
    things: frozenset[int] = frozenset()

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


def told_apart(asset, found, *, reader):
    """Every thing and service that stops with a thing; counted where that is more than fits a picture.

    `found`: its impact, as the reader may see it.
    """
    seen = Asset.objects.visible_to(reader).filter(pk__in=found.assets.ids | {asset.pk}).select_related("type")
    things = {f"t{each.pk}": each for each in seen}
    start, nodes = f"t{asset.pk}", {key: thing_node(each, "thing") for key, each in things.items()}
    nodes[start] = thing_node(asset, "start")
    links = {(b, a): kind for a, b, kind in _links(things)}
    for need in ServiceNeed.objects.filter(asset__in=things.values()).select_related("service"):
        service = service_node(need.service)
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
    for (sort, *_), keys in alike.items():
        if len(keys) >= ALIKE:
            first = min(int(key[1:]) for key in keys)
            made = _many(f"m{first}", f"{len(keys)} × {sort}", [nodes[key] for key in keys], start)
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
        made[place] = _many(f"c{place}", _more(nodes), nodes, graph.start)
    nodes, links = _folded(
        graph.nodes, {(a, b): kind for a, b, kind in graph.links}, {key: made[place] for key, place in into.items()}
    )
    few = Graph(graph.start)
    for key, node in nodes.items():
        few.add(node, graph.places.get(key, int(key[1:]) if key[0] == "c" else 0))
    few.links = [(a, b, kind) for (a, b), kind in links.items() if few.places[a] < few.places[b]]
    return few


def add_needs(graph, asset, reader):
    """On its left what it needs itself, if that is not too much."""
    needs = impact.needs([asset], reader=reader, first=NEEDED)
    if not needs or needs.more:
        return
    things = {f"t{each.pk}": each for each in needs}
    nodes = {key: thing_node(each, "need") for key, each in things.items()}
    links = {(a, b): kind for a, b, kind in _links(things | {graph.start: asset})}
    _join(graph.start, nodes, links)
    found = _placed(graph.start, nodes, links)
    for key, node in nodes.items():
        graph.add(node, -found.places[key])
    graph.links += [(b, a, kind) for a, b, kind in found.links]


def thing_node(asset, kind):
    """The box of a thing."""
    state = "" if asset.state == Asset.State.IN_USE else f", {asset.get_state_display().lower()}"
    url = reverse("assets:impact", args=[asset.pk])
    return Node(f"t{asset.pk}", kind, asset.name, f"{asset.tag}{state}", url, things=frozenset([asset.pk]))


def service_node(service):
    """The box of a service."""
    return Node(f"s{service.pk}", "service", service.name, "Service", reverse("servicedesk:catalogue"))


def list_of(start, key):
    """The address of the register with no more in it than what one box of a picture stands for."""
    return f"{reverse('assets:list')}?stops_with={start[1:]}.{key}"


def _many(key, title, nodes, start):
    said = _short([node.called for node in nodes])
    things = frozenset().union(*(node.things for node in nodes))
    url = list_of(start, key) if things else reverse("servicedesk:catalogue")
    return Node(key, "many", title, said, url, sum(node.count for node in nodes), things)


def _more(nodes):
    """12 more; or 12 more, and 2 services."""
    things = sum(len(node.things) for node in nodes)
    services = several(sum(node.count for node in nodes) - things, "service")
    return " and ".join(filter(None, (f"{things:,} more" if things else "", services)))


def _short(said):
    """AP-1, AP-2, AP-3 and 9 more."""
    return names(sorted(said)[:ALIKE], max(len(said) - ALIKE, 0))
