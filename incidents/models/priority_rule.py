"""The priority table of an agreement, one cell a row."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from incidents.priority import Impact, Priority, Urgency
from sla.models import AgreementVersion


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
