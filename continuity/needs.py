"""What each service of a recovery order needs, live from the asset register, and where the order contradicts it.

One service waits for another where something deep below it is what the other needs directly: printing needs the file
server, which hangs on the firewall, which the network needs. Two that wait for each other give no order.
"""

from dataclasses import dataclass, field

from assets.models import GONE, STOPS_WITH, Asset, Relation, ServiceNeed


@dataclass
class Needs:
    """What one service needs at a school: things by number, `direct` and all the way down (`deep`, these included)."""

    direct: set[int] = field(default_factory=set)
    deep: set[int] = field(default_factory=set)


def needs_at(school, services) -> dict[int, Needs]:
    """Service id → what it needs at a school. A query for the needs, and one for each step down the relations."""
    found = {service: Needs() for service in services}
    rows = ServiceNeed.objects.filter(service__in=services, asset__school=school).exclude(asset__state__in=GONE)
    for service, asset in rows.values_list("service", "asset"):
        found[service].direct.add(asset)
    below = _below(set().union(*(each.direct for each in found.values()))) if found else {}
    for each in found.values():
        each.deep = _reached(each.direct, below)
    return found


def _below(edge):
    """Thing → what it stops with, for all that is reached from some things."""
    below: dict[int, set[int]] = {}
    while edge:
        rows = Relation.objects.filter(asset__in=edge, kind__in=STOPS_WITH).exclude(other__state__in=GONE)
        below |= {asset: set() for asset in edge}
        for asset, other in rows.values_list("asset", "other"):
            below[asset].add(other)
        edge = set().union(*(below[asset] for asset in edge)) - below.keys()
    return below


def _reached(start, below):
    reached, edge = set(start), set(start)
    while edge:
        edge = set().union(*(below.get(asset, set()) for asset in edge)) - reached
        reached |= edge
    return reached


def waits_for(first: Needs, second: Needs) -> set[int]:
    """The things by which the first service waits for the second; none where it doesn't."""
    if second.deep & first.direct - second.direct:
        return set()  # each below the other, so neither order is right
    return (first.deep - first.direct) & second.direct


def too_early(services, needs) -> dict[int, list[tuple[int, int]]]:
    """Service id → the services (with one thing each) that it waits for although they come back later."""
    found: dict[int, list[tuple[int, int]]] = {}
    for place, service in enumerate(services):
        for later in services[place + 1 :]:
            if things := waits_for(needs[service], needs[later]):
                found.setdefault(service, []).append((later, min(things)))
    return found


def named(numbers) -> dict[int, Asset]:
    """The things of these numbers."""
    return Asset.objects.select_related("school").in_bulk(numbers)
