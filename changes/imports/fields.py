"""What a column of a file of changes can fill, and the mappings that are ready.

A file has a change in each row, or, where `incident` names a column, an incident that names its changes.
"""

from pathlib import Path

from changes.models import Change, Kind, Outcome
from servicedesk.imports.columns import Field, Mappings, words_of

FIELDS = {
    field.key: field
    for field in (
        Field("number", "Number of the change", 100),
        Field("school", "School, by its code or name", is_name=True),
        Field("title", "Title", Change._meta.get_field("title").max_length or 0),
        Field("kind", "Kind", words=words_of(Kind.choices)),
        Field("starts_at", "Planned start"),
        Field("ends_at", "Planned end"),
        Field("made_at", "Made at"),
        Field("outcome", "Outcome", words=words_of(Outcome.choices)),
        Field("service", "Service"),
        Field("assets", "Things, by tag"),
        Field("reason", "Why"),
        Field("details", "What was done"),
        Field("made_by", "Who made it"),
        Field("caused", "Incidents it caused, by number"),
        Field("asked", "Incidents it was made for, by number"),
        Field("incident", "In a file of incidents: the incident’s number"),
        Field("caused_by", "In a file of incidents: the change that caused it"),
        Field("asked_for", "In a file of incidents: the change it asked for"),
    )
}
MAPPINGS = Mappings(Path(__file__).parent / "ready", FIELDS)
