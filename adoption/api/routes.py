"""Where the endpoints stand under /api/v1/."""

from django.urls import URLPattern
from rest_framework.viewsets import ViewSetMixin

from adoption.api.certificates import CertificateViewSet
from adoption.api.programme import AdoptionViewSet, PhaseViewSet

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [  # (address, endpoints, name), for the router
    ("adoption-phases", PhaseViewSet, "adoption-phase"),
    ("adoption", AdoptionViewSet, "adoption"),
    ("certificates", CertificateViewSet, "certificate"),
]
PATHS: list[URLPattern] = []  # endpoints of their own
