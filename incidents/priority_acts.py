"""Open records judged again by the rules of priority that hold now: one recorded act, in batches, resumable.

`sla.reevaluations` keeps the act and works through it; here stands what is done to some records at a time.
"""

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Max

from incidents import priority_changes, priority_table, promises, timeline
from incidents.intake import local_date
from incidents.models import Incident
from incidents.moves import hold
from incidents.workflow.record import save
from servicedesk.models import School
from sla import reevaluations
from sla.agreements import promises_for
from sla.effects import Effect, Standing
from sla.models import ActKind, ClockEvent

PACE = reevaluations.Pace(first=5, fewest=3, most=100, at_once=200)
BESIDE = ("school", "category", "response_clock", "resolution_clock")
CLOCKS = ("response_clock", "resolution_clock")
log = structlog.get_logger(__name__)


def ask(*, by, at, reason, version=None, school=None):
    """Record that open records are to be judged again: those under a wording, of a school, or (neither) all of them.

    Each record keeps in its story from which priority to which it went, and why.
    """
    found = priority_changes.to_judge_again(schools_of(version, school), at=at)
    of = {"agreement_version": version, "school": school}
    return reevaluations.record(kind=ActKind.PRIORITIES, by=by, at=at, reason=reason, total=len(found), **of)


class RecordsOfAct:
    """What `sla.reevaluations` asks of an act about priorities: which records come next, and some of them judged."""

    def __init__(self, act):
        self.schools, self.at = schools_of(act.agreement_version, act.school), act.asked_at

    def keys_after(self, cursor, *, most):
        """The next records after a key that have another priority than the rules give them."""
        return priority_changes.to_judge_again(self.schools, at=self.at, after=cursor)[:most]

    def go_on_with(self, keys, act):
        """Judge some records again, each held before its clocks, and add to the act what that did."""
        hold(*(Incident(pk=key) for key in keys))
        incidents = list(Incident.objects.filter(pk__in=keys).select_related(*BESIDE).order_by("pk"))
        judge, effect = _Judge(incidents, act), Effect()
        act.judged += sum(judge.again_or_pass(incident, effect) for incident in incidents)
        act.done += len(keys)
        act.moved += effect.moved
        act.late += effect.late


class _Judge:
    """The rules that hold for some records, read once they are held: whoever changes them later has an act after this.

    An act that asks for less than what holds by now would give a record back what another act took from it.
    """

    def __init__(self, incidents, act):
        self.act, schools = act, {incident.school for incident in incidents}
        self.promises = promises_for(schools)
        self.rules = priority_table.rules_for(schools, self.promises)
        keys = [key for incident in incidents for key in _clocks(incident)]
        last = ClockEvent.objects.filter(clock__in=keys).order_by("clock").values_list("clock").annotate(Max("at"))
        self.last = dict(last)

    def again_or_pass(self, incident, effect):
        """Judge one again; one whose story makes no sense stays as it is, named in the log, and holds up no other."""
        try:
            with transaction.atomic():
                return self._again(incident, effect)
        except DatabaseError:
            raise
        except Exception:
            log.exception("judging_again_failed", incident=incident.pk)
            return False

    def _again(self, incident, effect):
        judged = self._judged(incident)
        if not incident.is_open or incident.priority_reason or judged.priority == incident.priority:
            return False  # somebody was quicker
        at = max([self.act.asked_at, *(self.last[key] for key in _clocks(incident))])
        told = {"by": self.act.by, "at": at}
        before, incident.priority = incident.priority, judged.priority
        clocks = [getattr(incident, name) for name in CLOCKS]
        promise = self.promises[incident.school_id]
        promises.retarget(incident, reason=self.act.reason, promise=promise, **told)
        facts = {"before": before, "after": judged.priority, "rules": True} | timeline.raised_by(judged)
        timeline.write(incident, "prioritise", text=self.act.reason, **told, **facts)
        save(incident)
        _note(effect, clocks, incident, at=at)
        return True

    def _judged(self, incident):
        service = incident.category.service_id if incident.category else None
        today = local_date(incident.school, self.act.asked_at)
        return self.rules[incident.school_id].judge(incident.impact, incident.urgency, service=service, on=today)


def _note(effect, clocks, incident, *, at):
    """What that did to the record's clocks."""
    for before, name in zip(clocks, CLOCKS, strict=True):
        if before and before.state in promises.ACTIVE:
            after = getattr(incident, name)
            effect.note(after, Standing(before.due, before.breached_at), Standing(after.due, after.breached_at), at=at)


def _clocks(incident):
    return [key for key in (incident.response_clock_id, incident.resolution_clock_id) if key]


def schools_of(version=None, school=None):
    """Whose records an act is about."""
    if version:
        return priority_changes.schools_under(version)
    return [school] if school else list(School.objects.all())


reevaluations.done_by(ActKind.PRIORITIES, PACE, RecordsOfAct)
