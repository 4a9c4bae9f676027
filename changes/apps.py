from importlib import import_module

from django.apps import AppConfig

from problems.detectors import look_with
from servicedesk.roles import Permission
from servicedesk.waiting import count_on


class ChangesConfig(AppConfig):
    name = "changes"
    verbose_name = "Changes"

    def ready(self):
        """Stand beside incidents, problems and assets, tell the status page and the rail, and look for what follows."""
        import_module("changes.beside")
        import_module("changes.beside_assets")
        import_module("changes.planned_work")
        asked = import_module("changes.presentation.asked")
        count_on("changes:list", Permission.APPROVE_CHANGES, asked.number_asked_of)
        look_with(after_change="changes.after_changes")
