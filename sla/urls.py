"""Addresses of the pages."""

app_name = "sla"
urlpatterns = []
