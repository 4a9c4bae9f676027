from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = "Incidents"

    def ready(self):
        """Listen for news from below, do what recorded acts ask for, and say what a major incident adds to records."""
        import_module("incidents.receivers")
        import_module("incidents.priority_acts")
        import_module("incidents.major_ways")
        import_module("incidents.beside_assets")
