"""A change: asked for, approved, planned, made and reviewed; or written down after it was made."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset
from changes.models.release import Release
from changes.models.template import StandardChange
from changes.querysets import ChangeQuerySet
from incidents.models import Incident
from problems.models import Problem
from servicedesk.models import Person, Room, School, Service
from servicedesk.timeline import Entry


class Kind(models.TextChoices):
    """How it came about."""

    RECORDED = "recorded", "Written down afterwards"
    STANDARD = "standard", "Standard"
    NORMAL = "normal", "Normal"
    EMERGENCY = "emergency", "Emergency"


class Status(models.TextChoices):
    """Where a change stands. A standard one begins as approved, an emergency may be made from the first moment."""

    RAISED = "raised", "Raised"
    PROCEED = "proceed", "Approved to plan"
    PLANNED = "planned", "Planned"
    REVIEWED = "reviewed", "Peer reviewed"
    APPROVED = "approved", "Approved to do"
    ANNOUNCED = "announced", "Announced"
    IMPLEMENTED = "implemented", "Made"
    IN_REGISTER = "in_register", "In the register"
    CLOSED = "closed", "Closed"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


AHEAD = (
    Status.RAISED,
    Status.PROCEED,
    Status.PLANNED,
    Status.REVIEWED,
    Status.APPROVED,
    Status.ANNOUNCED,
)
MADE = (Status.IMPLEMENTED, Status.IN_REGISTER, Status.CLOSED)
OPEN = (*AHEAD, Status.IMPLEMENTED, Status.IN_REGISTER)
ENDED = (Status.CLOSED, Status.REJECTED, Status.WITHDRAWN)


class Outcome(models.TextChoices):
    """What came of it."""

    SUCCESSFUL = "successful", "Successful"
    FAILED = "failed", "Failed"
    BACKED_OUT = "backed_out", "Backed out"
    CANCELLED = "cancelled", "Cancelled"


class Afterwards(models.TextChoices):
    """Whether an emergency that was made unasked is approved in retrospect: its paper follows."""

    ASKED = "asked", "Asked afterwards"
    APPROVED = "approved", "Approved afterwards"
    REJECTED = "rejected", "Not approved afterwards"


class Risk(models.TextChoices):
    """What the table of impact and likelihood says."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Change(models.Model):
    """The request for change of FITS. `school` None: in several schools of the trust."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RECORDED)
    status = models.CharField(max_length=12, choices=Status, default=Status.CLOSED)
    reason = models.TextField("why", blank=True)
    details = models.TextField("what is done", blank=True)
    template = models.ForeignKey(
        StandardChange, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    release = models.ForeignKey(Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes")

    # What it touches.
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    assets = models.ManyToManyField(Asset, blank=True, related_name="changes")
    rooms = models.ManyToManyField(Room, blank=True, related_name="changes")
    problem = models.ForeignKey(
        Problem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changes",
        help_text="The problem whose cause it is to remove.",
    )

    # Who asks for it, who does it, and when.
    originator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_raised"
    )
    raised_at = models.DateTimeField(null=True, blank=True)
    raised_on = models.DateField(
        null=True, blank=True, help_text="The date at the school: periods of reports go by it."
    )
    implementer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_to_make"
    )
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Its window: from then")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="until then.")

    # The plan. `procedure` and `back_out`: steps in order, a sentence each.
    procedure = models.JSONField(default=list, blank=True)
    back_out = models.JSONField("how it is undone", default=list, blank=True)
    impact_during = models.TextField("what people notice while it is done", blank=True)
    downtime_minutes = models.PositiveIntegerField(null=True, blank=True)
    if_it_fails = models.TextField("what happens if it fails", blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of a failure: 1 small to 3 great.")
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of a failure: 1 to 3.")
    risk = models.CharField(max_length=6, choices=Risk, blank=True)
    contact = models.CharField("whom people ask about it", max_length=200, blank=True)

    # What became of it.
    announced_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_done_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True, help_text="When it took effect.")
    made_on = models.DateField(null=True, blank=True, help_text="The date at the school when it took effect.")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_made")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_note = models.TextField("how it went", blank=True)
    minutes_spent = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    # An emergency is approved in retrospect, beside its state.
    afterwards = models.CharField("approved afterwards", max_length=8, choices=Afterwards, blank=True)
    afterwards_at = models.DateTimeField(null=True, blank=True, help_text="When that was asked, then answered.")

    # The review.
    objectives_met = models.BooleanField(null=True, blank=True)
    on_time = models.BooleanField(null=True, blank=True)
    lessons = models.TextField("what we learnt", blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True, help_text="The other desk it was brought in from.")
    source_key = models.CharField(max_length=100, blank=True, help_text="Its number there.")
    history = HistoricalRecords()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="change_by_time"),
            models.Index(fields=["school", "made_on"], name="change_by_school_and_day"),
            models.Index(
                fields=["starts_at", "id"],
                name="change_ahead_by_window",
                condition=Q(status__in=["raised", "proceed", "planned", "reviewed", "approved", "announced"]),
            ),
            models.Index(
                fields=["-id"],
                name="change_open",
                condition=~Q(status__in=["closed", "rejected", "withdrawn"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="change_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="change_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="change_made_has_time",
                condition=Q(made_at__isnull=False, made_on__isnull=False)
                | (Q(made_at=None, made_on=None) & (~Q(status__in=["implemented", "in_register"]))),
            ),
            models.CheckConstraint(
                name="change_window_ends_after_it_starts",
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="change_risk_is_1_to_3",
                condition=(Q(impact=None) | Q(impact__gte=1, impact__lte=3))
                & (Q(likelihood=None) | Q(likelihood__gte=1, likelihood__lte=3)),
            ),
            models.CheckConstraint(
                name="change_closed_has_outcome",
                condition=Q(kind="recorded") | ~Q(status="closed") | (~Q(outcome="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="change_review_is_signed",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="change_afterwards_is_of_made_emergency",
                condition=Q(afterwards="", afterwards_at=None)
                | Q(
                    afterwards__in=Afterwards.values,
                    afterwards_at__isnull=False,
                    kind="emergency",
                    made_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"], name="change_once_per_source", condition=~Q(source="")
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        """The page of the change."""
        return reverse("changes:detail", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"C{self.pk}"

    @property
    def is_open(self):
        """Does anybody still have to do something?"""
        return self.status in OPEN

    @property
    def needs_review(self):
        """Did it go another way than planned, so that looking back at it may not be left out?"""
        return self.kind == Kind.EMERGENCY or self.outcome in (Outcome.FAILED, Outcome.BACKED_OUT)

    @property
    def is_review_due(self):
        """Is it over, and nobody has looked back yet though they have to?"""
        return (
            self.status == Status.CLOSED and self.needs_review and (self.reviewed_at is None or self._refused_since())
        )

    def _refused_since(self):
        """Did somebody say no afterwards, when the review was signed already?"""
        return self.afterwards == Afterwards.REJECTED and self.afterwards_at > self.reviewed_at

    @property
    def was_on_time(self):
        """Was it made within its window? None where it had none or was not made."""
        if not (self.made_at and self.starts_at and self.ends_at):
            return None
        return self.starts_at <= self.made_at <= self.ends_at


class ChangeEntry(Entry):
    """One line of a change's story."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "change entries"
        indexes = [models.Index(fields=["change", "at", "id"], name="change_entry_story")]


class Link(models.TextChoices):
    """How an incident hangs together with a change."""

    CAUSED = "caused", "The change caused it"
    ASKED = "asked", "The change was made because of it"


class ChangeIncident(models.Model):
    """An incident and a change that somebody, or another desk, says belong together."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="incident_links")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="change_links")
    link = models.CharField(max_length=6, choices=Link, default=Link.CAUSED)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["change", "incident", "link"], name="change_incident_once")]

    def __str__(self):
        return f"{self.change_id} {self.link} {self.incident_id}"
