from django.apps import AppConfig

from problems.detectors import look_with


class ProblemsConfig(AppConfig):
    name = "problems"
    verbose_name = "Problems"

    def ready(self):
        """Say where its detectors are; they are loaded by whoever looks for trends."""
        look_with(
            recurrence="problems.trends.recurrence",
            spike="problems.trends.spikes",
            similar="problems.trends.wording",
            drift="problems.trends.drift",
            now="problems.trends.bursts",
        )
