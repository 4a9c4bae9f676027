"""What reports keep: what was open at the end of each day, for it can't be counted later, and what was sent to whom."""

from django.db import models

from reports.querysets import DayFigureQuerySet
from servicedesk.models import Letter, Person, School


class DayFigure(models.Model):
    """The state of one school's desk at the end of one day."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="day_figures")
    day = models.DateField()
    opened = models.PositiveIntegerField()
    resolved = models.PositiveIntegerField()
    breached = models.PositiveIntegerField()
    backlog = models.PositiveIntegerField(help_text="Unresolved at the end of the day.")
    oldest_days = models.PositiveIntegerField(help_text="Age of the oldest unresolved record, in days.")
    taken_at = models.DateTimeField()

    objects = DayFigureQuerySet.as_manager()

    class Meta:
        ordering = ["school", "day"]
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="day_figure_once")]

    def __str__(self):
        return f"{self.school} {self.day}"


class TrendReportKind(models.TextChoices):
    """How often a trend report goes out, and to whom."""

    WEEKLY = "weekly", "Weekly, to technicians"
    HALF_TERM = "half_term", "After each half-term, to managers"


class SentTrendReport(models.Model):
    """The trend report of a period was sent to a person; there is no second one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sent_trend_reports")
    kind = models.CharField(max_length=10, choices=TrendReportKind)
    first = models.DateField()
    last = models.DateField()
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-first", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "first", "last"], name="trend_report_sent_once"),
            models.CheckConstraint(name="trend_report_days_in_order", condition=models.Q(first__lte=models.F("last"))),
        ]

    def __str__(self):
        return f"{self.person} {self.kind} {self.first}"


class NoTrendReport(models.Model):
    """A person switched the letters with the trend report off; without a row they are on."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="no_trend_report")
    since = models.DateTimeField()

    def __str__(self):
        return str(self.person)
