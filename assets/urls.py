"""Addresses of the pages."""

app_name = "assets"
urlpatterns = []
