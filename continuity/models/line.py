"""One service in the recovery order, with what is agreed about its return."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from continuity.querysets import RecoveryLineQuerySet
from servicedesk.models import Person, School, Service


class Unit(models.TextChoices):
    """In what the time until a service is back is agreed."""

    HOURS = "hours", "Hours"
    SCHOOL_DAYS = "school_days", "School days"


class Interval(models.TextChoices):
    """How often something is tried."""

    NEVER = "", "Not asked for"
    MONTHLY = "month", "Each month"
    TERMLY = "term", "Each term"
    HALF_YEARLY = "half_year", "Twice a year"
    YEARLY = "year", "Once a year"


# A term is counted as four months, so that a long autumn and a short spring ask for the same.
MONTHS = {Interval.MONTHLY: 1, Interval.TERMLY: 4, Interval.HALF_YEARLY: 6, Interval.YEARLY: 12}


class RecoveryLine(models.Model):
    """A service at its place in the order of a school, or (school None) of every school that has no order of its own.

    `steps`: how it is brought back, a sentence each. `data_loss_hours`: how many hours of work may be lost; None is not
    agreed, 0 is none.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="recovery_lines")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="recovery_lines")
    place = models.PositiveSmallIntegerField()
    back_within = models.PositiveSmallIntegerField("must be back within")
    back_unit = models.CharField(max_length=12, choices=Unit, default=Unit.HOURS)
    data_loss_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    meanwhile = models.TextField("how to get by meanwhile", blank=True)
    steps = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="recovery_lines")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    backups_at = models.TextField("where the back-ups are", blank=True)
    contacts = models.TextField("whom to call", blank=True)
    rehearse_every = models.CharField(max_length=10, choices=Interval, default=Interval.NEVER, blank=True)
    test_backups_every = models.CharField(max_length=10, choices=Interval, default=Interval.NEVER, blank=True)
    made_on = models.DateField()
    history = HistoricalRecords()

    objects = RecoveryLineQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "service"], name="recovery_line_once_per_school"),
            models.UniqueConstraint(fields=["service"], name="recovery_line_once_per_trust", condition=Q(school=None)),
            models.CheckConstraint(name="recovery_takes_time", condition=Q(back_within__gte=1)),
            models.CheckConstraint(name="recovery_unit_is_known", condition=Q(back_unit__in=Unit.values)),
            models.CheckConstraint(
                name="recovery_deputy_is_another", condition=Q(owner=None) | Q(deputy=None) | ~Q(owner=F("deputy"))
            ),
        ]

    def __str__(self):
        return self.service.name

    def get_absolute_url(self):
        """The page of the line."""
        return reverse("continuity:line", args=[self.pk])

    @property
    def within_words(self):
        """4 hours; 1 school day."""
        return within_words(self.back_within, self.back_unit)

    @property
    def loss_words(self):
        """How much work may be lost, in words."""
        if self.data_loss_hours is None:
            return "Not agreed"
        hours = self.data_loss_hours
        return f"Work of {hours} hour{'' if hours == 1 else 's'} at most" if hours else "None"


def within_words(number, unit):
    """An agreed time in words: 4 hours, 1 school day."""
    word = "hour" if unit == Unit.HOURS else "school day"
    said = f"{number.normalize():f}" if hasattr(number, "normalize") else str(number)
    return f"{said} {word}{'' if number == 1 else 's'}"
