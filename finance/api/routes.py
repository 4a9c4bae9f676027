"""Where the endpoints stand under /api/v1/."""

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSetMixin

from finance.api.endpoints import ContractViewSet, CostTotalsView, CostViewSet

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [
    ("contracts", ContractViewSet, "contract"),
    ("costs", CostViewSet, "cost"),
]
PATHS: list[URLPattern] = [path("cost-totals/", CostTotalsView.as_view(), name="api-cost-totals")]
