"""Files that were brought into the register, and their rows that could not go in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.querysets import AssetImportQuerySet
from servicedesk.models import School
from servicedesk.models.upload import RefusedRow, Upload, UploadState


class AssetImport(Upload):
    """A list of things of one school, from another program or from ourselves."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="asset_imports")

    objects = AssetImportQuerySet.as_manager()

    class Meta(Upload.Meta):
        indexes = [models.Index(fields=["id"], name="asset_import_running", condition=Q(state="running"))]
        constraints = [
            models.CheckConstraint(name="asset_import_state_is_known", condition=Q(state__in=UploadState.values)),
        ]

    def get_absolute_url(self):
        """The page of the act."""
        return reverse("assets:import", args=[self.pk])


class RefusedAsset(RefusedRow):
    """A row of such a file that could not go in."""

    upload = models.ForeignKey(AssetImport, on_delete=models.CASCADE, related_name="refused_rows")
