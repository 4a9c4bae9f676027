"""Software: its masters (the definitive software library), what was bought, and where it is used (the licence log)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models.asset import Asset
from assets.querysets import LicenceQuerySet, LicenceUseQuerySet, SoftwareMasterQuerySet, SoftwareQuerySet
from servicedesk.models import Person, School


class Software(models.Model):
    """A title, whatever its version; known to the whole trust."""

    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    notes = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = SoftwareQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "software"
        constraints = [
            models.UniqueConstraint(fields=["name", "publisher"], name="software_once"),
            models.CheckConstraint(name="software_has_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page of the title."""
        return reverse("assets:software", args=[self.pk])


class SoftwareMaster(models.Model):
    """The copy of one version from which all others are installed: where it is kept, and that it is the right one."""

    software = models.ForeignKey(Software, on_delete=models.CASCADE, related_name="masters")
    version = models.CharField(max_length=60)
    kept_at = models.CharField("where the master is kept", max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    notes = models.TextField(blank=True)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SoftwareMasterQuerySet.as_manager()

    class Meta:
        ordering = ["software", "-accepted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["software", "version"], name="software_master_once_per_version"),
            models.CheckConstraint(
                name="software_master_sum_is_sha256", condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self):
        return f"{self.software} {self.version}"


class Licence(models.Model):
    """What was bought: how many, by which school (None: for every school of the trust), until when."""

    class Per(models.TextChoices):
        DEVICE = "device", "Per device"
        PERSON = "person", "Per person"
        SITE = "site", "For the whole site"

    software = models.ForeignKey(Software, on_delete=models.PROTECT, related_name="licences")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="licences")
    per = models.CharField(max_length=10, choices=Per, default=Per.DEVICE)
    quantity = models.PositiveIntegerField(null=True, blank=True, help_text="None: as many as the site needs.")
    bought_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    key_kept_at = models.CharField(
        "where the key is kept", max_length=300, blank=True, help_text="Never the key itself."
    )
    notes = models.TextField(blank=True)
    told_expiry_at = models.DateTimeField(null=True, blank=True, help_text="When its keepers were told that it ends.")
    history = HistoricalRecords(excluded_fields=["told_expiry_at"])

    objects = LicenceQuerySet.as_manager()

    class Meta:
        ordering = ["software__name", "pk"]
        indexes = [models.Index(fields=["expires_on"], name="licence_by_expiry", condition=Q(expires_on__isnull=False))]
        constraints = [
            models.CheckConstraint(
                name="licence_of_device_or_person_is_counted",
                condition=Q(per="site") | Q(quantity__isnull=False, quantity__gte=1),
            ),
            models.CheckConstraint(
                name="licence_expires_after_it_starts",
                condition=Q(expires_on=None) | Q(starts_on=None) | Q(expires_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="licence_cost_is_not_negative", condition=Q(cost=None) | Q(cost__gte=0)),
        ]

    def __str__(self):
        return f"{self.software}, {self.get_per_display().lower()}"

    def get_absolute_url(self):
        """The page of the licence."""
        return reverse("assets:licence", args=[self.pk])


class LicenceUse(models.Model):
    """Where one of the licences is used: on a thing, or by a person."""

    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="uses")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, null=True, blank=True, related_name="licence_uses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="licence_uses")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LicenceUseQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="licence_use_names_thing_or_person",
                condition=Q(asset__isnull=False, person=None) | Q(asset=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["licence", "asset"],
                name="licence_once_per_thing",
                condition=Q(taken_back_at=None, asset__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["licence", "person"],
                name="licence_once_per_person",
                condition=Q(taken_back_at=None, person__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.licence} → {self.asset or self.person}"
