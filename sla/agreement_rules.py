"""What an agreement must be before anybody can rely on it: sentences for everything that is wrong, in one place."""

from dataclasses import dataclass

from sla.models import AgreementKind, AgreementVersion, ClockKind, PauseReason, Unit
from sla.promise_words import PRIORITIES, amount_in_words

MOST_MINUTES = 60 * 24 * 365
MOST_DAYS = 365
MOST_PERCENT = 1000
CLOCK_WORDS = {ClockKind.RESPONSE: "to answer", ClockKind.RESOLUTION: "to fix"}


@dataclass(frozen=True)
class TargetFacts:
    """How soon, for one priority and one clock, before it is written: open minutes or school days, goal in per cent."""

    kind: str
    priority: int
    amount: int
    unit: str = Unit.MINUTES
    goal: int = 90

    @property
    def words(self):
        """4 hours, 3 school days."""
        return amount_in_words(self.amount, self.unit)


@dataclass(frozen=True)
class StepFacts:
    """An escalation step before it is written: its moment, whom it tells, and the team it passes the record to."""

    kind: str
    percent: int | None = None
    minutes_before: int | None = None
    tell_owner: bool = True
    tell_role: str = ""
    pass_to: object = None

    @property
    def moment(self):
        """What must differ between two steps."""
        return self.kind, self.percent, self.minutes_before


def wrong_with_target(target):
    """What is wrong with one target, or an empty text."""
    name = f"P{target.priority}, {CLOCK_WORDS[target.kind]}"
    most = MOST_DAYS if target.unit == Unit.SCHOOL_DAYS else MOST_MINUTES
    if target.amount <= 0:
        return f"{name}: a target of 0 can’t be met by anybody. Give it at least a minute, or leave it empty."
    if target.amount > most:
        return f"{name}: {target.words} is longer than a year. Nobody can be held to that."
    if not 1 <= target.goal <= 100:
        return f"{name}: the share to be met is between 1 and 100 per cent."
    return ""


def wrong_with_targets(targets):
    """Sentences about a set of targets: each by itself, and those that contradict each other."""
    found = [wrong for target in targets if (wrong := wrong_with_target(target))]
    keys = [(target.kind, target.priority) for target in targets]
    twice = sorted({f"P{priority}" for kind, priority in keys if keys.count((kind, priority)) > 1})
    if twice:
        found.append(f"Each priority has one target to answer and one to fix; {', '.join(twice)} has two.")
    return found + [wrong for priority in PRIORITIES if (wrong := _answered_after_the_fix(priority, targets))]


def _answered_after_the_fix(priority, targets):
    """A sentence where the answer may come later than the fix; a school day and hours can’t be compared."""
    answer, fix = (
        next((target for target in targets if (target.kind, target.priority) == (kind, priority)), None)
        for kind in (ClockKind.RESPONSE, ClockKind.RESOLUTION)
    )
    if not answer or not fix or answer.unit != fix.unit or answer.amount <= fix.amount:
        return ""
    times = [amount_in_words(target.amount, target.unit) for target in (answer, fix)]
    return f"P{priority} has {times[0]} to answer and only {times[1]} to fix. Give less time to answer, or more to fix."


def wrong_with_steps(steps):
    """Sentences about a set of escalation steps."""
    found = []
    for step in steps:
        name = f"The step “{_moment(step)}”"
        if (step.percent is None) == (step.minutes_before is None):
            found.append("A step comes at a share of the time or so many minutes before it runs out: give one of them.")
        elif step.percent is not None and not 1 <= step.percent <= MOST_PERCENT:
            found.append(f"{name}: give a share between 1 and {MOST_PERCENT} per cent.")
        elif step.minutes_before is not None and not 1 <= step.minutes_before <= MOST_MINUTES:
            found.append(f"{name}: give at least 1 minute and no more than a year.")
        elif not (step.tell_owner or step.tell_role or step.pass_to):
            found.append(f"{name} tells nobody. Choose whom to tell, or a team to pass the record to.")
    moments = [step.moment for step in steps]
    if len(moments) != len(set(moments)):
        found.append("Two steps come at the same moment. Make one of them, or choose another moment.")
    return found


def _moment(step):
    if step.percent is not None:
        return f"at {step.percent} %"
    return f"{step.minutes_before} min before" if step.minutes_before is not None else "no moment"


def wrong_with_pauses(reasons):
    """A sentence where a reason to wait is unknown."""
    unknown = sorted(set(reasons) - set(PauseReason.values))
    return [f"There is no wait called “{name}”." for name in unknown]


def not_ready(version: AgreementVersion, *, calendar, at) -> list[str]:
    """What is missing before a draft can be put in force at `at`; empty when nothing is.

    `calendar`: the version of the calendar it would be counted on, or None.
    """
    targets = {(target.kind, target.priority): target for target in version.targets.all()}
    found = wrong_with_targets(list(targets.values()))
    if version.agreement.kind == AgreementKind.SERVICE_LEVEL:
        found += [_missing(kind, targets) for kind in ClockKind.values if _missing(kind, targets)]
        if calendar is None:
            who = version.agreement.school or "The trust"
            found.append(f"{who} has no calendar, so no time could be counted. Make the calendar first.")
    elif not any(kind == ClockKind.RESOLUTION for kind, _ in targets):
        found.append("Say how soon they fix it for at least one priority.")
    if version.in_force_until and version.in_force_until <= at:
        found.append("It would end before it begins. Choose a later last day.")
    return found


def _missing(kind, targets):
    gone = [f"P{priority}" for priority in PRIORITIES if (kind, priority) not in targets]
    return f"No time {CLOCK_WORDS[ClockKind(kind)]} is given for {', '.join(gone)}." if gone else ""
