"""Other rules for priorities: foretold for the records that are open, however many there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.db.models import F

from incidents import priority_table
from incidents.intake import local_date
from incidents.models import Incident
from incidents.priority_table import Judgement
from servicedesk.models import School
from sla import clock_rules, reevaluations
from sla.agreements import promises_for
from sla.clock_changes import OPEN
from sla.models import AgreementVersion, Clock, EventKind
from sla.reevaluations import Effect

SHOWN = 10
NAMED = 500  # so many clocks are asked for by key; of more, all that are open at their schools are looked through


class Row(NamedTuple):
    """What is read of an open record to judge it: far less than the record."""

    pk: int
    school: int
    impact: str
    urgency: str
    priority: int
    service: int | None
    response_clock: int | None
    resolution_clock: int | None


Changes = list[tuple[Row, Judgement]]


@dataclass(frozen=True)
class Forecast:
    """What other rules would do to the open records: (row, judgement) for each that changes, and their clocks.

    `examples`: the first records themselves, each with its judgement.
    """

    looked_at: int
    changes: Changes
    clocks: Effect = field(default_factory=Effect)
    examples: list[tuple[Incident, Judgement]] = field(default_factory=list)

    @property
    def changed(self):
        """How many records get another priority."""
        return len(self.changes)

    def __str__(self):
        count = self.changed
        if not count:
            return "No open record would get another priority."
        records = (
            "1 open record gets another priority" if count == 1 else f"{count:,} open records get another priority"
        )
        return f"{records}. {self.clocks}"


class JudgedAgain:
    """Clocks get the target of another priority: what `sla.reevaluations` needs to foretell it."""

    def __init__(self, changes, promises):
        self.schools, self.judged = {row.school for row, _ in changes}, {}
        for row, judged in changes:
            for key in filter(None, (row.response_clock, row.resolution_clock)):
                self.judged[key] = promises[row.school], judged.priority

    def open_clocks(self):
        """The clocks of the records that change, among others where they are many."""
        found = Clock.objects.filter(state__in=OPEN)
        return found.filter(school__in=self.schools) if len(self.judged) > NAMED else found.filter(pk__in=self.judged)

    def event(self, clock, *, at):
        """The target of the new priority; the end of the clock where nothing is promised for it."""
        promise, priority = self.judged.get(clock.pk, (None, None))
        if promise is None:
            return None, None
        target = promise.target(clock.kind, priority)
        if target is None:
            return clock_rules.Event(EventKind.CANCEL, at), {"kind": EventKind.CANCEL}
        facts = {"kind": EventKind.TARGET, "amount": target.amount, "unit": target.unit}
        return clock_rules.Event(at=at, **facts), facts


def schools_under(version):
    """The schools whose records go by the rules of a wording."""
    school = version.agreement.school
    if school:
        return [school]
    own = AgreementVersion.objects.of_service_level().in_force().filter(agreement__school__isnull=False)
    return list(School.objects.exclude(pk__in=own.values("agreement__school")))


def foresee(schools, other, *, at) -> Forecast:
    """What happens to the open records of some schools under other rules; nothing is written.

    `other(school, rules)` gives the rules as they would be. What the desk decided for a reason stays.
    """
    promises = promises_for(schools)
    rules = priority_table.rules_for(schools, promises)
    judge = _judge({school.pk: (school, other(school, rules[school.pk])) for school in schools}, at=at)
    looked_at, changes = _changed(open_rows(schools), judge)
    effect = reevaluations.foresee(JudgedAgain(changes, promises), at=at) if changes else Effect()
    return Forecast(looked_at, changes, effect, _examples(changes))


def to_judge_again(schools, *, at, after=0) -> list[int]:
    """The keys of the open records that have another priority than the rules give them that hold now, in order."""
    rules = priority_table.rules_for(schools, promises_for(schools))
    judge = _judge({school.pk: (school, rules[school.pk]) for school in schools}, at=at)
    _, changes = _changed(open_rows(schools).filter(pk__gt=after), judge)
    return [row.pk for row, _ in changes]


def open_rows(schools):
    """The open records of some schools, without those with a priority that somebody gave a reason for."""
    found = Incident.objects.unresolved().filter(school__in=schools, priority_reason="", source_reference="")
    named = found.annotate(service=F("category__service")).order_by("pk")
    return named.values_list(*Row._fields)


def _judge(rules, *, at: datetime) -> Callable[[Row], Judgement]:
    """How a row is judged at a moment; each question (there are few) is answered once."""
    today = {key: local_date(school, at) for key, (school, _) in rules.items()}

    @cache
    def answer(school, impact, urgency, service):
        return rules[school][1].judge(impact, urgency, service=service, on=today[school])

    return lambda row: answer(row.school, row.impact, row.urgency, row.service)


def _changed(rows, judge) -> tuple[int, Changes]:
    """How many rows there are, and those with another priority than they have."""
    looked_at, changes = 0, []
    for looked_at, values in enumerate(rows.iterator(), 1):  # noqa: B007 the last one is their number
        row = Row(*values)
        judged = judge(row)
        if judged.priority != row.priority:
            changes.append((row, judged))
    return looked_at, changes


def _examples(changes):
    found = Incident.objects.in_bulk([row.pk for row, _ in changes[:SHOWN]])
    return [(found[row.pk], judged) for row, judged in changes[:SHOWN] if row.pk in found]
