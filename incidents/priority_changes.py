"""Other rules for priorities: foretold for the records that are open, and applied to them when somebody says so."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents import promises, timeline
from incidents.intake import local_date
from incidents.models import Incident
from incidents.moves import hold
from incidents.priority_table import Judgement, rules_of
from incidents.workflow.record import save
from servicedesk.models import School
from sla import clock_rules, reevaluations
from sla.agreements import promise_for
from sla.clock_changes import OPEN
from sla.models import AgreementVersion, Clock, EventKind
from sla.reevaluations import Effect

MOST_AT_ONCE = 500  # records judged again in one request; each of them is a row locked until all are done
BESIDE = ("school", "category", "response_clock", "resolution_clock")


@dataclass(frozen=True)
class Forecast:
    """What other rules would do to the open records: (record, judgement) for each that changes, and their clocks."""

    looked_at: int
    changes: list[tuple[Incident, Judgement]]
    clocks: Effect = field(default_factory=Effect)

    @property
    def too_many(self):
        """More than one request judges again."""
        return len(self.changes) > MOST_AT_ONCE

    def __str__(self):
        if not self.changes:
            return "No open record would get another priority."
        count = len(self.changes)
        records = (
            "1 open record gets another priority" if count == 1 else f"{count:,} open records get another priority"
        )
        return f"{records}. {self.clocks}"


class JudgedAgain:
    """Clocks get the target of another priority: what `sla.reevaluations` needs to foretell it."""

    def __init__(self, changes):
        self.priorities, self.targets = {}, {}
        promise_of = _Promises()
        for incident, judged in changes:
            for key in filter(None, (incident.response_clock_id, incident.resolution_clock_id)):
                self.priorities[key] = judged.priority
                self.targets[key] = promise_of(incident.school)

    def open_clocks(self):
        """The clocks of the records that change."""
        return Clock.objects.filter(pk__in=list(self.priorities), state__in=OPEN)

    def event(self, clock, *, at):
        """The target of the new priority."""
        promise = self.targets[clock.pk]
        target = promise.target(clock.kind, self.priorities[clock.pk]) if promise else None
        if target is None:
            return None, None
        facts = {"kind": EventKind.TARGET, "amount": target.amount, "unit": target.unit}
        return clock_rules.Event(at=at, **facts), facts


class _Promises:
    """The promise of each school, asked once."""

    def __init__(self):
        self.found = {}

    def __call__(self, school):
        if school.pk not in self.found:
            self.found[school.pk] = promise_for(school)
        return self.found[school.pk]


def schools_under(version):
    """The schools whose records go by the rules of a wording in force."""
    school = version.agreement.school
    if school:
        return [school]
    own = AgreementVersion.objects.of_service_level().in_force().filter(agreement__school__isnull=False)
    return list(School.objects.exclude(pk__in=own.values("agreement__school")))


def foresee(schools, other, *, at) -> Forecast:
    """What happens to the open records of some schools under other rules; nothing is written.

    `other(school, rules)` gives the rules as they would be. What the desk decided for a reason stays.
    """
    changes, looked_at = [], 0
    for school in schools:
        promise = promise_for(school)
        rules = other(school, rules_of(school, promise.version if promise else None))
        for incident in _open_records(school):
            looked_at += 1
            judged = _judged(incident, rules, at=at)
            if judged.priority != incident.priority:
                changes.append((incident, judged))
    effect = reevaluations.foresee(JudgedAgain(changes), at=at) if changes else Effect()
    return Forecast(looked_at, changes, effect)


@transaction.atomic
def apply(schools, *, by, at, reason):
    """Judge the open records of some schools again by the rules that hold now. Returns those that changed.

    Each record keeps in its story from which priority to which it went, and why.
    """
    forecast = foresee(schools, lambda school, rules: rules, at=at)
    if forecast.too_many:
        raise ValidationError(
            f"{len(forecast.changes):,} open records would change, and {MOST_AT_ONCE} can be judged again at once. "
            "Save it for the records to come, and change the open ones on their own pages."
        )
    hold(*(incident for incident, _ in forecast.changes))
    return [done for incident, _ in forecast.changes if (done := _judge_again(incident, by=by, at=at, reason=reason))]


def _judge_again(incident, *, by, at, reason):
    incident = Incident.objects.select_related(*BESIDE).get(pk=incident.pk)
    promise = promise_for(incident.school)
    judged = _judged(incident, rules_of(incident.school, promise.version if promise else None), at=at)
    if not incident.is_open or incident.priority_reason or judged.priority == incident.priority:
        return None  # somebody was quicker
    before, incident.priority = incident.priority, judged.priority
    promises.retarget(incident, at=at, by=by, reason=reason)
    facts = {"before": before, "after": judged.priority, "rules": True} | timeline.raised_by(judged)
    timeline.write(incident, "prioritise", by=by, at=at, text=reason, **facts)
    return save(incident)


def _judged(incident, rules, *, at):
    service = incident.category.service_id if incident.category else None
    today = local_date(incident.school, at)
    return rules.judge(incident.impact, incident.urgency, service=service, on=today)


def _open_records(school):
    found = Incident.objects.unresolved().filter(school=school, priority_reason="", source_reference="")
    return found.select_related(*BESIDE)
