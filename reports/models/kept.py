"""What measures came to in closed months, kept so that old figures never move; and what counting again found."""

from django.db import models
from django.db.models import Q

from reports.querysets import OfClosedMonths
from servicedesk.models import Person, School


class KeptFigure(models.Model):
    """What one measure was added up from at one school in one month; school None: what names no school.

    `times` are seconds, packed (`reports.catalogue.kept`); a measure without them has none.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="kept_figures")
    month = models.DateField(help_text="Its first day.")
    name = models.CharField(max_length=40)
    part = models.FloatField()
    whole = models.FloatField(default=0)
    rows = models.PositiveIntegerField()
    times = models.BinaryField(default=bytes)
    kept_at = models.DateTimeField()

    objects = OfClosedMonths.as_manager()

    class Meta:
        ordering = ["month", "school", "name"]
        indexes = [models.Index(fields=["month", "name"], name="kept_figure_of_month")]
        constraints = [
            models.UniqueConstraint(fields=["school", "month", "name"], name="kept_figure_once"),
            models.UniqueConstraint(
                fields=["month", "name"], name="kept_figure_once_for_no_school", condition=Q(school=None)
            ),
            models.CheckConstraint(name="kept_figure_of_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self):
        return f"{self.name} {self.month:%Y-%m}"


class Correction(models.Model):
    """Counting a closed month again gave another figure. What was kept stays, until somebody takes the new one over."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="corrections")
    month = models.DateField()
    name = models.CharField(max_length=40)
    kept = models.FloatField(null=True, help_text="What people read until then.")
    found = models.FloatField(null=True)
    found_at = models.DateTimeField()
    taken_over_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = OfClosedMonths.as_manager()

    class Meta:
        ordering = ["-month", "school", "name", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "month", "name"],
                name="correction_waits_once",
                condition=Q(taken_over_at=None),
            ),
            models.UniqueConstraint(
                fields=["month", "name"],
                name="correction_for_no_school_waits_once",
                condition=Q(taken_over_at=None, school=None),
            ),
            models.CheckConstraint(
                name="correction_taken_over_is_signed",
                condition=Q(taken_over_at=None, taken_over_by=None, reason="")
                | (Q(taken_over_at__isnull=False, taken_over_by__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.month:%Y-%m}: {self.kept} → {self.found}"


class MonthCounted(models.Model):
    """When a closed month was last counted again, so that each has its turn."""

    month = models.DateField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.month:%Y-%m}"
