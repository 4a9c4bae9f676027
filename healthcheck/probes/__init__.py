"""Statements that live records answer: each a function of a school and a time, and nobody has to tick it."""

from healthcheck.probes import changing, desk, levels, preventing, recovering, things
from healthcheck.probes.facts import PROBES, Facts, Finding, Probe

__all__ = ["PROBES", "Facts", "Finding", "Probe", "changing", "desk", "levels", "preventing", "recovering", "things"]
