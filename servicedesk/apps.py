"""The FITS service desk: schools, rooms, people, roles, services, timeline and letters."""

from importlib import import_module

from django.apps import AppConfig


class ServiceDeskConfig(AppConfig):
    name = "servicedesk"
    verbose_name = "Service desk"

    def ready(self):
        """Listen to the sign-in library."""
        import_module("servicedesk.receivers")
