"""Addresses of the pages."""

from django.urls import URLPattern

app_name = "healthcheck"
urlpatterns: list[URLPattern] = []
