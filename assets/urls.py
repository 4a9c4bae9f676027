"""Addresses of the asset register."""

from django.urls import path

from assets import views

app_name = "assets"
urlpatterns = [
    path("assets/", views.assets, name="list"),
    path("assets/add/<int:pk>/", views.add_asset, name="add"),
    path("assets/<int:pk>/", views.asset, name="detail"),
    path("assets/<int:pk>/change/", views.change_asset, name="change"),
]
