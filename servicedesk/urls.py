"""Addresses of the pages."""

from django.urls import path

from servicedesk import views

app_name = "servicedesk"
urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("components/", views.components, name="components"),
]
