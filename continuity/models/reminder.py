"""Who was told that something falls due: once before it does, once when it is late."""

from django.db import models

from servicedesk.models import School, Service


class Reminder(models.Model):
    """The letter about one due day of one service of a school was written."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, help_text="rehearsal or backup.")
    due_on = models.DateField()
    is_late = models.BooleanField(default=False)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "service", "what", "due_on", "is_late"], name="continuity_reminded_once"
            )
        ]

    def __str__(self):
        return f"{self.school}, {self.service}: {self.what} by {self.due_on}"
