"""When no change may be made, and the calendar a person's own calendar program reads."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from changes.querysets import FreezeQuerySet
from servicedesk.models import Person, School


class Freeze(models.Model):
    """Days on which nothing is changed, exams say; an emergency may. `school` None: at every school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="freezes")
    title = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back.")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = FreezeQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["first", "last"], name="freeze_by_days", condition=Q(ended_at=None))]
        constraints = [
            models.CheckConstraint(name="freeze_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="freeze_ends_after_it_begins", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page of the freezes."""
        return reverse("changes:freezes")


class CalendarFeed(models.Model):
    """The secret address at which one person's calendar program reads the changes that person may see."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="change_feed")
    key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read, to the day.")

    class Meta:
        constraints = [models.CheckConstraint(name="calendar_feed_key_is_long", condition=~Q(key=""))]

    def __str__(self):
        return f"Calendar of {self.person}"

    def get_absolute_url(self):
        """Where the calendar program reads."""
        return reverse("changes:feed", args=[self.key])
