"""Every address of the desk: its own pages, sign-in, and the API."""

from django.urls import include, path

from config.health import healthz
from servicedesk.views.frame import home

handler500 = "config.failures.server_error"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("config.api")),
    path("", include("servicedesk.urls")),
    path("", include("sla.urls")),
    path("", include("assets.urls")),
    path("", include("incidents.urls")),
    path("", include("reports.urls")),
]
