"""One health check of a school: what was asked, what the records say, and what a person says."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from healthcheck.querysets import HealthCheckQuerySet
from servicedesk.models import Person, School
from servicedesk.roles import Permission
from servicedesk.timeline import Entry


class Status(models.TextChoices):
    """Where a check stands."""

    OPEN = "open", "Being filled in"
    FINISHED = "finished", "Finished"


class Choice(models.TextChoices):
    """Is it in place?"""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class HealthCheck(models.Model):
    """Dated, and kept: what holds today is asked again in a new one. `first` to `last`: the time its figures are of."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="health_checks")
    first = models.DateField()
    last = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    objects = HealthCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-pk"]
        indexes = [models.Index(fields=["school", "-last", "-id"], name="health_check_by_school")]
        constraints = [
            models.UniqueConstraint(fields=["school"], name="health_check_open_once", condition=Q(status="open")),
            models.CheckConstraint(name="health_check_days_in_order", condition=Q(first__lte=F("last"))),
            models.CheckConstraint(
                name="health_check_finished_is_signed",
                condition=Q(status="finished", finished_at__isnull=False, finished_by__isnull=False)
                | Q(status="open", finished_at=None, finished_by=None),
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.school}"

    def get_absolute_url(self):
        """The page of the check."""
        return reverse("healthcheck:check", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"HC{self.pk}"

    @property
    def is_open(self):
        """Is it still being filled in?"""
        return self.status == Status.OPEN


class Answer(models.Model):
    """One statement as it was asked, what live records say to it (`found`), and what a person says (`answer`)."""

    health_check = models.ForeignKey(HealthCheck, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()
    process = models.CharField(max_length=40)
    process_name = models.CharField(max_length=100)
    statement = models.CharField(max_length=40, help_text="Its key: the same statement in every check.")
    says = models.CharField(max_length=300)
    found = models.CharField(max_length=10, choices=Choice, blank=True)
    found_words = models.CharField("the figures it saw", max_length=300, blank=True)
    found_how = models.CharField("how it is worked out", max_length=500, blank=True)
    found_path = models.CharField("where its rows are", max_length=300, blank=True)
    found_for = models.CharField("who may open them", max_length=40, blank=True)
    answer = models.CharField(max_length=10, choices=Choice, blank=True)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["health_check", "statement"], name="health_answer_once_per_check"),
            models.CheckConstraint(
                name="health_answer_is_signed",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="health_answer_that_overrules_says_why",
                condition=Q(answer="") | Q(found="") | Q(answer=F("found")) | ~Q(note=""),
            ),
        ]

    def __str__(self):
        return self.says

    @property
    def stands(self):
        """What counts: a person's word before that of the records; "" where nobody has said anything."""
        return self.answer or self.found

    @property
    def stands_words(self):
        """The same as people read it."""
        return Choice(self.stands).label if self.stands else "Not answered"

    @property
    def is_overruled(self):
        """Does a person say something else than the records?"""
        return bool(self.answer and self.found and self.answer != self.found)

    def path_for(self, person):
        """Where its rows are, if this person may look at them; else ""."""
        may = self.found_for and person.may(Permission(self.found_for), self.health_check.school_id)
        return self.found_path if may else ""


class HealthCheckEntry(Entry):
    """One line of a check's story."""

    health_check = models.ForeignKey(HealthCheck, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "health check entries"
        indexes = [models.Index(fields=["health_check", "at", "id"], name="health_check_story")]
