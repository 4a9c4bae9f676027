"""What a major incident adds to other records: at their side what they are part of, and a way for ticked rows."""

from django.urls import reverse

from incidents.moves import LEAVE
from incidents.panels import Line, Section, Way, for_ticked, panel
from servicedesk.roles import Permission


@panel
def part_of(incident, *, reader, at):
    """The major incident that a record is part of, and the way out of it."""
    if incident.parent_id is None:
        return []
    parent = incident.parent
    line = Line(parent.reference, parent.major.title if parent.is_major else parent.summary, parent.get_absolute_url())
    out = Way("Not part of it", reverse("incidents:leave", args=[incident.pk]), "cross")
    return [Section("Part of", lines=(line,), ways=(out,) if LEAVE.possible(incident, reader) else ())]


@for_ticked
def put_under_one(reader):
    """Ticked rows can be put under a major incident."""
    if not reader.may_anywhere(Permission.ASSIGN):
        return []
    return [Way("Part of a major incident", reverse("incidents:join-ticked"), "pulse")]
