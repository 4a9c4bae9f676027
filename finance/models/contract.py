"""A contract: what a supplier does for how much, and by when it must be renewed or given up."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset, Licence
from finance.querysets import OfSchoolOrTrust
from servicedesk.models import Person, School, Service
from servicedesk.timeline import Entry

SOON = timedelta(days=60)


class Sort(models.TextChoices):
    """What the money is spent on."""

    HARDWARE = "hardware", "Things: bought and mended"
    SOFTWARE = "software", "Software"
    LINES = "lines", "Internet and telephone lines"
    SUPPORT = "support", "Support and services"
    PRINTING = "printing", "Printing"
    TRAINING = "training", "Training"
    OTHER = "other", "Other"


class Per(models.TextChoices):
    """How the price of a contract is meant."""

    YEAR = "year", "A year"
    TERM = "term", "A term"
    ONCE = "once", "Once, for all of it"


class Status(models.TextChoices):
    """Where a contract is; whether its last day is past is worked out, not kept."""

    CURRENT = "current", "Current"
    GIVEN_UP = "given_up", "Given up"
    RENEWED = "renewed", "Renewed"


class Contract(models.Model):
    """One agreed period of a contract of a school (None: of the whole trust). A renewal is a new row that follows it.

    `notice_on`: the last day on which it can be given up. `renews`: it goes on by itself if nobody does.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    name = models.CharField(max_length=200)
    supplier = models.CharField(max_length=200)
    reference = models.CharField("number or place of the document", max_length=200, blank=True)
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.SUPPORT)
    cost = models.DecimalField(max_digits=10, decimal_places=2)
    per = models.CharField(max_length=5, choices=Per, default=Per.YEAR)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    renews = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.CURRENT)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    services = models.ManyToManyField(Service, blank=True, related_name="contracts")
    assets = models.ManyToManyField(Asset, blank=True, related_name="contracts")
    licences = models.ManyToManyField(Licence, blank=True, related_name="contracts")
    notes = models.TextField(blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", editable=False
    )
    made_at = models.DateTimeField()
    told_notice_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told of its notice day.")
    told_end_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told that it ends.")
    history = HistoricalRecords(
        m2m_fields=[services, assets, licences], excluded_fields=["told_notice_at", "told_end_at"]
    )

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="contract_has_name_and_supplier", condition=~Q(name="") & ~Q(supplier="")),
            models.CheckConstraint(name="contract_cost_is_not_negative", condition=Q(cost__gte=0)),
            models.CheckConstraint(
                name="contract_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="contract_over_has_end", condition=Q(status="current") | Q(ends_on__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.reference_number}: {self.name}"

    def get_absolute_url(self):
        """The page of the contract."""
        return reverse("finance:contract", args=[self.pk])

    @property
    def reference_number(self):
        """The number people say."""
        return f"K{self.pk}"

    @property
    def goes_on_until(self):
        """The last day it costs something; None where it has no end, or goes on by itself."""
        return None if self.renews and self.status == Status.CURRENT else self.ends_on

    def standing(self, today):
        """How it stands on a day: given_up, renewed, over, notice, ending, overrun or running."""
        if self.status != Status.CURRENT:
            return "over" if self.status == Status.GIVEN_UP and self.ends_on < today else self.status
        if self.ends_on and self.ends_on < today:
            return "overrun" if self.renews else "over"
        if self.notice_on and today <= self.notice_on <= today + SOON:
            return "notice"
        return "ending" if self.ends_on and self.ends_on <= today + SOON else "running"


class ContractEntry(Entry):
    """One line of a contract's story."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "contract entries"
        indexes = [models.Index(fields=["contract", "at", "id"], name="contract_entry_story")]
