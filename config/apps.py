"""The plumbing is an app too, for its start-up commands; it has no models."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
