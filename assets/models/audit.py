"""Somebody stood before a thing and looked: where it was found, and in what condition."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models.asset import Asset
from assets.querysets import OfAsset, StocktakeQuerySet
from servicedesk.models import Person, Room, School


class Condition(models.TextChoices):
    """What somebody saw."""

    GOOD = "good", "Good"
    WORN = "worn", "Worn"
    BROKEN = "broken", "Broken"
    MISSING = "missing", "Not found"


class Stocktake(models.Model):
    """A time in which all that a school has is looked at once."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="stocktakes")
    name = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], name="stocktake_one_at_a_time", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="stocktake_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="stocktake_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at"))
            ),
            models.CheckConstraint(
                name="stocktake_end_is_signed",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page of the stocktake."""
        return reverse("assets:stocktake", args=[self.pk])


class Audit(models.Model):
    """One look at one thing. `expected` is where the register had it; what was found stands beside it."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="audits")
    stocktake = models.ForeignKey(Stocktake, on_delete=models.SET_NULL, null=True, blank=True, related_name="audits")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expected = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    found = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    was_as_expected = models.BooleanField(help_text="It was where the register had it.")
    condition = models.CharField(max_length=10, choices=Condition, default=Condition.GOOD)
    note = models.CharField(max_length=300, blank=True)

    objects = OfAsset.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["asset", "-at"], name="audit_of_asset")]
        constraints = [
            models.UniqueConstraint(
                fields=["stocktake", "asset"], name="audit_once_per_stocktake", condition=Q(stocktake__isnull=False)
            ),
            models.CheckConstraint(
                name="audit_missing_is_nowhere",
                condition=~Q(condition="missing") | Q(found=None, was_as_expected=False),
            ),
        ]

    def __str__(self):
        return f"{self.asset} {self.get_condition_display().lower()}, {self.at:%Y-%m-%d}"
