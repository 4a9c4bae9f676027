"""Addresses of the pages."""

app_name = "incidents"
urlpatterns = []
