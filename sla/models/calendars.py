"""A school's calendar, in versions that never change once written."""

from django.db import models
from django.db.models import Q

from servicedesk.models import Person, School
from sla.querysets import SchoolOrTrustQuerySet


class Calendar(models.Model):
    """The calendar of one school, or the trust's own, which schools without one follow (school is empty)."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar")
    name = models.CharField(max_length=200)
    is_trust_wide = models.BooleanField(
        null=True, unique=True, editable=False, help_text="True for the one calendar that has no school, else empty."
    )

    objects = SchoolOrTrustQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="calendar_is_of_school_or_trust",
                condition=Q(school=None, is_trust_wide=True) | Q(school__isnull=False, is_trust_wide=None),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep the mark that lets the database allow one trust-wide calendar only."""
        self.is_trust_wide = True if self.school_id is None else None
        super().save(*args, **kwargs)


class CalendarVersion(models.Model):
    """What a calendar said from a moment on: a school year document (`sla.school_year`), kept as it was for ever."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    known_until = models.DateField(null=True, help_text="Deadlines after this day are provisional.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["calendar", "-number"]
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number_once")]

    def __str__(self):
        return f"{self.calendar}, version {self.number}"
