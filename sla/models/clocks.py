"""Clocks: what was promised, what happened to the promise, and what follows from it."""

from django.db import models
from django.db.models import Q

from servicedesk.models import Person, School
from sla.models.agreements import AgreementVersion, EscalationStep, Unit
from sla.models.calendars import CalendarVersion
from sla.querysets import ClockQuerySet, FiredQuerySet


class ClockKind(models.TextChoices):
    """Response: the first public answer by a person in support. Resolution: service restored."""

    RESPONSE = "response", "Response"
    RESOLUTION = "resolution", "Resolution"


class ClockState(models.TextChoices):
    RUNNING = "running", "Running"
    PAUSED = "paused", "Stopped for now"
    STOPPED = "stopped", "Done"
    CANCELLED = "cancelled", "Cancelled"


class PauseReason(models.TextChoices):
    """Whom or what a record waits for."""

    REQUESTER = "requester", "the requester"
    SUPPLIER = "supplier", "a supplier"
    PART = "part", "a part"
    ACCESS = "access", "access to the room"


class EventKind(models.TextChoices):
    START = "start", "Started"
    PAUSE = "pause", "Stopped for now"
    RESUME = "resume", "Went on"
    STOP = "stop", "Done"
    REOPEN = "reopen", "Reopened"
    TARGET = "target", "Target set"
    CALENDAR = "calendar", "Calendar set"
    MOVE = "move", "Moved to another school"
    CANCEL = "cancel", "Cancelled"


class Clock(models.Model):
    """One promise for one record. `due`, `spent` and what stands beside them are derived from the events, for lists."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=10, choices=ClockKind)
    agreement_version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="clocks")
    calendar_version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="clocks")
    priority = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField(help_text="The target, in its unit.")
    unit = models.CharField(max_length=12, choices=Unit)
    state = models.CharField(max_length=10, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due = models.DateTimeField(null=True, help_text="Empty while paused, and when the calendar never opens again.")
    is_provisional = models.BooleanField(default=False, help_text="Due after the last day the calendar knows.")
    spent = models.DurationField(help_text="Working time counted until `counting_since`, or in all when it is empty.")
    counting_since = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=10, choices=PauseReason, blank=True)
    stopped_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True, help_text="A fact, written once; nothing clears it.")
    next_step_at = models.DateTimeField(null=True, help_text="When the next escalation is due.")

    objects = ClockQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due"],
                name="clock_running_due",
                condition=Q(state="running", breached_at=None, due__isnull=False),
            ),
            models.Index(fields=["next_step_at"], name="clock_next_step", condition=Q(next_step_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="clock_counts_only_while_running",
                condition=Q(state="running", counting_since__isnull=False)
                | (~Q(state="running") & Q(counting_since=None)),
            ),
            models.CheckConstraint(
                name="clock_paused_has_reason",
                condition=(Q(state="paused") & ~Q(pause_reason="")) | (~Q(state="paused") & Q(pause_reason="")),
            ),
            models.CheckConstraint(
                name="clock_done_has_time",
                condition=Q(state="stopped", stopped_at__isnull=False) | (~Q(state="stopped") & Q(stopped_at=None)),
            ),
            models.CheckConstraint(
                name="clock_response_never_pauses", condition=~Q(kind="response") | ~Q(state="paused")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} clock {self.pk}"

    @property
    def is_met(self):
        """True when done in time, False when breached, None while undecided."""
        if self.breached_at:
            return False
        return True if self.state == ClockState.STOPPED else None


class ClockEvent(models.Model):
    """Something that happened to a clock; append-only."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit, blank=True)
    calendar_version = models.ForeignKey(
        CalendarVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["clock", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Excuse(models.Model):
    """A signed reason why a miss should not weigh; the miss itself stays, and reports show both figures."""

    clock = models.OneToOneField(Clock, on_delete=models.CASCADE, related_name="excuse")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(name="excuse_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return self.reason


class Fired(models.Model):
    """An escalation step that was taken, once for a clock."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="fired")
    step = models.ForeignKey(EscalationStep, on_delete=models.PROTECT, related_name="fired")
    at = models.DateTimeField()

    objects = FiredQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "fired steps"
        constraints = [models.UniqueConstraint(fields=["clock", "step"], name="escalation_step_once_per_clock")]

    def __str__(self):
        return f"{self.step} at {self.at:%Y-%m-%d %H:%M}"
