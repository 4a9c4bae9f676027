"""What speaks against a window for a change: other changes to the same things, freezes, lessons, exams, a shut school.

Nothing here forbids: each clash is a sentence with a link, and the next free window is offered beside it. How many
questions are asked of the database does not depend on how much is planned.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Max, Q, RowRange
from django.db.models import Window as Over
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from assets import impact
from assets.models import Asset, ServiceNeed
from changes import clash_words
from changes.clash_words import Clash, Other, Weight
from changes.grounds import grounds_of
from changes.models import Change, Kind
from changes.windows import AHEAD, Free, Window, clock_change_in, next_free
from servicedesk.models import Person, Room, School, Service
from servicedesk.roles import Permission

LONGEST = timedelta(days=62)  # no window is looked at beyond: a change that takes longer is several
FAR = timedelta(days=20 * 366)  # no calendar reaches so far, and dates end somewhere
SERIOUS = (Weight.LOUD, Weight.WARN)


@dataclass(frozen=True)
class Proposal:
    """A window, and what a change would touch in it. `noticed`: people notice while it is made."""

    window: Window
    school: School | None = None
    assets: frozenset[int] = frozenset()
    rooms: frozenset[int] = frozenset()
    service: Service | None = None
    implementer: Person | None = None
    noticed: bool = True
    emergency: bool = False
    change: int | None = None


@dataclass(frozen=True)
class Reach:
    """All that hangs together with what is touched, by number: what stops with it, what it needs, which services."""

    stops: set[int]
    needs: set[int]
    services: dict[int, str]


@dataclass(frozen=True)
class Found:
    """What was found of a window: clashes, the gravest first, and the next free one of the same length."""

    window: Window
    zone: ZoneInfo
    clashes: list[Clash] = field(default_factory=list)
    free: Free | None = None
    clock_change: str = ""

    @property
    def is_free(self):
        """Does nothing speak against it?"""
        return not any(clash.weight in SERIOUS for clash in self.clashes)


def proposal_of(change, **otherwise):
    """A change as it stands, or with another `window`, `implementer` and so on; None while it has no window."""
    window = otherwise.get("window") or (change.starts_at and Window(change.starts_at, change.ends_at))
    if not window:
        return None
    proposal = Proposal(
        window=window,
        school=change.school,
        assets=frozenset(change.assets.values_list("pk", flat=True)),
        rooms=frozenset(change.rooms.values_list("pk", flat=True)),
        service=change.service,
        implementer=change.implementer,
        noticed=bool(change.downtime_minutes or change.impact_during),
        emergency=change.kind == Kind.EMERGENCY,
        change=change.pk,
    )
    return replace(proposal, **otherwise)


def look(proposal, *, reader, at):
    """What speaks against a proposed window, as far as its reader may see it, and the next that is free."""
    if abs(proposal.window.start - at) > FAR:
        return Found(proposal.window, get_current_timezone(), [clash_words.of_far_off()])
    window = Window(proposal.window.start, min(proposal.window.end, proposal.window.start + LONGEST))
    after = max(window.start, at)
    schools = _schools(proposal, reader)
    days = (min(window.start, at).date() - timedelta(days=2), (after + AHEAD + LONGEST).date())
    grounds = grounds_of(schools, first=days[0], last=days[1]) if schools else []
    zone = grounds[0].zone if grounds else get_current_timezone()
    reach = _reach(proposal)
    others = _others(proposal, reach, reader)
    taken = _taken(others, Window(after, after + AHEAD + window.length)) if grounds else []
    clashes = [
        *clash_words.of_days(grounds, window, proposal),
        *clash_words.of_changes(_in_full(others, window, proposal, reach), proposal, reach, zone),
    ]
    free = next_free(grounds, window.length, after=after, taken=taken) if grounds else None
    return Found(
        window=proposal.window,
        zone=zone,
        clashes=sorted(clashes, key=lambda clash: (list(Weight).index(clash.weight), -clash.ways)),
        free=free,
        clock_change=clock_change_in(window, zone),
    )


def _schools(proposal, reader):
    """Whose days count: the school of the change, or for one of several those of what it touches, else all."""
    if proposal.school:
        return [proposal.school]
    seen = School.objects.where_may(reader, Permission.SEE_CHANGES)
    things = Q(pk__in=Asset.objects.filter(pk__in=proposal.assets).values("school"))
    rooms = Q(pk__in=Room.objects.filter(pk__in=proposal.rooms).values("school"))
    touched = seen.filter(things | rooms) if proposal.assets or proposal.rooms else seen
    return list(touched)


def _reach(proposal):
    """What the relations say hangs together with what is touched."""
    touched = set(proposal.assets)
    if proposal.service:
        here = Q(asset__school=proposal.school) if proposal.school else Q()
        touched |= set(ServiceNeed.objects.filter(here, service=proposal.service).values_list("asset", flat=True))
    services = {service.pk: service.name for service in impact.services_of(proposal.assets)} if proposal.assets else {}
    if proposal.service:
        services[proposal.service.pk] = proposal.service.name
    if not touched:
        return Reach(set(), set(), services)
    return Reach(impact.touching(proposal.assets), touched | set(impact.needs(touched, first=0).ids), services)


def _others(proposal, reach, reader):
    """The changes ahead that touch the same, as the reader may see them."""
    found = Change.objects.visible_to(reader).ahead().exclude(pk=proposal.change)
    here = Q(school=proposal.school) | Q(school=None) if proposal.school else Q()
    things = Change.assets.through.objects.filter(asset__in=reach.stops | reach.needs)
    rooms = Change.rooms.through.objects.filter(room__in=proposal.rooms)
    touches = Q(pk__in=things.values("change")) | Q(pk__in=rooms.values("change"))
    touches |= here & Q(service__in=list(reach.services))
    if proposal.implementer:
        touches |= Q(implementer=proposal.implementer)
    return found.filter(touches)


def _taken(others, span):
    """The time that they take within a span, without overlaps: the database joins thousands of windows into a few."""
    before = {"order_by": ["starts_at", "pk"], "frame": RowRange(end=-1)}
    rows = others.scheduled(span.start, span.end).annotate(
        until=Over(Max("ends_at"), **before), last=Over(Max("ends_at"))
    )
    begun = rows.filter(Q(until=None) | Q(starts_at__gt=F("until"))).order_by("starts_at", "pk")
    begins = list(begun.values_list("starts_at", "until", "last"))
    ends = [until for _, until, _ in begins[1:]] + [last for _, _, last in begins[-1:]]
    return [Window(start, end) for (start, _, _), end in zip(begins, ends, strict=True)]


def _in_full(others, window, proposal, reach):
    """Those that lie in the window, with what they touch of what matters here: plain rows, there may be hundreds."""
    names = ("pk", "title", "starts_at", "ends_at", "service", "service__name", "implementer", "implementer__name")
    found = others.scheduled(window.start, window.end).order_by("starts_at", "pk")
    rows = list(found.values_list(*names))
    if not rows:
        return []
    things, rooms = defaultdict(list), defaultdict(list)
    of_them = {"change__in": [pk for pk, *_ in rows]}
    touched = Change.assets.through.objects.filter(asset__in=proposal.assets | reach.stops | reach.needs, **of_them)
    for change, asset, tag in touched.order_by("asset__tag").values_list("change", "asset", "asset__tag"):
        things[change].append((asset, tag))
    shared = Change.rooms.through.objects.filter(room__in=proposal.rooms, **of_them)
    for change, name in shared.order_by("room__name").values_list("change", "room__name"):
        rooms[change].append(name)
    before, after = reverse("changes:detail", args=[0]).rsplit("0", 1)
    return [
        Other(
            words=f"C{pk}: {title}",
            url=f"{before}{pk}{after}",
            window=Window(starts_at, ends_at),
            service=service,
            service_name=service_name,
            implementer=implementer,
            implementer_name=implementer_name,
            things=things.get(pk, []),
            rooms=rooms.get(pk, []),
        )
        for pk, title, starts_at, ends_at, service, service_name, implementer, implementer_name in rows
    ]
