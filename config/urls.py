"""Every address of the desk: its own pages, sign-in, and the API."""

from allauth.account.urls import urlpatterns as sign_in_pages
from django.urls import include, path

from config.health import healthz
from servicedesk.views.frame import home

# What we use of the sign-in library. Its page for addresses is not among them: whoever manages people changes those.
SIGN_IN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that accounts come from the school
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

handler500 = "config.failures.server_error"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", home, name="home"),
    path("accounts/", include([page for page in sign_in_pages if page.name in SIGN_IN])),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("api/v1/", include("config.api")),
    path("", include("servicedesk.urls")),
    path("", include("sla.urls")),
    path("", include("assets.urls")),
    path("", include("changes.urls")),
    path("", include("incidents.urls")),
    path("", include("problems.urls")),
    path("", include("maintenance.urls")),
    path("", include("continuity.urls")),
    path("", include("finance.urls")),
    path("", include("reports.urls")),
    path("", include("healthcheck.urls")),
    path("", include("evidence.urls")),
    path("", include("adoption.urls")),
    path("", include("papers.urls")),
]
