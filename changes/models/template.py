"""What is decided once for many changes: standard changes that need no asking, and the table of risk."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from changes.querysets import OfSchoolOrTrust
from servicedesk.models import Person, School, Service


class StandardChange(models.Model):
    """A change that is done the same way each time and was approved once for all. `school` None: for every school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="standard_changes")
    name = models.CharField(max_length=200)
    reason = models.TextField("why", blank=True)
    details = models.TextField("what is done", blank=True)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="standard_changes"
    )
    procedure = models.JSONField(default=list, blank=True)
    back_out = models.JSONField("how it is undone", default=list, blank=True)
    impact_during = models.TextField("what people notice while it is done", blank=True)
    expected_minutes = models.PositiveIntegerField(null=True, blank=True)
    downtime_minutes = models.PositiveIntegerField(null=True, blank=True)
    is_announced = models.BooleanField(default=False, help_text="People are told each time.")
    is_offered = models.BooleanField(default=False)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="standard_change_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="standard_change_on_offer_is_approved",
                condition=Q(is_offered=False) | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page of the template."""
        return reverse("changes:standard", args=[self.pk])


class RiskTable(models.Model):
    """Risk by impact and likelihood of a failure; `cells` as `changes.risk` reads it. `school` None: the trust's."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, null=True, blank=True, related_name="risk_table")
    cells = models.JSONField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    history = HistoricalRecords()

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Coalesce("school", Value(0), output_field=models.BigIntegerField()), name="risk_table_one_a_school"
            )
        ]

    def __str__(self):
        return f"Risk at {self.school or 'every school'}"
