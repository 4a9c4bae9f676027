from importlib import import_module

from django.apps import AppConfig


class MaintenanceConfig(AppConfig):
    name = "maintenance"
    verbose_name = "Maintenance"

    def ready(self):
        """Listen for news from below, and stand beside the assets."""
        import_module("maintenance.receivers")
        import_module("maintenance.beside_assets")
