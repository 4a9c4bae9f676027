"""Who was told of a change, and why them."""

from django.db import models
from django.db.models import Q

from changes.models.change import Change
from changes.querysets import OfChange
from servicedesk.models import Person


class Told(models.Model):
    """Somebody who hears of a change: that it comes, a reminder, and what became of it.

    `chosen_by` is whoever thought of them; none where the desk worked it out from what the change touches.
    """

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="audience")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    because = models.CharField(max_length=200)
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField()

    objects = OfChange.as_manager()

    class Meta:
        verbose_name_plural = "told"
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "person"], name="told_once_of_a_change"),
            models.CheckConstraint(name="told_has_reason", condition=~Q(because="")),
        ]

    def __str__(self):
        return f"{self.person} of {self.change_id}"
