"""The one API router: `/api/v1/`, its description and a page to try it."""

from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from reports import api as reports_api
from sla.api import AgreementViewSet, CalendarViewSet

router = DefaultRouter()
router.register("calendars", CalendarViewSet, basename="calendar")
router.register("agreements", AgreementViewSet, basename="agreement")

try_it = SpectacularSwaggerSplitView.as_view(url_name="api-schema")
# The arrows of the page's own style sheet are pictures written into it.
try_it = csp_update({"img-src": ["data:"]})(try_it)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", try_it, name="api-docs"),
    path("reports/", include(reports_api.urls)),
    path("", include(router.urls)),
]
