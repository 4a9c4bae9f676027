"""What ICT costs beside contracts, licences and the price of things: once, or year by year."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset
from finance.models.contract import Sort
from finance.querysets import OfSchoolOrTrust
from servicedesk.models import School, Service


class Often(models.TextChoices):
    """How often it is paid."""

    ONCE = "once", "Once"
    YEARLY = "year", "Each year"


class Cost(models.Model):
    """One cost of a school (None: of the whole trust), of a service, a thing, or neither."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    what = models.CharField(max_length=200)
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.OTHER)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    often = models.CharField(max_length=5, choices=Often, default=Often.ONCE)
    starts_on = models.DateField("paid on, or from")
    ends_on = models.DateField("until", null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, blank=True, related_name="costs")
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="cost_says_what", condition=~Q(what="")),
            models.CheckConstraint(name="cost_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="cost_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        """The page of the cost."""
        return reverse("finance:change_cost", args=[self.pk])
