"""What makes a priority: the table of an agreement one cell a row, services that matter more, and days that do."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from incidents.priority import Impact, Priority, Urgency
from servicedesk.models import School, Service
from sla.models import AgreementVersion
from sla.querysets import SchoolOrTrustQuerySet


class PriorityRule(models.Model):
    """This impact and this urgency make this priority."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="priority_rules")
    impact = models.CharField(max_length=20, choices=Impact)
    urgency = models.CharField(max_length=20, choices=Urgency)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "impact", "urgency"], name="priority_rule_once_per_cell"),
            models.CheckConstraint(name="priority_rule_is_1_to_5", condition=Q(priority__gte=1, priority__lte=5)),
        ]

    def __str__(self):
        return f"{self.impact} × {self.urgency} = P{self.priority}"


class ServiceUplift(models.Model):
    """A service whose faults count for more: so many steps up from what the table says."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="uplifts")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="uplifts")
    steps = models.PositiveSmallIntegerField(default=1, help_text="How many priorities higher.")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "service"], name="service_uplift_once"),
            models.CheckConstraint(name="service_uplift_is_1_to_4", condition=Q(steps__gte=1, steps__lte=4)),
        ]

    def __str__(self):
        return f"{self.service}: {self.steps} up"


class DatedEvent(models.Model):
    """Days on which faults count for more: exams, an inspection, census day, results day, parents' evening."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="dated_events")
    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()
    steps = models.PositiveSmallIntegerField(default=1, help_text="How many priorities higher.")
    services = models.ManyToManyField(Service, blank=True, help_text="Only these services; none chosen means all.")
    history = HistoricalRecords()

    objects = SchoolOrTrustQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(name="dated_event_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="dated_event_is_1_to_4", condition=Q(steps__gte=1, steps__lte=4)),
        ]

    def __str__(self):
        return self.name
