"""Which trend reports were sent to whom, and who wants none."""

from django.db import models

from servicedesk.models import Letter, Person


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
