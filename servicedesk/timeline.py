"""What happened to a record: append-only, written only by moves and intake; a table of this shape for each process."""

from django.db import models

from servicedesk.models import Person


class EntryKind(models.TextChoices):
    """Who an entry is for, and how it came about."""

    EVENT = "event", "Event"
    REPLY = "reply", "Reply"
    NOTE = "note", "Note for technicians"
    CALL = "call", "Call"
    IMPORTED = "imported", "From the other desk"


class Entry(models.Model):
    """One line of a record's story."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=EntryKind)
    move = models.CharField(max_length=40, blank=True, help_text="The move that wrote it.")
    text = models.TextField(blank=True)
    data = models.JSONField(
        default=dict, blank=True, help_text="Facts of the move, or the fields another desk changed."
    )

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.move or self.kind}"

    def save(self, *args, **kwargs):
        """Write a new line; a line once written stays as it is."""
        if self.pk is not None:
            raise TypeError("The timeline is append-only: write a new entry instead of changing one.")
        super().save(*args, **kwargs)
