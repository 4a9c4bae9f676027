from importlib import import_module

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "adoption"
    verbose_name = "Adoption"

    def ready(self):
        """Stand beside evidence."""
        import_module("adoption.beside_evidence")
