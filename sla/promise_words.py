"""Targets and escalation steps as people say them."""

from collections.abc import Iterable
from dataclasses import dataclass

from servicedesk.roles import CHOICES
from sla.models import EscalationStep, PauseReason, Target, Unit

PRIORITIES = range(1, 6)
HOUR = 60
CLOCKS = {"response": "to answer", "resolution": "to fix it"}


@dataclass(frozen=True)
class PriorityTargets:
    """What is promised for one priority; an empty text where nothing is."""

    priority: int
    response: str
    resolution: str
    response_goal: int | None
    resolution_goal: int | None


def amount_in_words(amount: int, unit: str) -> str:
    """30 minutes, 4 hours, 1 hour 30 minutes, 2 school days; 0 is at once. Minutes count in support hours only."""
    if amount == 0:
        return "at once, in support hours"
    if unit == Unit.SCHOOL_DAYS:
        return _counted(amount, "school day")
    hours, minutes = divmod(amount, HOUR)
    return " ".join(_counted(n, word) for n, word in ((hours, "hour"), (minutes, "minute")) if n)


def targets_in_words(targets: Iterable[Target]) -> list[PriorityTargets]:
    """One row a priority, most urgent first."""
    by_key = {(target.priority, target.kind): target for target in targets}
    return [_row(priority, by_key) for priority in PRIORITIES if any((priority, kind) in by_key for kind in CLOCKS)]


def steps_in_words(steps: Iterable[EscalationStep]) -> list[tuple[str, str]]:
    """When, and who is told."""
    return [(step_moment(step), _told(step)) for step in steps]


def step_moment(step) -> str:
    """75 % of the time to answer; 30 minutes before the time to fix it is over."""
    if step.percent is not None:
        return f"{step.percent} % of the time {CLOCKS[step.kind]}"
    return f"{amount_in_words(step.minutes_before, Unit.MINUTES)} before the time {CLOCKS[step.kind]} is over"


def _row(priority: int, by_key: dict[tuple[int, str], Target]) -> PriorityTargets:
    found = {kind: by_key.get((priority, kind)) for kind in CLOCKS}
    words = {kind: amount_in_words(t.amount, t.unit) if t else "" for kind, t in found.items()}
    goals = {f"{kind}_goal": t.goal if t else None for kind, t in found.items()}
    return PriorityTargets(priority, **words, **goals)  # type: ignore[arg-type]


def _told(step) -> str:
    people = ["whoever owns it"] if step.tell_owner else []
    if step.tell_role:
        people.append(f"everyone with the role {dict(CHOICES)[step.tell_role]}")
    told = " and ".join(people) or "nobody"
    return f"{told}; it is passed to {step.pass_to.name}" if step.pass_to else told


def pauses_in_words(reasons: Iterable[str]) -> str:
    """Which waits stop the time to fix: “the requester, a supplier or a part”."""
    labels = [label for value, label in PauseReason.choices if value in reasons or not reasons]
    return " or ".join(filter(None, (", ".join(labels[:-1]), labels[-1]))) if labels else ""


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
