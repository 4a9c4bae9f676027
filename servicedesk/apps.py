"""The FITS service desk: schools, rooms, people, roles, services, timeline and letters."""

from django.apps import AppConfig


class ServiceDeskConfig(AppConfig):
    name = "servicedesk"
    verbose_name = "Service desk"

    def ready(self):
        """Listen to the sign-in library."""
        from servicedesk import receivers  # noqa: F401, PLC0415 - models are there only now
