"""A major incident as everyone at the school reads it: what, since when, what is known, when to expect more."""

from dataclasses import dataclass
from typing import Any

from incidents.presentation import words
from incidents.presentation.requester import said
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Told:
    """One piece of news, and when it was told."""

    at: Any
    when: str
    text: str


@dataclass(frozen=True)
class News:
    """What stands on the status page about one major incident. `lead` and `url` are for the desk, else empty."""

    pk: int
    title: str
    school: str
    since: str
    restored: str
    latest: Told | None
    earlier: list[Told]
    expect: str
    overdue: bool
    lead: str
    url: str
    own: Any  # what the reader reported of it, if they did


def news_of(major, *, own, reader, at):
    """`major` (read `with_news`) for one reader; `own`: their record of it, or None."""
    told = [Told(each.at, words.when(each.at, at), each.text) for each in major.updates.all()]
    works = reader.may(Permission.WORK, major.incident.school_id)
    expected = major.next_update_at
    return News(
        pk=major.pk,
        title=major.title,
        school=major.incident.school.name,
        since=words.within(words.when(major.declared_at, at)),
        restored=words.within(words.when(major.stood_down_at, at)) if major.is_over else "",
        latest=told[0] if told else None,
        earlier=told[1:],
        expect=said(expected, at) if expected else "",
        overdue=bool(expected and expected < at),
        lead=major.lead.name if works else "",
        url=major.incident.get_absolute_url() if works else "",
        own=own,
    )


@dataclass(frozen=True)
class PlannedLine:
    """Planned work in a line."""

    title: str
    says: str
    when: str
    school: str
    url: str


def planned_line(planned, at):
    """Planned work as the status page says it: from when until when, and where."""
    begins = words.exactly(planned.starts_at, at)
    ends = f" to {words.exactly(planned.ends_at, at)}" if planned.ends_at else ""
    school = planned.school.name if planned.school else ""
    return PlannedLine(planned.title, planned.says, f"{begins}{ends}", school, planned.url)
