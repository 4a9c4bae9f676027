"""A major incident: one cause that many feel, led by one person, with news for the whole school and a review after."""

from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident
from incidents.querysets import MajorQuerySet
from servicedesk.models import Person


class MajorIncident(models.Model):
    """What is kept of a record beyond the sheet while it is a major incident. Its children are `incident.children`."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, primary_key=True, related_name="major")
    title = models.CharField(max_length=200, help_text="What everybody reads: no names, no technical words.")
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="led_incidents")
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    reason = models.TextField("why it is a major incident", blank=True)
    next_update_at = models.DateTimeField(null=True, blank=True, help_text="When people may expect news.")
    stood_down_at = models.DateTimeField(null=True, blank=True, help_text="When service was restored.")

    # The review afterwards, with no blame.
    what_happened = models.TextField(blank=True)
    went_well = models.TextField("what went well", blank=True)
    to_improve = models.TextField("what to do better", blank=True)
    actions = models.TextField("what will be done, by whom, until when", blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MajorQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at"]
        constraints = [
            models.CheckConstraint(name="major_incident_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="major_review_is_signed",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_over(self):
        """Was service restored?"""
        return self.stood_down_at is not None


class MajorUpdate(models.Model):
    """News for everyone at the school; a line once told stays as it is."""

    major = models.ForeignKey(MajorIncident, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="major_update_has_text", condition=~Q(text=""))]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.text[:60]}"
