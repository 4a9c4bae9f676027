"""What is about to change, and what a change does to the clocks that run."""

from django.db import models
from django.db.models import Q

from servicedesk.models import Person
from sla.models.agreements import AgreementVersion
from sla.models.calendars import Calendar, CalendarVersion
from sla.querysets import ReevaluationQuerySet


class CalendarDraft(models.Model):
    """A calendar somebody is working on: its document as it would be, until it is applied or thrown away."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    document = models.JSONField()
    based_on = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "by"], name="calendar_draft_once_per_person")]

    def __str__(self):
        return f"{self.calendar}, being changed by {self.by}"


class Reevaluation(models.Model):
    """One recorded act: the open clocks of a calendar or agreement counted anew, batch by batch, until it is through.

    `cursor` is the last clock done, so that a worker that was killed goes on where the last batch ended.
    """

    calendar_version = models.ForeignKey(
        CalendarVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="reevaluations"
    )
    agreement_version = models.ForeignKey(
        AgreementVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="reevaluations"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    total = models.PositiveIntegerField(help_text="Open clocks when it was asked for.")
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0, help_text="Clocks with another deadline than before.")
    late = models.PositiveIntegerField(default=0, help_text="Clocks missed by the change.")
    cursor = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReevaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="reevaluation_open", condition=Q(finished_at=None))]
        constraints = [
            models.CheckConstraint(
                name="reevaluation_of_one_thing",
                condition=Q(calendar_version__isnull=False, agreement_version=None)
                | Q(calendar_version=None, agreement_version__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.calendar_version or self.agreement_version}: {self.done} of {self.total}"

    @property
    def about(self):
        """The calendar or agreement that changed."""
        return self.calendar_version.calendar if self.calendar_version else self.agreement_version.agreement

    @property
    def in_words(self):
        """What it did to the clocks, as a sentence."""
        if not self.moved and not self.late:
            return "No open clock moved."
        clocks = "1 open clock moved" if self.moved == 1 else f"{self.moved:,} open clocks moved"
        return f"{clocks}, {f'{self.late:,}' if self.late else 'none'} already late by it."
