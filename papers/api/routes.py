"""Where the endpoints stand under /api/v1/."""

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSetMixin

from papers.api.forms import FormView

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = []  # (address, endpoints, name), for the router
PATHS: list[URLPattern] = [path("papers/<slug:key>/", FormView.as_view(), name="api-paper")]
