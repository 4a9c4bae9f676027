"""The incident/request sheet of FITS, and where it stands."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.models import Asset
from incidents.priority import Impact, Priority, Urgency
from incidents.querysets import IncidentQuerySet
from servicedesk.models import Category, Kind, Person, Room, School, Team
from sla.models import Clock, PauseReason

# Where no clock runs (waiting, done) a record sorts behind all that do.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Status(models.TextChoices):
    """Where a record stands, in the words of the queue."""

    NEW = "new", "New"
    ASSIGNED = "assigned", "Assigned"
    IN_PROGRESS = "in_progress", "In hand"
    WAITING = "waiting", "Waiting"
    RESOLVED = "resolved", "Fixed"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


OPEN = (Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING)


class Channel(models.TextChoices):
    """How a record reached the desk."""

    PAGE = "page", "by the report page"
    STICKER = "sticker", "by the room sticker"
    PHONE = "phone", "by phone"
    IN_PERSON = "in_person", "in person"
    EMAIL = "email", "by e-mail"
    API = "api", "by another program"
    MAINTENANCE = "maintenance", "on a maintenance round"
    MONITORING = "monitoring", "by monitoring"
    IMPORT = "import", "from another desk"


FOUND_BY_US = (Channel.MAINTENANCE, Channel.MONITORING)  # before anybody had to complain


class Writer(models.TextChoices):
    """Whose turn it is: who wrote last."""

    REQUESTER = "requester", "Requester"
    SUPPORT = "support", "Support"


class Incident(models.Model):
    """A fault, a request or a question, from when somebody says so until they have been told the answer."""

    # The sheet: what the requester said.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FAULT)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents")
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents")
    summary = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    lesson_stopped = models.BooleanField(default=False)
    is_outage = models.BooleanField(
        default=False, help_text="Its service could not be used at all: counts against availability."
    )
    requester = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="incidents")
    logged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="logged_incidents")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.PAGE)
    occurred_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_on = models.DateField(help_text="The date at the school when it was opened: periods of reports go by it.")
    expected = models.TextField("what did you expect?", blank=True)
    error_text = models.TextField("the exact words of the error", blank=True)
    checked = models.TextField("what did you check?", blank=True)
    last_worked = models.CharField("when did it last work?", max_length=200, blank=True)
    happened_before = models.CharField("has it happened before?", max_length=200, blank=True)
    free_when = models.CharField("when are you free to talk?", max_length=200, blank=True)

    # The desk's part.
    impact = models.CharField(max_length=20, choices=Impact, default=Impact.PERSON)
    urgency = models.CharField(max_length=20, choices=Urgency, default=Urgency.TODAY)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    priority_reason = models.CharField(max_length=300, blank=True, help_text="Why it differs from the table.")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents")
    assignee = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_incidents"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    reassigned = models.PositiveSmallIntegerField(default=0, help_text="How often it was passed on.")

    # The technician's part.
    status = models.CharField(max_length=12, choices=Status, default=Status.NEW)
    wait_reason = models.CharField(max_length=10, choices=PauseReason, blank=True)
    wait_note = models.CharField(max_length=300, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    workaround = models.TextField(blank=True)
    resolution = models.TextField(blank=True)
    minutes_spent = models.PositiveIntegerField(default=0)
    first_response_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    close_on = models.DateTimeField(null=True, blank=True, help_text="When it closes by itself if nobody objects.")
    reopened = models.PositiveSmallIntegerField(default=0)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The major incident it is part of: solved with it, told with it.",
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    satisfied = models.BooleanField(null=True, blank=True, help_text="The requester's own word.")
    wrote_last = models.CharField(max_length=10, choices=Writer, default=Writer.REQUESTER)
    wrote_last_at = models.DateTimeField()

    # The promise.
    response_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="response_of"
    )
    resolution_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="resolution_of"
    )
    next_due = models.DateTimeField(default=NEVER, help_text="When its next clock runs out; far away when none runs.")

    # What another desk knew and decided.
    source = models.CharField(max_length=40, blank=True, help_text="The desk or file format it was brought in from.")
    source_reference = models.CharField(max_length=100, blank=True)
    outcome_met = models.BooleanField(null=True, blank=True, help_text="Whether the other desk counted it as in time.")
    facts = models.JSONField(default=dict, blank=True, help_text="Fields of the other desk that have no place here.")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_due", "id"],
                name="incident_queue",
                condition=Q(status__in=["new", "assigned", "in_progress", "waiting"]),
            ),
            models.Index(
                fields=["school", "next_due", "id"],
                name="incident_school_queue",
                condition=Q(status__in=["new", "assigned", "in_progress", "waiting"]),
            ),
            models.Index(
                fields=["assignee", "next_due", "id"],
                name="incident_own_queue",
                condition=Q(status__in=["new", "assigned", "in_progress", "waiting"]),
            ),
            models.Index(fields=["school", "opened_on"], name="incident_by_school_and_day"),
            models.Index(fields=["opened_on"], name="incident_by_day"),
            models.Index(fields=["resolved_at"], name="incident_by_solution"),
            models.Index(fields=["closed_at"], name="incident_by_end"),
            models.Index(fields=["school"], name="incident_outages", condition=Q(is_outage=True)),
            models.Index(fields=["requester", "-opened_at"], name="incident_of_requester"),
            models.Index(fields=["asset", "-opened_at"], name="incident_of_asset", condition=Q(asset__isnull=False)),
            models.Index(fields=["room", "-opened_at"], name="incident_of_room", condition=Q(room__isnull=False)),
            models.Index(fields=["close_on"], name="incident_to_close", condition=Q(status="resolved")),
            models.Index(fields=["wrote_last_at"], name="incident_by_last_word"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source", "source_reference"],
                name="incident_once_per_source",
                condition=~Q(source_reference=""),
            ),
            models.CheckConstraint(name="incident_priority_is_1_to_5", condition=Q(priority__gte=1, priority__lte=5)),
            models.CheckConstraint(name="incident_has_summary", condition=~Q(summary="")),
            models.CheckConstraint(
                name="incident_resolved_has_time_and_resolution",
                condition=~Q(source_reference="")
                | (Q(status__in=["resolved", "closed"], resolved_at__isnull=False) & ~Q(resolution=""))
                | Q(status__in=["new", "assigned", "in_progress", "waiting", "cancelled"], resolved_at=None),
            ),
            models.CheckConstraint(
                name="incident_closed_has_time",
                condition=Q(status__in=["closed", "cancelled"], closed_at__isnull=False)
                | (~Q(status__in=["closed", "cancelled"]) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="incident_waiting_has_reason",
                condition=~Q(source_reference="")
                | (Q(status="waiting", follow_up_on__isnull=False) & ~Q(wait_reason=""))
                | (~Q(status="waiting") & Q(wait_reason="", follow_up_on=None)),
            ),
            models.CheckConstraint(
                name="incident_in_hand_has_owner",
                condition=~Q(source_reference="")
                | ~Q(status__in=["assigned", "in_progress"])
                | Q(assignee__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_no_duplicate_of_itself", condition=Q(duplicate_of=None) | ~Q(duplicate_of=models.F("id"))
            ),
            models.CheckConstraint(
                name="incident_no_part_of_itself", condition=Q(parent=None) | ~Q(parent=models.F("id"))
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.summary}"

    def get_absolute_url(self):
        """The page of the record."""
        return reverse("incidents:detail", args=[self.pk])

    @property
    def reference(self):
        """The number people say on the phone."""
        return str(self.pk)

    @property
    def is_open(self):
        """Does anybody still have to do something?"""
        return self.status in OPEN

    @property
    def is_major(self):
        """Was it declared a major incident, now or once?"""
        return hasattr(self, "major")

    @property
    def is_imported(self):
        """Was it brought in from another desk?"""
        return bool(self.source_reference)
