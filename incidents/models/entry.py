"""The story of an incident."""

from django.db import models

from incidents.models.incident import Incident
from servicedesk.timeline import Entry


class IncidentEntry(Entry):
    """One line of an incident's story: a move, a reply, a note, a call, or an event of the desk it came from."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "incident entries"
        indexes = [models.Index(fields=["incident", "at", "id"], name="incident_entry_story")]
