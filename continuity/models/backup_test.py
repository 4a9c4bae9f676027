"""Back-up tests: somebody tried to get something back, and it came or it didn't."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from continuity.models.rehearsal import Result
from continuity.querysets import BackupTestQuerySet
from servicedesk.models import Person, School, Service


class BackupTest(models.Model):
    """What was brought back from a back-up at a school, when, by whom, and whether it was whole."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="backup_tests")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="backup_tests")
    what = models.CharField("what was brought back", max_length=200)
    tested_on = models.DateField()
    tested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="backup_tests")
    result = models.CharField(max_length=10, choices=Result)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    logged_at = models.DateTimeField()
    history = HistoricalRecords()

    objects = BackupTestQuerySet.as_manager()

    class Meta:
        ordering = ["-tested_on", "-pk"]
        indexes = [models.Index(fields=["school", "-tested_on"], name="backup_test_of_school")]
        constraints = [
            models.CheckConstraint(name="backup_test_says_what", condition=~Q(what="")),
            models.CheckConstraint(name="backup_test_result_is_known", condition=Q(result__in=Result.values)),
        ]

    def __str__(self):
        return f"{self.what}, {self.tested_on}"

    def get_absolute_url(self):
        """The page of the test."""
        return reverse("continuity:change_backup_test", args=[self.pk])
