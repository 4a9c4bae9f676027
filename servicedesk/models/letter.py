"""The outbox: something to tell someone, kept in the transaction that made it true, sent later by a sweep."""

from django.db import models
from django.db.models import Q

from servicedesk.models.people import Person


class Letter(models.Model):
    """One letter to one person. It waits until a sweep has sent it."""

    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    template = models.CharField(max_length=100)
    reference = models.CharField(max_length=40, blank=True, help_text="The number of the record it speaks of.")
    subject = models.CharField(max_length=250)
    body = models.TextField()
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, help_text="When to send it; empty once sent or given up.")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="letter_waiting", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["reference"], name="letter_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_waits_or_is_done",
                condition=Q(next_try_at__isnull=False, sent_at=None, failed_at=None)
                | Q(next_try_at=None, sent_at__isnull=False, failed_at=None)
                | Q(next_try_at=None, sent_at=None, failed_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.subject


class Enclosure(models.Model):
    """A document that goes with a letter, until the letter is sent: then it is dropped, and a page makes it anew."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=120, help_text="The name of the file.")
    content_type = models.CharField(max_length=100, default="application/pdf")
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "name"], name="enclosure_name_once_per_letter"),
        ]

    def __str__(self):
        return self.name
