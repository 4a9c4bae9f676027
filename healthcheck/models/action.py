"""What is to be done to close a gap: by whom, until when, and whether it was."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from healthcheck.models.check import HealthCheck
from healthcheck.querysets import ActionQuerySet
from servicedesk.models import Person, School


class ActionStatus(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Action(models.Model):
    """It came of one check and outlives it; `statement` is the key of the gap it closes, "" for none in particular."""

    health_check = models.ForeignKey(HealthCheck, on_delete=models.PROTECT, related_name="actions")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="health_actions")
    process = models.CharField(max_length=40, blank=True)
    statement = models.CharField(max_length=40, blank=True)
    says = models.CharField("the gap", max_length=300, blank=True)
    what = models.CharField("what is to be done", max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="health_actions")
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=ActionStatus, default=ActionStatus.OPEN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField("what came of it", blank=True)
    told_due_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was reminded.")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When they were told that it is late.")

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on", "id"], name="health_action_to_do", condition=Q(status="open"))]
        constraints = [
            models.CheckConstraint(name="health_action_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="health_action_end_is_signed",
                condition=Q(status="open", ended_at=None, ended_by=None)
                | (~Q(status="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="health_action_dropped_says_why", condition=~Q(status="dropped") | ~Q(outcome="")
            ),
        ]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        """The page of the action."""
        return reverse("healthcheck:action", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"HA{self.pk}"

    def is_late(self, day):
        """Should it have been done before a day?"""
        return self.status == ActionStatus.OPEN and self.due_on < day
