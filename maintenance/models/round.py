"""One time that a plan is done: what was looked at, and what was found."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models import Asset
from incidents.models import Incident
from maintenance.models.plan import Answer, Plan
from maintenance.querysets import RoundQuerySet
from problems.models import Problem
from servicedesk.models import Person, Room, School
from servicedesk.timeline import Entry


class Status(models.TextChoices):
    """Where a round stands."""

    PLANNED = "planned", "Planned"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    SKIPPED = "skipped", "Left out"


TO_DO = (Status.PLANNED, Status.UNDER_WAY)


class Result(models.TextChoices):
    """What was found."""

    OK = "ok", "OK"
    NOT_OK = "not_ok", "Not OK"
    UNCHECKED = "unchecked", "Couldn’t check"


class Round(models.Model):
    """From `opens` it may be done, by `due` it shall be; `slot` says which time of its plan it is.

    For reports: `minutes` is the working time, `done_on` the date at the school when it was finished.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="maintenance_rounds")
    slot = models.CharField(max_length=120)
    opens = models.DateField()
    due = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="maintenance_rounds")
    is_handed_over = models.BooleanField(default=False, help_text="Its owner is not the plan’s.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    skip_reason = models.CharField(max_length=300, blank=True)
    told_due_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told that it can be done.")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When the managers were told that it is late.")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["due", "id"], name="round_to_do", condition=Q(status__in=["planned", "under_way"])),
            models.Index(fields=["school", "due", "id"], name="round_of_school"),
            models.Index(fields=["school", "done_on"], name="round_done_by_day", condition=Q(status="done")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slot"], name="round_once_per_slot"),
            models.CheckConstraint(name="round_opens_before_it_is_due", condition=Q(opens__lte=F("due"))),
            models.CheckConstraint(
                name="round_under_way_has_start", condition=~Q(status="under_way") | Q(started_at__isnull=False)
            ),
            models.CheckConstraint(
                name="round_done_has_day",
                condition=Q(status="done", finished_at__isnull=False, done_on__isnull=False)
                | (~Q(status="done") & Q(finished_at=None, done_on=None)),
            ),
            models.CheckConstraint(
                name="round_left_out_has_reason",
                condition=(Q(status="skipped") & ~Q(skip_reason="")) | (~Q(status="skipped") & Q(skip_reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.plan.name}"

    def get_absolute_url(self):
        """The page of the round."""
        return reverse("maintenance:round", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"M{self.pk}"

    @property
    def is_to_do(self):
        """Does anybody still have to do something?"""
        return self.status in TO_DO


class Thing(models.Model):
    """One stop of a round: an asset, a room, or the piece of work itself; its words stay as they were then."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="things")
    place = models.PositiveIntegerField(help_text="The order of the walk.")
    asset = models.ForeignKey(
        Asset, on_delete=models.SET_NULL, null=True, blank=True, related_name="maintenance_things"
    )
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=300)
    where = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="thing_place_once_per_round")]

    def __str__(self):
        return self.label


class Check(models.Model):
    """One checklist item at one thing: what was asked then, what was found, and the record that came of it."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="checks")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    answer = models.CharField(max_length=10, choices=Answer)
    unit = models.CharField(max_length=20, blank=True)
    lowest = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    highest = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    incident = models.ForeignKey(
        Incident, on_delete=models.SET_NULL, null=True, blank=True, related_name="maintenance_checks"
    )
    problem = models.ForeignKey(
        Problem, on_delete=models.SET_NULL, null=True, blank=True, related_name="maintenance_checks"
    )

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["thing", "place"], name="check_place_once_per_thing"),
            models.CheckConstraint(
                name="check_answered_is_signed",
                condition=Q(result="", answered_at=None, answered_by=None)
                | (~Q(result="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def number_words(self):
        """The number with its unit: 87 %; "" where none was given."""
        return "" if self.number is None else f"{self.number.normalize():f} {self.unit}".strip()


class RoundEntry(Entry):
    """One line of a round's story."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "round entries"
        indexes = [models.Index(fields=["round", "at", "id"], name="round_entry_story")]
