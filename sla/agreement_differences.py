"""What one wording of an agreement says otherwise than another, in words a governor can read."""

from dataclasses import dataclass

from sla.models import AgreementKind
from sla.promise_words import PRIORITIES, amount_in_words, pauses_in_words, steps_in_words

CLOCK_WORDS = (("response", "answered within"), ("resolution", "fixed within"))
NOTHING = "Nothing"
TEXTS = (("parties", "Who promises what to whom"), ("duties", "What users do"), ("exclusions", "What is not covered"))


@dataclass(frozen=True)
class Difference:
    """One thing that changes: what it is, what it was, what it will be."""

    what: str
    before: str
    after: str


def differences(before, after):
    """Everything that `after` says otherwise than `before` (None: there was nothing before)."""
    old, new = _said(before) if before else {}, _said(after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Difference(name, old.get(name) or NOTHING, new.get(name) or NOTHING)
        for name in names
        if (old.get(name) or "") != (new.get(name) or "")
    ]


def _said(version):
    """All a wording says: name → words, in the order of the page."""
    targets = {(target.kind, target.priority): target for target in version.targets.all()}
    said = {
        f"P{priority} {words}": _target(targets.get((kind, priority)))
        for priority in PRIORITIES
        for kind, words in CLOCK_WORDS
    }
    said["Services"] = ", ".join(service.name for service in version.services.all()) or "All services"
    said["Waits that stop the time to fix"] = pauses_in_words(version.pause_reasons).capitalize()
    steps = steps_in_words(version.steps.select_related("pass_to"))
    said["Who is told when time runs out"] = "; ".join(f"{moment}: {told}" for moment, told in steps)
    said["Closed by itself"] = f"after {_days(version.close_after_days)}"
    said["May be reopened"] = f"for {_days(version.reopen_days)}"
    said |= {name: getattr(version, field).strip() for field, name in TEXTS}
    said["To be reviewed by"] = _date(version.review_on)
    if version.agreement.kind != AgreementKind.SERVICE_LEVEL and version.state == "draft":
        said["Ends"] = _date(version.in_force_until)
    return said


def _target(target):
    return f"{amount_in_words(target.amount, target.unit)}, in {target.goal} of 100 cases" if target else ""


def _days(number):
    return "1 school day" if number == 1 else f"{number} school days"


def _date(day):
    return f"{day.day} {day:%B %Y}" if day else ""
