"""The asset register: what the school has and where it is, so that a fault can name what is broken."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.querysets import AssetQuerySet, AssetTypeQuerySet
from servicedesk.models import Room, School


class AssetType(models.Model):
    """A sort of thing, in the school's words: projector, laptop, access point."""

    name = models.CharField(max_length=100, unique=True)

    objects = AssetTypeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Asset(models.Model):
    """A thing with a tag."""

    class State(models.TextChoices):
        IN_USE = "in_use", "In use"
        IN_STOCK = "in_stock", "In stock"
        IN_REPAIR = "in_repair", "In repair"
        DISPOSED = "disposed", "Disposed of"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="assets")
    tag = models.CharField(max_length=60)
    type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="assets")
    name = models.CharField(max_length=200)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets")
    state = models.CharField(max_length=10, choices=State, default=State.IN_USE)
    history = HistoricalRecords()

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["tag"]
        constraints = [
            models.UniqueConstraint(fields=["school", "tag"], name="asset_tag_once_per_school"),
        ]

    def __str__(self):
        return f"{self.name} {self.tag}"

    def get_absolute_url(self):
        """The asset's page."""
        return reverse("assets:detail", args=[self.pk])
