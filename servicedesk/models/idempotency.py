"""Memory of calls that made something, so that the same call made twice makes one thing."""

from django.db import models

from servicedesk.models.people import Person


class IdempotentCall(models.Model):
    """One call of the API, known by its `Idempotency-Key`, or one form of a page, with the answer it got."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_once_per_person")]

    def __str__(self):
        return self.key
