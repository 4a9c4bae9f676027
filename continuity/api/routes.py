"""Where the endpoints stand under /api/v1/."""

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSetMixin

from continuity.api.order import BackupTestViewSet, RecoveryLineViewSet, RecoveryPlanView
from continuity.api.rehearsals import RehearsalViewSet

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [
    ("recovery-lines", RecoveryLineViewSet, "recovery-line"),
    ("rehearsals", RehearsalViewSet, "rehearsal"),
    ("backup-tests", BackupTestViewSet, "backup-test"),
]
PATHS: list[URLPattern] = [path("recovery-plan/", RecoveryPlanView.as_view(), name="api-recovery-plan")]
