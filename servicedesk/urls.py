"""Addresses of the pages."""

app_name = "servicedesk"
urlpatterns = []
