"""Where the endpoints stand under /api/v1/."""

from django.urls import URLPattern
from rest_framework.viewsets import ViewSetMixin

from healthcheck.api.checks import HealthActionViewSet, HealthCheckViewSet

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [  # (address, endpoints, name), for the router
    ("health-checks", HealthCheckViewSet, "health-check"),
    ("health-actions", HealthActionViewSet, "health-action"),
]
PATHS: list[URLPattern] = []  # endpoints of their own
