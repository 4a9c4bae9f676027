"""Where the endpoints stand under /api/v1/."""

from django.urls import URLPattern
from rest_framework.viewsets import ViewSetMixin

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = []  # (address, endpoints, name), for the router
PATHS: list[URLPattern] = []  # endpoints of their own
