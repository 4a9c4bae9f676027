"""A framework a school wrote or changed; each text it ever had is kept."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from evidence.querysets import OfEvidence
from servicedesk.models import Person, School


class OwnFramework(models.Model):
    """The school's own copy of a framework, or one of its own making; `key` names it among the school's frameworks."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="frameworks")
    key = models.SlugField(max_length=40)

    objects = OfEvidence.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="framework_key_once_per_school")]

    def __str__(self):
        return f"{self.key} of {self.school}"

    def get_absolute_url(self):
        """Its checklist."""
        return f"{reverse('evidence:checklist')}?school={self.school.code}&framework={self.key}"


class FrameworkVersion(models.Model):
    """One text of a school's framework; it never changes, so that evidence written under it keeps its words."""

    framework = models.ForeignKey(OwnFramework, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_number_once"),
            models.CheckConstraint(name="framework_version_counts_from_1", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.framework.key}, version {self.number}"
