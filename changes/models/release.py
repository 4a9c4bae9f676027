"""A release: a set of changes that go out together by one tested build, first to a pilot group, then room by room."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset, SoftwareMaster
from changes.querysets import OfRelease, OfSchoolOrTrust
from servicedesk.models import Person, Room, School, Service
from servicedesk.timeline import Entry


class ReleaseStatus(models.TextChoices):
    """Where a release stands."""

    DESIGN = "design", "Being designed"
    TESTING = "testing", "Being tested"
    PILOT = "pilot", "With the pilot group"
    ROLLING_OUT = "rolling_out", "Rolling out"
    DONE = "done", "Rolled out"
    ROLLED_BACK = "rolled_back", "Rolled back"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Release(models.Model):
    """The build procedure of FITS with what came of it. `school` None: in several schools of the trust.

    `installation`, `roll_back`: steps in order. Each test keeps what is to be shown, its result and who signed it.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=60, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="releases")
    status = models.CharField(max_length=12, choices=ReleaseStatus, default=ReleaseStatus.DESIGN)
    design = models.TextField("design details", blank=True)
    installation = models.JSONField("installation steps", default=list, blank=True)
    roll_back = models.JSONField("how it is rolled back", default=list, blank=True)
    software = models.ManyToManyField(SoftwareMaster, blank=True, related_name="releases")
    stability_test = models.TextField("what it must not harm", blank=True)
    stability_passed = models.BooleanField(null=True, blank=True)
    stability_result = models.TextField(blank=True)
    stability_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stability_at = models.DateTimeField(null=True, blank=True)
    acceptance_test = models.TextField("what its users must be able to do", blank=True)
    acceptance_passed = models.BooleanField(null=True, blank=True)
    acceptance_result = models.TextField(blank=True)
    acceptance_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acceptance_at = models.DateTimeField(null=True, blank=True)
    pilot_people = models.ManyToManyField(Person, blank=True, related_name="+")
    pilot_until = models.DateField(null=True, blank=True)
    pilot_result = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="release_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="release_status_is_known", condition=Q(status__in=ReleaseStatus.values)),
            models.CheckConstraint(
                name="release_stability_is_signed",
                condition=Q(stability_passed=None, stability_by=None, stability_at=None)
                | Q(stability_passed__isnull=False, stability_by__isnull=False, stability_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_acceptance_is_signed",
                condition=Q(acceptance_passed=None, acceptance_by=None, acceptance_at=None)
                | Q(acceptance_passed__isnull=False, acceptance_by__isnull=False, acceptance_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_out_is_tested",
                condition=~Q(status__in=["rolling_out", "done"])
                | Q(
                    stability_passed__isnull=False,
                    stability_passed=True,
                    acceptance_passed__isnull=False,
                    acceptance_passed=True,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.version}".strip()

    def get_absolute_url(self):
        """The page of the release."""
        return reverse("changes:release", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"RL{self.pk}"


class RolloutState(models.TextChoices):
    """How far a room is."""

    TO_DO = "to_do", "To do"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    ROLLED_BACK = "rolled_back", "Rolled back"


class RolloutRoom(models.Model):
    """A room, or one thing in it, that gets the release; those of the pilot first."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rooms")
    place = models.PositiveSmallIntegerField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, blank=True, related_name="rollouts")
    is_pilot = models.BooleanField(default=False)
    planned_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=RolloutState, default=RolloutState.TO_DO)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    objects = OfRelease.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["release", "place"], name="rollout_place_once"),
            models.CheckConstraint(
                name="rollout_done_is_signed",
                condition=Q(state="to_do", done_at=None, done_by=None)
                | (~Q(state="to_do") & Q(done_at__isnull=False, done_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.room} {self.get_state_display().lower()}"


class ReleaseEntry(Entry):
    """One line of a release's story."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "release entries"
        indexes = [models.Index(fields=["release", "at", "id"], name="release_entry_story")]
