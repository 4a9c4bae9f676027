"""A problem: the cause, known or not, of what keeps breaking; and what is done about it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.models import Asset
from incidents.models import Incident
from incidents.priority import Priority
from problems.querysets import ProblemQuerySet
from servicedesk.models import Category, Person, Room, School, Service
from servicedesk.timeline import Entry


class Status(models.TextChoices):
    """Where a problem stands."""

    NEW = "new", "New"
    INVESTIGATING = "investigating", "Looking for the cause"
    KNOWN_ERROR = "known_error", "Known error"
    FIX_PROPOSED = "fix_proposed", "Fix proposed"
    RESOLVED = "resolved", "Cause removed"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = (Status.NEW, Status.INVESTIGATING, Status.KNOWN_ERROR, Status.FIX_PROPOSED)
DONE = (Status.RESOLVED, Status.CLOSED)


class Source(models.TextChoices):
    """What made somebody raise it."""

    INCIDENTS = "incidents", "From incidents"
    TREND = "trend", "From a trend"
    MONITORING = "monitoring", "From monitoring"
    MAINTENANCE = "maintenance", "From a maintenance round"
    MAJOR = "major", "From a major incident"


FOUND_BY_US = (Source.TREND, Source.MONITORING, Source.MAINTENANCE)


class WhenTimeRunsOut(models.TextChoices):
    """What is to be done when the time allowed was not enough."""

    ASK = "ask", "Ask the problem manager for more time"
    LIVE_WITH_IT = "live_with_it", "Live with the workaround"
    SUPPLIER = "supplier", "Pass it to the supplier"


class Problem(models.Model):
    """The problem record of FITS. `school` None: it concerns several schools of the trust."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    title = models.CharField(max_length=200)
    symptoms = models.TextField(blank=True)
    source = models.CharField(max_length=12, choices=Source, default=Source.INCIDENTS)
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    raised_on = models.DateField(help_text="The date at the school when it was raised: periods of reports go by it.")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.P3)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    assets = models.ManyToManyField(Asset, blank=True, related_name="problems")
    rooms = models.ManyToManyField(Room, blank=True, related_name="problems")
    incidents = models.ManyToManyField(Incident, through="ProblemIncident", related_name="problems")

    # Who works on it, and how long.
    status = models.CharField(max_length=14, choices=Status, default=Status.NEW)
    resolver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    allowed_minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Working time; none: no limit.")
    decide_by = models.DateField(null=True, blank=True, help_text="On this day it is decided whether to go on.")
    when_time_runs_out = models.CharField(max_length=12, choices=WhenTimeRunsOut, default=WhenTimeRunsOut.ASK)
    minutes_spent = models.PositiveIntegerField(default=0)
    ran_out_at = models.DateTimeField(null=True, blank=True, help_text="When the time allowed was used up.")

    # Analysis. `whys`: up to five sentences, each the reason of the one before. `causes`: branch → possible causes.
    whys = models.JSONField(default=list, blank=True)
    causes = models.JSONField(default=dict, blank=True)
    analysis = models.TextField("notes of the analysis", blank=True)
    workaround = models.TextField(blank=True)
    root_cause = models.TextField(blank=True)
    proposed_fix = models.TextField(blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    resolution = models.TextField("what removed the cause", blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)

    # The review: what we learnt.
    went_well = models.TextField("what went well", blank=True)
    to_improve = models.TextField("what to do better", blank=True)
    lessons = models.TextField("what we learnt", blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "id"],
                name="problem_open",
                condition=Q(status__in=["new", "investigating", "known_error", "fix_proposed"]),
            ),
            models.Index(fields=["school", "raised_on"], name="problem_by_school_and_day"),
            models.Index(
                fields=["decide_by"], name="problem_to_decide", condition=Q(ran_out_at=None, decide_by__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="problem_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="problem_priority_is_1_to_5", condition=Q(priority__gte=1, priority__lte=5)),
            models.CheckConstraint(
                name="problem_resolved_has_time_and_words",
                condition=(Q(status__in=["resolved", "closed"], resolved_at__isnull=False) & ~Q(resolution=""))
                | (~Q(status__in=["resolved", "closed"]) & Q(resolved_at=None)),
            ),
            models.CheckConstraint(
                name="problem_closed_has_time",
                condition=Q(status__in=["closed", "withdrawn"], closed_at__isnull=False)
                | (~Q(status__in=["closed", "withdrawn"]) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="problem_proposal_has_words", condition=Q(proposed_at=None) | ~Q(proposed_fix="")
            ),
            models.CheckConstraint(
                name="problem_review_is_signed",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        """The page of the record."""
        return reverse("problems:detail", args=[self.pk])

    @property
    def reference(self):
        """The number people say on the phone."""
        return f"PR{self.pk}"  # P1 to P5 are priorities

    @property
    def is_open(self):
        """Does anybody still have to do something?"""
        return self.status in OPEN


class ProblemIncident(models.Model):
    """An incident that a problem caused; an incident has one cause."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="links")
    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="problem_link")
    linked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.problem_id} caused {self.incident_id}"


class ProblemEntry(Entry):
    """One line of a problem's story."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "problem entries"
        indexes = [models.Index(fields=["problem", "at", "id"], name="problem_entry_story")]
