"""Where the endpoints stand under /api/v1/."""

from django.urls import path
from rest_framework.viewsets import ViewSetMixin

from evidence.api.checklist import EvidenceView
from evidence.api.claims import ClaimViewSet
from evidence.api.frameworks import DocumentView, FrameworksView

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [("claims", ClaimViewSet, "claim")]  # for the router
PATHS = [  # endpoints of their own
    path("reports/evidence/<slug:framework>/", EvidenceView.as_view(), name="api-evidence"),
    path("evidence-frameworks/", FrameworksView.as_view(), name="api-evidence-frameworks"),
    path("evidence-documents/<int:pk>/", DocumentView.as_view(), name="api-evidence-document"),
]
