from importlib import import_module

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"
    verbose_name = "Assets"

    def ready(self):
        """Stand on the page of a thing."""
        import_module("assets.care_panels")
        import_module("assets.licence_panels")
        import_module("assets.relation_panels")
