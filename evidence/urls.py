"""Addresses of the pages."""

from django.urls import path

from evidence.views import checklist

app_name = "evidence"
urlpatterns = [
    path("evidence/", checklist.checklist, name="checklist"),
    path("evidence/pack/", checklist.pack, name="export"),
]
