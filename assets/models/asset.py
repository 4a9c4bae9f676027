"""The asset register: what the school has and where it is, so that a fault can name what is broken."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.querysets import AssetQuerySet, AssetTypeQuerySet, bought_known, seen_known, warranty_known
from servicedesk.models import Person, Room, School


class AssetType(models.Model):
    """A sort of thing, in the school's words: projector, laptop, access point.

    `questions`: what is asked of things of this sort beside the usual, each {"key", "name", "kind", "choices"}, where
    kind is text, number, date, choice or yes_no.
    """

    name = models.CharField(max_length=100, unique=True)
    questions = models.JSONField(default=list, blank=True)
    lifetime_years = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many years one is meant to last."
    )
    history = HistoricalRecords()

    objects = AssetTypeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page on which it is changed."""
        return reverse("assets:change-sort", args=[self.pk])


class Asset(models.Model):
    """A thing with a tag: the configuration item of FITS."""

    class State(models.TextChoices):
        IN_USE = "in_use", "In use"
        IN_STOCK = "in_stock", "In stock"
        SPARE = "spare", "Spare"
        ON_LOAN = "on_loan", "On loan"
        IN_REPAIR = "in_repair", "In repair"
        LOST = "lost", "Lost"
        DISPOSED = "disposed", "Disposed of"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="assets")
    tag = models.CharField(max_length=60)
    type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="assets")
    name = models.CharField(max_length=200)
    make = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=100, blank=True)
    serial = models.CharField("serial number", max_length=100, blank=True)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets")
    custodian = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assets_kept",
        help_text="Who answers for it.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.IN_USE)
    details = models.JSONField(default=dict, blank=True, help_text="Answers to the questions of its sort, by key.")
    notes = models.TextField(blank=True)

    # What it cost, and until when somebody else mends it.
    supplier = models.CharField(max_length=200, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    funding = models.CharField("paid from", max_length=100, blank=True)
    bought_on = models.DateField(null=True, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    warranty_until = models.DateField(null=True, blank=True)
    contract = models.CharField("support contract", max_length=200, blank=True)

    # Kept beside the rows they come from, so that a list can be sorted and narrowed by them.
    audited_at = models.DateTimeField(null=True, blank=True, help_text="When somebody last stood before it.")
    reported_at = models.DateTimeField(null=True, blank=True, help_text="When an inventory agent last reported it.")
    history = HistoricalRecords(excluded_fields=["audited_at", "reported_at"])

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["tag"]
        indexes = [
            models.Index(fields=["serial"], name="asset_by_serial", condition=~Q(serial="")),
            models.Index(fields=["make", "model"], name="asset_by_model", condition=~Q(model="")),
            models.Index(
                fields=["warranty_until"], name="asset_by_warranty", condition=Q(warranty_until__isnull=False)
            ),
            models.Index(fields=["id"], name="asset_gone", condition=Q(state__in=["disposed", "lost"])),
            # The register of a whole trust, page by page.
            models.Index(fields=["tag", "id"], name="asset_in_order_of_tag"),
            models.Index(fields=["name", "id"], name="asset_in_order_of_name"),
            models.Index(fields=["state", "tag", "id"], name="asset_in_order_of_state"),
            models.Index(fields=["make", "model", "tag", "id"], name="asset_in_order_of_model"),
            models.Index(fields=["type", "tag", "id"], name="asset_in_order_of_sort"),
            models.Index(fields=["tag", "id"], name="asset_without_room", condition=Q(room=None)),
            models.Index(fields=["tag", "id"], name="asset_without_keeper", condition=Q(custodian=None)),
            models.Index(warranty_known(), "id", name="asset_in_order_of_warranty"),
            models.Index(bought_known(), "id", name="asset_in_order_of_bought"),
            models.Index(seen_known(), "id", name="asset_in_order_of_seen"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "tag"], name="asset_tag_once_per_school"),
            models.CheckConstraint(name="asset_cost_is_not_negative", condition=Q(cost=None) | Q(cost__gte=0)),
            models.CheckConstraint(
                name="asset_warranty_ends_after_it_was_bought",
                condition=Q(warranty_until=None) | Q(bought_on=None) | Q(warranty_until__gte=F("bought_on")),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.tag}"

    def get_absolute_url(self):
        """The asset's page."""
        return reverse("assets:detail", args=[self.pk])

    @property
    def is_here(self):
        """Is it still the school's, as far as anybody knows?"""
        return self.state not in GONE


GONE = (Asset.State.LOST, Asset.State.DISPOSED)
