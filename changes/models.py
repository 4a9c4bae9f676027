"""What was changed, when, and what it touched: most faults follow a change."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset
from changes.querysets import ChangeQuerySet
from problems.models import Problem
from servicedesk.models import Person, Room, School, Service


class Change(models.Model):
    """A change that was made. `school` None: in several schools of the trust."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    title = models.CharField(max_length=200)
    reason = models.TextField("why", blank=True)
    details = models.TextField("what was done", blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    assets = models.ManyToManyField(Asset, blank=True, related_name="changes")
    rooms = models.ManyToManyField(Room, blank=True, related_name="changes")
    problem = models.ForeignKey(
        Problem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changes",
        help_text="The problem whose cause it is to remove.",
    )
    made_at = models.DateTimeField(help_text="When it took effect.")
    made_on = models.DateField(help_text="The date at the school when it took effect.")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_made")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    history = HistoricalRecords()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="change_by_time"),
            models.Index(fields=["school", "made_on"], name="change_by_school_and_day"),
        ]
        constraints = [models.CheckConstraint(name="change_has_title", condition=~Q(title=""))]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        """The page of the change."""
        return reverse("changes:detail", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"C{self.pk}"
