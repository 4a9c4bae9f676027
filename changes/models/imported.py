"""Files of changes that were brought in from another desk, and their rows that could not go in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from changes.querysets import ChangeImportQuerySet
from servicedesk.models import School
from servicedesk.models.upload import RefusedRow, Upload, UploadState


class ChangeImport(Upload):
    """Changes, or the incidents that say which changes caused them. `school` None: each row names its own."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="change_imports")
    schools = models.ManyToManyField(School, blank=True, related_name="+", help_text="Those that its rows name.")
    names_others = models.BooleanField(
        default=False, help_text="Some rows name a school into which whoever sent it can bring nothing."
    )

    objects = ChangeImportQuerySet.as_manager()

    class Meta(Upload.Meta):
        indexes = [models.Index(fields=["id"], name="change_import_running", condition=Q(state="running"))]
        constraints = [
            models.CheckConstraint(name="change_import_state_is_known", condition=Q(state__in=UploadState.values)),
        ]

    def get_absolute_url(self):
        """The page of the act."""
        return reverse("changes:import", args=[self.pk])


class RefusedChange(RefusedRow):
    """A row of such a file that could not go in."""

    upload = models.ForeignKey(ChangeImport, on_delete=models.CASCADE, related_name="refused_rows")
