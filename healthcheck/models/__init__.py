"""Health checks with their answers, and the plan to close the gaps."""

from healthcheck.models.action import Action, ActionStatus
from healthcheck.models.check import Answer, Choice, HealthCheck, HealthCheckEntry, Status

__all__ = ["Action", "ActionStatus", "Answer", "Choice", "HealthCheck", "HealthCheckEntry", "Status"]
