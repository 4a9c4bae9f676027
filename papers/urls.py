"""Addresses of the forms."""

from django.urls import path

from papers.views import forms

app_name = "papers"
urlpatterns = [
    path("forms/", forms.index, name="forms"),
    path("forms/<slug:key>/", forms.form, name="form"),
    path("forms/<slug:key>/paper.pdf", forms.paper, name="paper"),
]
