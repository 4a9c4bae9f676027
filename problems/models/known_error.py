"""A known error: what goes wrong, and what to do about it until the cause is gone."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset, AssetType
from incidents.models import Incident
from problems.models.problem import Problem
from problems.querysets import KnownErrorQuerySet
from servicedesk.models import Category, Person, School, Service


class Audience(models.TextChoices):
    """Who is offered the workaround."""

    TECHNICIANS = "technicians", "Technicians"
    EVERYONE = "everyone", "Everyone"


class Fix(models.TextChoices):
    """How far the permanent fix is."""

    NONE = "none", "No fix yet"
    PROPOSED = "proposed", "A change is proposed"
    FIXED = "fixed", "Fixed"


class Offer(models.TextChoices):
    """Where an entry stands: to whom it is offered, or to nobody."""

    TECHNICIANS = "technicians", "For technicians"
    EVERYONE = "everyone", "For everyone"
    RETIRED = "retired", "Offered no more"


class KnownError(models.Model):
    """One entry of the register. `school` None: for every school of the trust. `problem` None: known from elsewhere."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="known_errors")
    problem = models.OneToOneField(Problem, on_delete=models.PROTECT, null=True, blank=True, related_name="known_error")
    title = models.CharField(max_length=200)
    symptoms = models.TextField(help_text="In the words of those who meet it: suggestions are found by them.")
    categories = models.ManyToManyField(Category, blank=True, related_name="known_errors")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="known_errors")
    asset_types = models.ManyToManyField(AssetType, blank=True, related_name="known_errors")
    assets = models.ManyToManyField(Asset, blank=True, related_name="known_errors")
    versions = models.CharField("versions it concerns", max_length=200, blank=True)
    root_cause = models.TextField(blank=True)
    workaround = models.TextField(help_text="One step a line.")
    fix = models.CharField("permanent fix", max_length=10, choices=Fix, default=Fix.NONE)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.TECHNICIANS)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="known_errors")
    review_on = models.DateField(help_text="When somebody looks whether it still holds.")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is offered no more.")
    history = HistoricalRecords()

    objects = KnownErrorQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["review_on"], name="known_error_to_review", condition=Q(retired_at=None))]
        constraints = [
            models.CheckConstraint(
                name="known_error_says_what_to_do", condition=~Q(title="") & ~Q(symptoms="") & ~Q(workaround="")
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        """The page of the entry."""
        return reverse("problems:known_error", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"K{self.pk}"

    @property
    def status(self):
        """To whom it is offered."""
        return Offer.RETIRED if self.retired_at else Offer(self.audience)

    def get_status_display(self):
        """The same in words."""
        return self.status.label

    @property
    def steps(self):
        """The workaround, step by step."""
        return [line.strip() for line in self.workaround.splitlines() if line.strip()]


class KnownErrorUse(models.Model):
    """The workaround was tried: before a fault was reported (no incident), or on a record."""

    known_error = models.ForeignKey(KnownError, on_delete=models.CASCADE, related_name="uses")
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="known_error_uses"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField(help_text="The date at the school.")
    helped = models.BooleanField()
    lesson_saved = models.BooleanField(default=False, help_text="A lesson went on because of it.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "on"], name="known_error_use_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["known_error", "incident"],
                name="known_error_used_once_on_a_record",
                condition=~Q(incident=None),
            ),
            models.CheckConstraint(
                name="known_error_saves_only_where_it_helps", condition=Q(lesson_saved=False) | Q(helped=True)
            ),
        ]

    def __str__(self):
        return f"{self.known_error_id} {'helped' if self.helped else 'did not help'}"
