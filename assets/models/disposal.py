"""How a thing left the school, and what became of the data on it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models.asset import Asset
from assets.querysets import OfAsset
from servicedesk.models import Person


class DisposalMethod(models.TextChoices):
    """Where it went."""

    RECYCLED = "recycled", "Recycled"
    SOLD = "sold", "Sold"
    GIVEN = "given", "Given away"
    RETURNED = "returned", "Returned to the supplier or lessor"
    DESTROYED = "destroyed", "Destroyed"


class DataOutcome(models.TextChoices):
    """What became of the data on it."""

    NONE_HELD = "none_held", "It held no data"
    WIPED = "wiped", "Wiped"
    DRIVE_REMOVED = "drive_removed", "The drive was taken out and kept"
    DRIVE_DESTROYED = "drive_destroyed", "The drive was destroyed"


class Disposal(models.Model):
    """The last page of a thing's life; the certificate is printed from it. One taken back stays in the history."""

    asset = models.OneToOneField(Asset, on_delete=models.PROTECT, related_name="disposal")
    disposed_on = models.DateField()
    method = models.CharField(max_length=10, choices=DisposalMethod)
    to = models.CharField("to whom", max_length=200, blank=True)
    proceeds = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=300)
    data = models.CharField("what became of its data", max_length=16, choices=DataOutcome)
    data_method = models.CharField("how", max_length=200, blank=True)
    data_by = models.CharField("by whom", max_length=200, blank=True)
    data_on = models.DateField(null=True, blank=True)
    certificate_number = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    history = HistoricalRecords()

    objects = OfAsset.as_manager()

    class Meta:
        ordering = ["-disposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="disposal_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="disposal_of_data_is_told",
                condition=Q(data="none_held") | (Q(data_on__isnull=False) & ~Q(data_by="")),
            ),
            models.CheckConstraint(
                name="disposal_proceeds_are_not_negative", condition=Q(proceeds=None) | Q(proceeds__gte=0)
            ),
        ]

    def __str__(self):
        return f"{self.asset}, {self.get_method_display().lower()} on {self.disposed_on}"

    def get_absolute_url(self):
        """The page of the thing, which tells how it ended."""
        return reverse("assets:detail", args=[self.asset_id])
