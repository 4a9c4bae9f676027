"""Rehearsals: the plan is tried, timed against what is agreed, and learnt from."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from changes.models import Change
from continuity.models.line import Unit, within_words
from continuity.querysets import OfRehearsal, RehearsalQuerySet
from problems.models import Problem
from servicedesk.models import Person, School, Service
from servicedesk.timeline import Entry


class Kind(models.TextChoices):
    """How it is tried."""

    TABLE_TOP = "table_top", "Table-top: talked through"
    CALL_ROUND = "call_round", "Call round: is everyone reached?"
    RESTORE = "restore", "Restore from back-up"
    FAILOVER = "failover", "Failover to the stand-in"
    FULL = "full", "Full: switched off and brought back"


class Status(models.TextChoices):
    """Where a rehearsal is."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class Result(models.TextChoices):
    """How it went."""

    PASSED = "passed", "Passed"
    PARTLY = "partly", "Partly"
    FAILED = "failed", "Failed"


class Rehearsal(models.Model):
    """One try at one school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="rehearsals")
    scenario = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TABLE_TOP)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    planned_on = models.DateField()
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rehearsals")
    held_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    learnt = models.TextField("what we learnt", blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    told_soon_at = models.DateTimeField(null=True, blank=True, help_text="When its lead was told that it comes.")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When its lead was told that its day is past.")
    history = HistoricalRecords(excluded_fields=["told_soon_at", "told_late_at"])

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        indexes = [models.Index(fields=["school", "-planned_on"], name="rehearsal_of_school")]
        constraints = [
            models.CheckConstraint(name="rehearsal_has_scenario", condition=~Q(scenario="")),
            models.CheckConstraint(
                name="rehearsal_held_has_day_and_result",
                condition=(Q(status="held", held_on__isnull=False) & ~Q(result=""))
                | (~Q(status="held") & Q(held_on=None, result="")),
            ),
            models.CheckConstraint(
                name="rehearsal_cancelled_has_reason", condition=~Q(status="cancelled") | ~Q(cancel_reason="")
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.scenario}"

    def get_absolute_url(self):
        """The page of the rehearsal."""
        return reverse("continuity:rehearsal", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"RH{self.pk}"


class RehearsedService(models.Model):
    """A service in the scope of a rehearsal: how long it took, beside what was agreed on that day."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="scope")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="rehearsed")
    agreed = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit, default=Unit.HOURS)
    took = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "service"], name="service_rehearsed_once"),
            models.CheckConstraint(name="rehearsed_took_no_negative_time", condition=Q(took=None) | Q(took__gte=0)),
        ]

    def __str__(self):
        return f"{self.rehearsal}: {self.service}"

    @property
    def took_words(self):
        """3.5 hours; "" where nobody timed it."""
        return "" if self.took is None else within_words(self.took, self.unit)

    @property
    def agreed_words(self):
        """What was agreed on that day."""
        return "" if self.agreed is None else within_words(self.agreed, self.unit)

    @property
    def in_time(self):
        """Was it back as agreed? None where it was not timed or nothing was agreed."""
        return None if self.took is None or self.agreed is None else self.took <= self.agreed


class RehearsalAction(models.Model):
    """What has to be done since, by whom and until when; it may have become a change or a problem."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="actions")
    words = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rehearsal_actions")
    due_on = models.DateField()
    change = models.ForeignKey(
        Change, on_delete=models.SET_NULL, null=True, blank=True, related_name="rehearsal_actions"
    )
    problem = models.ForeignKey(
        Problem, on_delete=models.SET_NULL, null=True, blank=True, related_name="rehearsal_actions"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told that it is late.")

    objects = OfRehearsal.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="rehearsal_action_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="rehearsal_action_done_is_signed",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.words


class RehearsalEntry(Entry):
    """One line of a rehearsal's story."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "rehearsal entries"
        indexes = [models.Index(fields=["rehearsal", "at", "id"], name="rehearsal_entry_story")]
