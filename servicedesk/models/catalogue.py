"""The service catalogue: what ICT support offers, and what can go wrong, in plain words."""

from django.db import models
from simple_history.models import HistoricalRecords

from servicedesk.querysets import ServiceQuerySet


class Kind(models.TextChoices):
    """FITS keeps faults and requests on one sheet; questions too."""

    FAULT = "fault", "Fault"
    REQUEST = "request", "Request"
    QUESTION = "question", "Question"


class Service(models.Model):
    """Something the school gets from ICT support, named as its users would."""

    name = models.CharField(max_length=100, unique=True)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=100, help_text="Lower comes first.")
    is_offered = models.BooleanField(default=True)
    history = HistoricalRecords()

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Category(models.Model):
    """What is wrong, as a teacher would say it: “No picture”. The button that shows it has its own picture."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="categories")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FAULT)
    picture = models.CharField(max_length=40, default="other", help_text="The name of the drawing on its button.")
    order = models.PositiveSmallIntegerField(default=100, help_text="Lower comes first.")
    is_offered = models.BooleanField(default=True, help_text="Shown as a button on the report page.")
    history = HistoricalRecords()

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "categories"
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="category_once_per_service")]

    def __str__(self):
        return self.name
