"""A major incident as those who work on it read it: who leads, whom it hits, what was told, what is part of it."""

from dataclasses import dataclass
from typing import Any

from incidents.models import OPEN, Incident
from incidents.presentation import words
from incidents.presentation.queue import Standing, standing_of
from incidents.presentation.requester import said
from incidents.presentation.status import Told
from incidents.presentation.stopping import Stopping, stopping
from incidents.status_board import Toll, tolls

MOST_PARTS, MOST_OFFERED = 50, 10


@dataclass(frozen=True)
class Part:
    """A record that is part of it, or that might be."""

    incident: Incident
    standing: Standing
    who: str
    place: str


@dataclass(frozen=True)
class MajorPanel:
    """What stands above the conversation of a record that was declared a major incident."""

    major: Any
    is_over: bool
    since: str
    restored: str
    hit: str
    expect: str
    overdue: bool
    news: list[Told]
    stopping: Stopping | None
    parts: list[Part]
    more: int
    offered: list[Part]


def major_panel(incident, *, reader, at):
    """The panel of a major incident, or None for any other record."""
    if not incident.is_major:
        return None
    major = incident.major
    parts = list(incident.children.select_related("requester", "room").order_by("-pk")[: MOST_PARTS + 1])
    count = incident.children.count() if len(parts) > MOST_PARTS else len(parts)
    expected = major.next_update_at
    return MajorPanel(
        major=major,
        is_over=major.is_over,
        since=words.within(words.when(major.declared_at, at)),
        restored=words.within(words.when(major.stood_down_at, at)) if major.is_over else "",
        hit=_hit(tolls([major]).get(major.pk, Toll())),
        expect=said(expected, at) if expected else "",
        overdue=bool(expected and expected < at),
        news=[Told(each.at, words.when(each.at, at), each.text) for each in major.updates.all()],
        stopping=None if major.is_over else stopping(incident, reader=reader),
        parts=[_part(part) for part in parts[:MOST_PARTS]],
        more=max(count - MOST_PARTS, 0),
        offered=[_part(other) for other in _offered(incident, reader)] if incident.is_open else [],
    )


def _hit(toll):
    """12 people, 14 records, 5 lessons stopped."""
    people, records = words.several(toll.people, "person", "people"), words.several(toll.records, "record")
    lessons = words.several(toll.lessons, "lesson") if toll.lessons else "no lesson"
    return f"{people}, {records}, {lessons} stopped"


def _part(incident):
    who = incident.requester.name if incident.requester else ""
    return Part(incident, standing_of(incident, requester=who), who, incident.room.name if incident.room else "")


def _offered(incident, reader):
    """Open records about the same service that may be part of it, the newest first."""
    if incident.category is None:
        return []
    seen = Incident.objects.visible_to(reader).filter(school=incident.school_id, status__in=OPEN)
    same = seen.filter(category__service=incident.category.service_id, parent=None, major=None)
    return same.select_related("requester", "room").order_by("-opened_at", "-pk")[:MOST_OFFERED]
