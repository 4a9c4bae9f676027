"""The committee that looks at changes: its meetings, their agenda, and what was decided."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from changes.models.approval import Decision, Step
from changes.models.change import Change
from changes.querysets import OfMeeting, OfSchoolOrTrust
from servicedesk.models import Person, School


class Meeting(models.Model):
    """One meeting. `school` None: of the whole trust."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="change_meetings")
    title = models.CharField(max_length=200, default="Change committee")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    members = models.ManyToManyField(Person, blank=True, related_name="change_meetings")
    present = models.ManyToManyField(Person, blank=True, related_name="+")
    notes = models.TextField("other business", blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When its minutes were signed off.")
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="meeting_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="meeting_closing_is_signed",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.held_at:%Y-%m-%d}"

    def get_absolute_url(self):
        """The page of the meeting."""
        return reverse("changes:meeting", args=[self.pk])


class MeetingItem(models.Model):
    """A change on the agenda: which of its steps is looked at (none: its review), what was said and decided."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="meeting_items")
    step = models.CharField(max_length=12, choices=Step, blank=True)
    minutes = models.TextField(blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = OfMeeting.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="meeting_place_once"),
            models.UniqueConstraint(fields=["meeting", "change"], name="meeting_change_once"),
            models.CheckConstraint(
                name="meeting_decision_has_time",
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.place}. {self.change_id}"
