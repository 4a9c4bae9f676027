"""Addresses of the asset register."""

from django.urls import path

from assets.views import register

app_name = "assets"
urlpatterns = [
    path("assets/", register.assets, name="list"),
    path("assets/add/<int:pk>/", register.add_asset, name="add"),
    path("assets/<int:pk>/", register.asset, name="detail"),
    path("assets/<int:pk>/change/", register.change_asset, name="change"),
]
