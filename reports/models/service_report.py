"""What the service report keeps: actions that are carried until they are done, who gets it by letter, what was sent."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from reports.querysets import ReportActionQuerySet, SubscriptionQuerySet
from servicedesk.models import Letter, Person, School


class ActionState(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"


class ReportAction(models.Model):
    """What somebody will do by a day, written into the report of a period; without a school it is the trust's."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="report_actions")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="report_actions")
    due = models.DateField()
    status = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    report_first = models.DateField(help_text="First day of the report in which it was written down.")
    report_last = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_due_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told that it is due.")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told that it is late.")
    history = HistoricalRecords()

    objects = ReportActionQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(name="report_action_says_what", condition=~Q(text="")),
            models.CheckConstraint(name="report_action_days_in_order", condition=Q(report_first__lte=F("report_last"))),
            models.CheckConstraint(
                name="report_action_done_by_somebody",
                condition=Q(status=ActionState.OPEN, done_on=None, done_by=None)
                | Q(status=ActionState.DONE, done_on__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        """Its page."""
        return reverse("reports:action", args=[self.pk])

    @property
    def reference(self):
        """What a refusal calls it."""
        return f"“{self.text}”"


class HowOften(models.TextChoices):
    """How often a service report is sent."""

    MONTH = "month", "Every month"
    HALF_TERM = "half_term", "After every half-term"


class Subscription(models.Model):
    """A person gets the service report of a school by letter; without a school, of all schools they may read about."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="report_subscriptions")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    how_often = models.CharField(max_length=10, choices=HowOften)
    since = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "school"], name="service_report_subscribed_once"),
            models.UniqueConstraint(fields=["person"], name="whole_report_subscribed_once", condition=Q(school=None)),
        ]

    def __str__(self):
        return f"{self.person}: {self.school or 'all schools'}, {self.get_how_often_display().lower()}"


class SentServiceReport(models.Model):
    """The report of a period was sent to a subscriber; there is no second one."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="sent")
    first = models.DateField()
    last = models.DateField()
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-first", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "first", "last"], name="service_report_sent_once"),
            models.CheckConstraint(name="service_report_days_in_order", condition=Q(first__lte=F("last"))),
        ]

    def __str__(self):
        return f"{self.subscription} {self.first}"
