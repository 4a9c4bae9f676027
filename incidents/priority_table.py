"""What makes a priority, in one place: an agreement’s table, the services that matter more, and the days that do."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from incidents.models import DatedEvent, PriorityRule, ServiceUplift
from incidents.priority import Impact, Priority, Urgency, usual
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from sla.agreements import promise_for
from sla.models import AgreementVersion

MOST_STEPS = 4


@dataclass(frozen=True)
class Judgement:
    """A priority, and in words what raised it above the table: “exams”, “Registers matter more”."""

    priority: int
    table: int
    raised: tuple[str, ...] = ()


@dataclass(frozen=True)
class Days:
    """A dated event as far as it raises priorities. `services`: ids; none means all."""

    name: str
    first: date
    last: date
    steps: int
    services: frozenset[int] = frozenset()
    pk: int | None = None

    def touches(self, service, on):
        """Does it raise faults of a service (an id or None) on a date?"""
        return self.first <= on <= self.last and (not self.services or service in self.services)


@dataclass(frozen=True)
class Rules:
    """All that makes a priority at one school. `uplifts`: id of a service → (its name, steps)."""

    table: dict
    uplifts: dict[int, tuple[str, int]] = field(default_factory=dict)
    events: tuple[Days, ...] = ()

    def judge(self, impact, urgency, *, service=None, on) -> Judgement:
        """The table, then up by the service's steps, then by the steps of the strongest event of the day; P1 is top."""
        priority = base = int(self.table[Impact(impact), Urgency(urgency)])
        raised = []
        for words, steps in self._raises(service, on):
            if priority > Priority.P1:
                priority = max(int(Priority.P1), priority - steps)
                raised.append(words)
        return Judgement(priority, base, tuple(raised))

    def _raises(self, service, on):
        if service in self.uplifts:
            name, steps = self.uplifts[service]
            yield f"{name} matters more", steps
        today = [event for event in self.events if event.touches(service, on)]
        if today:
            strongest = max(today, key=lambda event: event.steps)
            yield strongest.name, strongest.steps


def judge(school, impact, urgency, *, promise, category=None, on) -> Judgement:
    """The priority of a fault of a category at a school on a date: the one way to it for every move and intake."""
    service = category.service_id if category else None
    return rules_of(school, promise.version if promise else None).judge(impact, urgency, service=service, on=on)


def judge_record(incident, *, on, impact=None, urgency=None) -> Judgement:
    """The priority of a record on a date, by its own answers or by others."""
    answers = impact or incident.impact, urgency or incident.urgency
    return judge(incident.school, *answers, promise=promise_for(incident.school), category=incident.category, on=on)


def rules_of(school, version):
    """What holds at a school under a wording of its agreement (or None)."""
    if version is None:
        return Rules(USUAL, {}, events_of(school))
    return Rules(table_of(version), uplifts_of(version), events_of(school))


def rules_for(schools, promises):
    """What holds at each of some schools, by its key, under their promises (None where there is none).

    As many queries for one school as for all.
    """
    versions = {promise.version for promise in promises.values() if promise}
    prefetch_related_objects(list(versions), "priority_rules", "uplifts__service")
    written = {version.pk: (table_of(version), _steps_of(version.uplifts.all())) for version in versions}
    usual, events = (USUAL, {}), _events(Q(school__in=schools))
    return {
        school.pk: Rules(
            *(written[promise.version.pk] if (promise := promises[school.pk]) else usual),
            tuple(days for whose, days in events if whose in (None, school.pk)),
        )
        for school in schools
    }


def table_of(version):
    """(impact, urgency) → priority for every pair: the agreement's own rule, else the usual one."""
    own = {(rule.impact, rule.urgency): rule.priority for rule in version.priority_rules.all()}
    return {pair: own.get((pair[0].value, pair[1].value), priority) for pair, priority in USUAL.items()}


def uplifts_of(version):
    """The services that matter more under a wording."""
    return _steps_of(version.uplifts.select_related("service"))


def _steps_of(uplifts):
    return {uplift.service_id: (uplift.service.name, uplift.steps) for uplift in uplifts}


def events_of(school):
    """The dated events of a school and of the whole trust."""
    return tuple(days for _, days in _events(Q(school=school)))


def _events(own):
    """(whose, days) of each dated event of some schools and of the whole trust."""
    found = DatedEvent.objects.filter(own | Q(school=None)).prefetch_related("services")
    return [(event.school_id, days_of(event, event.services.all())) for event in found]


