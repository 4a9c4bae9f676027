"""What incidents show of changes: those of the weeks before that touched the same thing."""

from django.utils.timezone import localtime

from changes.models import Change
from incidents.panels import Line, Section, panel
from servicedesk.roles import Permission

SHOWN = 5


@panel
def changes_before(incident, *, reader, at):
    """Recent changes to the same asset, room or service."""
    if not reader.may(Permission.SEE_CHANGES, incident.school_id):
        return
    found = list(Change.objects.visible_to(reader).before(incident)[:SHOWN])
    if found:
        lines = [Line(c.reference, c.title, c.get_absolute_url(), f"{localtime(c.made_at):%-d %b}") for c in found]
        yield Section("Changed shortly before", lines=tuple(lines))
