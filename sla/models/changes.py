"""What is about to change, and what a change does to the clocks that run."""

from django.db import models
from django.db.models import Q

from servicedesk.models import Person, School
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


class ActKind(models.TextChoices):
    """What is done to what is open: its clocks counted anew, or its priority judged again."""

    CLOCKS = "clocks", "Clocks counted anew"
    PRIORITIES = "priorities", "Priorities judged again"


# A calendar or a wording that changed; or the rules of priority, of a wording, of a school, or (neither) everywhere.
OF_ONE_THING = (
    Q(kind="clocks", calendar_version__isnull=False, agreement_version=None, school=None)
    | Q(kind="clocks", calendar_version=None, agreement_version__isnull=False, school=None)
    | Q(kind="priorities", calendar_version=None, agreement_version=None)
    | Q(kind="priorities", calendar_version=None, school=None)
)


class Reevaluation(models.Model):
    """One recorded act: what is open goes by other rules from now on, batch by batch, until it is through.

    `cursor` is the last clock or record done, so that a worker that was killed goes on where the last batch ended.
    """

    kind = models.CharField(max_length=10, choices=ActKind, default=ActKind.CLOCKS)
    calendar_version = models.ForeignKey(
        CalendarVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="reevaluations"
    )
    agreement_version = models.ForeignKey(
        AgreementVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="reevaluations"
    )
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    total = models.PositiveIntegerField(help_text="Open clocks, or records to judge again, when it was asked for.")
    done = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0, help_text="Records with another priority than before.")
    moved = models.PositiveIntegerField(default=0, help_text="Clocks with another deadline than before.")
    late = models.PositiveIntegerField(default=0, help_text="Clocks missed by the change.")
    cursor = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReevaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="reevaluation_open", condition=Q(finished_at=None))]
        constraints = [models.CheckConstraint(name="reevaluation_of_one_thing", condition=OF_ONE_THING)]

    def __str__(self):
        return f"{self.about}: {self.done} of {self.total}"

    @property
    def is_of_priorities(self):
        """Is it about priorities, and not about clocks alone?"""
        return self.kind == ActKind.PRIORITIES

    @property
    def about(self):
        """The calendar, the agreement or the priorities that changed, by name."""
        if self.is_of_priorities:
            return f"Priorities of {self._whose}"
        return str(self.calendar_version.calendar if self.calendar_version else self.agreement_version.agreement)

    @property
    def _whose(self):
        if self.agreement_version:
            return self.agreement_version.agreement
        return self.school or "every school"

    @property
    def in_words(self):
        """What it did, as a sentence."""
        if self.is_of_priorities:
            return f"{_count(self.judged, 'open record')} got another priority. {self._moves}"
        return self._moves

    @property
    def _moves(self):
        return moves_in_words(self)

    @property
    def along(self):
        """The acts that were asked for in one with this: the calendars that schools have made on top of the trust's."""
        acts = Reevaluation.objects.filter(asked_at=self.asked_at, by=self.by, calendar_version__isnull=False)
        return acts.exclude(pk=self.pk)


def moves_in_words(*acts):
    """What acts did to the open clocks, together, as a sentence."""
    moved, late = sum(act.moved for act in acts), sum(act.late for act in acts)
    if not moved and not late:
        return "No open clock moved."
    return f"{_count(moved, 'open clock')} moved, {f'{late:,}' if late else 'none'} already late by it."


def _count(number, what):
    return f"{number:,} {what}{'' if number == 1 else 's'}" if number else f"No {what}"
