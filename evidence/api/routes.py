"""Where the endpoints stand under /api/v1/."""

from django.urls import path
from rest_framework.viewsets import ViewSetMixin

from evidence.api.checklist import EvidenceView

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = []  # (address, endpoints, name), for the router
PATHS = [  # endpoints of their own
    path("reports/evidence/<slug:framework>/", EvidenceView.as_view(), name="api-evidence"),
]
