from importlib import import_module

from django.apps import AppConfig

from problems.detectors import look_with


class ChangesConfig(AppConfig):
    name = "changes"
    verbose_name = "Changes"

    def ready(self):
        """Stand beside incidents, problems and assets, tell the status page, and look for what follows a change."""
        import_module("changes.beside")
        import_module("changes.beside_assets")
        import_module("changes.planned_work")
        look_with(after_change="changes.after_changes")