def days_of(event, services):
    """A dated event as a fact."""
    return Days(
        event.name, event.first, event.last, event.steps, frozenset(service.pk for service in services), event.pk
    )


def may_change(person, version):
    """A school's table is changed by who edits its agreement, the trust's by who edits it for every school."""
    return person.may(Permission.EDIT_AGREEMENTS, version.agreement.school_id)


@transaction.atomic
def set_table(version, *, by, at, table):
    """Write the whole table. Records judged before keep their priority; the next one goes by the new table."""
    _check(version, by)
    rules = {(rule.impact, rule.urgency): rule for rule in version.priority_rules.select_for_update()}
    for (impact, urgency), priority in table.items():
        rule = rules.get((impact, urgency)) or PriorityRule(version=version, impact=impact, urgency=urgency)
        if rule.priority != priority:
            rule.priority = priority
            _keep(rule, by=by, at=at)
    return table_of(AgreementVersion.objects.get(pk=version.pk))


@transaction.atomic
def set_uplifts(version, *, by, at, uplifts):
    """Which services matter more, all of them: service → steps; 0 means as much as any other."""
    _check(version, by)
    if any(not 0 <= steps <= MOST_STEPS for steps in uplifts.values()):
        raise ValidationError({"uplifts": f"A service counts for 1 to {MOST_STEPS} steps more, or for none."})
    held = {uplift.service_id: uplift for uplift in version.uplifts.select_for_update()}
    for service, steps in uplifts.items():
        uplift = held.pop(service.pk, None) or ServiceUplift(version=version, service=service, steps=0)
        if steps and uplift.steps != steps:
            uplift.steps = steps
            _keep(uplift, by=by, at=at)
        elif not steps and uplift.pk:
            _drop(uplift, by=by, at=at)
    for uplift in held.values():
        _drop(uplift, by=by, at=at)
    return uplifts_of(version)


@transaction.atomic
def save_event(event, *, by, at, services=(), **facts):
    """A dated event, new or changed: its name, first and last day, how many steps it raises, and for which services."""
    if event.pk:
        _check_may(DatedEvent.objects.select_related("school").get(pk=event.pk), by)
    for name, value in facts.items():
        setattr(event, name, value)
    _check_event(event, by)
    _keep(event, by=by, at=at)
    event.services.set(services)
    return event


@transaction.atomic
def remove_event(event, *, by, at):
    """The days count for no more than others. Records raised by it keep their priority."""
    _check_may(event, by)
    _drop(event, by=by, at=at)


@transaction.atomic
def carry_over(before, version, *, by, at):
    """A new wording goes by the table and the uplifts of the one before, until somebody changes them."""
    for rule in before.priority_rules.all():
        _keep(
            PriorityRule(version=version, impact=rule.impact, urgency=rule.urgency, priority=rule.priority),
            by=by,
            at=at,
        )
    for uplift in before.uplifts.all():
        _keep(ServiceUplift(version=version, service_id=uplift.service_id, steps=uplift.steps), by=by, at=at)


def _check(version, by):
    if not may_change(by, version):
        raise NotYours("You can’t change the priorities of this agreement.")
    state = AgreementVersion.objects.select_for_update().values_list("state", flat=True).get(pk=version.pk)
    if state != AgreementVersion.State.IN_FORCE:
        raise Refused(f"{version} is not in force, so its priorities can’t be changed.")


def _check_may(event, by):
    if not by.may(Permission.EDIT_AGREEMENTS, event.school_id):
        whose = event.school.name if event.school else "the whole trust"
        raise NotYours(f"You can’t change what counts for more at {whose}.")


def _check_event(event, by):
    _check_may(event, by)
    errors = {}
    if not (event.name or "").strip():
        errors["name"] = "Give it a name, such as “Summer exams”."
    if event.first and event.last and event.last < event.first:
        errors["last"] = "It ends before it begins."
    if not 1 <= event.steps <= MOST_STEPS:
        errors["steps"] = f"Choose 1 to {MOST_STEPS} steps."
    if errors:
        raise ValidationError(errors)


def _keep(row, *, by, at):
    row._history_user, row._history_date = by, at
    row.save()


def _drop(row, *, by, at):
    row._history_user, row._history_date = by, at
    row.delete()


USUAL = {(impact, urgency): usual(impact, urgency) for impact in Impact for urgency in Urgency}
