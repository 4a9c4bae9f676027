"""A trend: what the nightly look found to go wrong again and again, with its evidence, until somebody decides."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from incidents.models import Incident
from problems.models.problem import Problem
from problems.querysets import TrendQuerySet
from servicedesk.models import Person, School


class Kind(models.TextChoices):
    """What sort of pattern it is."""

    RECURRENCE = "recurrence", "Again and again"
    SPIKE = "spike", "Far more than usual"
    SIMILAR = "similar", "Same words"
    AFTER_CHANGE = "after_change", "More since a change"
    DRIFT = "drift", "Slowly more, or less"
    NOW = "now", "Right now"


class Trend(models.Model):
    """One pattern, kept up to date while it waits for a decision. `school` None: of several schools."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "To decide"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Not a problem"
        PASSED = "passed", "Gone by itself"

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="trends")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=300, help_text="What it is about: the same pattern has the same key.")
    label = models.CharField(max_length=300)
    first = models.DateField(help_text="First day looked at.")
    last = models.DateField(help_text="Last day looked at.")
    count = models.PositiveIntegerField()
    expected = models.FloatField()
    score = models.FloatField(help_text="-log10 of the probability of so many by chance.")
    why = models.TextField(help_text="Why it is believed, as a sentence.")
    evidence = models.JSONField(default=dict, help_text="The figures behind it.")
    found_on = models.DateField(help_text="The day it was first raised.")
    found_at = models.DateTimeField()
    seen_on = models.DateField(help_text="The last day on which it was still so.")
    incidents = models.ManyToManyField(Incident, related_name="trends")

    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it is no problem.")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, blank=True, related_name="trends")

    objects = TrendQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        indexes = [
            models.Index(fields=["-score", "id"], name="trend_to_decide", condition=Q(state="proposed")),
            models.Index(fields=["school", "found_on"], name="trend_by_school_and_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="trend_proposed_once", condition=Q(state="proposed")),
            models.CheckConstraint(
                name="trend_decision_is_signed",
                condition=Q(state__in=["proposed", "passed"], decided_by=None, decided_at=None)
                | Q(state__in=["accepted", "dismissed"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="trend_dismissed_has_reason", condition=~Q(state="dismissed") | ~Q(reason="")),
            models.CheckConstraint(name="trend_days_in_order", condition=Q(first__lte=models.F("last"))),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.label}"

    def get_absolute_url(self):
        """The page of the trend."""
        return reverse("problems:trend", args=[self.pk])


class TrendLook(models.Model):
    """Somebody asked to look for trends now; a sweep does it, and the page shows how far it is."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True, help_text="When a sweep last began on it.")
    finished_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0, help_text="Trends that were not there before.")
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_at"], name="trend_look_waiting", condition=Q(finished_at=None))]

    def __str__(self):
        return f"Look of {self.asked_at:%Y-%m-%d %H:%M}"


class TrendNight(models.Model):
    """A day that the desk looked at by itself in the night after it, or is looking at."""

    day = models.DateField(unique=True)
    started_at = models.DateTimeField(help_text="When a sweep last began on it.")
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    found = models.PositiveIntegerField(default=0, help_text="Trends that were not there before.")

    class Meta:
        ordering = ["-day"]

    def __str__(self):
        return f"The night after {self.day}"
