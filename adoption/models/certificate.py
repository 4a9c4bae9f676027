"""The register of practitioners: a certificate that somebody holds, or is due to get."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from adoption.querysets import CertificateQuerySet
from servicedesk.models import Person, School


class Level(models.TextChoices):
    """What it says of its holder."""

    PRACTITIONER = "practitioner", "Practitioner"
    MANAGER = "manager", "Manager"


class Status(models.TextChoices):
    """Where it stands; one that ran out is still passed, and `standing` says so."""

    DUE = "due", "Due"
    PASSED = "passed", "Passed"
    FAILED = "failed", "Not passed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Certificate(models.Model):
    """One unit of one person, counted at one school. A renewal is a new entry; so is another try."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="certificates")
    level = models.CharField(max_length=12, choices=Level, default=Level.PRACTITIONER)
    unit_code = models.CharField(max_length=40, blank=True)
    due_on = models.DateField("to be passed by", null=True, blank=True, help_text="For joiners: within probation.")
    training_on = models.DateField(null=True, blank=True)
    training_hours = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    exam_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    result = models.CharField(max_length=100, blank=True, help_text="As the certificate says it.")
    expires_on = models.DateField("holds until", null=True, blank=True)
    note = models.TextField(blank=True)
    told_due_at = models.DateTimeField(null=True, blank=True, help_text="When they were reminded of the day.")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When they were told that it has passed.")
    told_renewal_at = models.DateTimeField(null=True, blank=True, help_text="When they were told that it runs out.")
    history = HistoricalRecords(excluded_fields=["told_due_at", "told_late_at", "told_renewal_at"])

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["school", "status"], name="certificate_by_school"),
            models.Index(fields=["due_on"], name="certificate_due", condition=Q(status="due")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school", "level", "unit_code"],
                name="certificate_due_once",
                condition=Q(status="due"),
            ),
            models.CheckConstraint(
                name="certificate_decided_has_exam",
                condition=~Q(status__in=["passed", "failed"]) | Q(exam_on__isnull=False),
            ),
            models.CheckConstraint(
                name="certificate_runs_out_after_exam",
                condition=Q(expires_on=None) | (Q(status="passed") & Q(expires_on__gt=F("exam_on"))),
            ),
            models.CheckConstraint(name="certificate_hours_not_negative", condition=Q(training_hours__gte=0)),
        ]

    def __str__(self):
        return f"{self.get_level_display()} {self.unit_code}".strip()

    def get_absolute_url(self):
        """The page of the entry."""
        return reverse("adoption:certificate", args=[self.pk])

    @property
    def reference(self):
        """The number people say."""
        return f"CE{self.pk}"
