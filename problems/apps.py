from importlib import import_module

from django.apps import AppConfig

from problems.detectors import look_with


class ProblemsConfig(AppConfig):
    name = "problems"
    verbose_name = "Problems"

    def ready(self):
        """Listen for news, stand beside incidents and assets, and name the detectors; whoever looks loads them."""
        import_module("problems.receivers")
        import_module("problems.beside")
        import_module("problems.beside_assets")
        import_module("problems.advising")
        look_with(
            recurrence="problems.trends.recurrence",
            spike="problems.trends.spikes",
            similar="problems.trends.wording",
            drift="problems.trends.drift",
            now="problems.trends.bursts",
        )
