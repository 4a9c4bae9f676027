"""What was open at the end of each day, kept because it can’t be counted later."""

from django.db import models

from reports.querysets import DayFigureQuerySet
from servicedesk.models import School


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
