"""What a change would do to the clocks that are open: counted exactly and at once, however many there are.

The act (`sla.reevaluations`) asks `count_or_pass` for each clock. A preview asks it only for those with a story of
their own, and reckons the plain ones, nearly all of them, in arrays: the same arithmetic, and the same answer.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import structlog
from django.db.models import Q

from sla import clock_rules, clock_stories, many_clocks
from sla.effects import SHOWN, Effect, Standing
from sla.models import Clock, ClockEvent, ClockState, EventKind

LOOKED_AT = 20_000  # at once, where nothing is locked
ROW = (*("pk", "kind", "priority", "state", "started_at", "amount", "unit", "due", "breached_at", "calendar_version"),)
QUIET = (EventKind.START, EventKind.TARGET, EventKind.CALENDAR)  # what stands beside the clock says all about these
WAITS = (EventKind.PAUSE, EventKind.RESUME)
log = structlog.get_logger(__name__)


def foresee(*changes, at: datetime) -> Effect:
    """What changes would do to the clocks that are open at `at`; nothing is written."""
    effect, shelf = Effect(), clock_stories.Shelf()
    for change in changes:
        for found, rows in _batches(change.open_clocks()):
            _look(change, found, rows, effect, shelf, at=at)
    _show(effect)
    return effect


def count(change, clock, story, effect, *, at):
    """One clock read anew: (reading, event facts), the difference noted; None where the change does not touch it.

    `clock`: the row, or its values; `story`: its events.
    """
    at = max(at, story[-1].at)
    rule, facts = change.event(clock, at=at)
    if rule is None:
        return None
    before = Standing(clock.due, clock.breached_at)  # as its events left it
    after = clock_rules.read([*story, rule], breached_at=clock.breached_at)
    effect.note(clock, before, after, at=at)
    return after, facts | {"at": at}


def count_or_pass(change, clock, story, effect, *, at):
    """As `count`; a clock whose story makes no sense stays as it is, is named in the log, and holds up no other."""
    try:
        return count(change, clock, story, effect, at=at)
    except Exception:
        log.exception("reevaluation_failed", clock=clock.pk)
        return None


def _batches(open_clocks) -> Iterator[tuple]:
    """The clocks as plain values, by key, so that memory stays flat; each batch also as a question."""
    last, rows = 0, open_clocks.order_by("pk").values_list(*ROW, named=True)
    while batch := list(rows.filter(pk__gt=last)[:LOOKED_AT]):
        found = open_clocks.filter(pk__gt=last, pk__lte=batch[-1].pk)
        yield found, batch
        last = batch[-1].pk


def _look(change, found, rows, effect, shelf, *, at):
    """Note what a change does to each of some clocks, in their order."""
    turns = _turns(found, at=at)
    shelf.fetch(calendars={row.calendar_version for row in rows})
    plain, told = _plain(change, rows, turns, shelf, at=at)
    dues = _new_dues(plain)
    stories = clock_stories.told(told, shelf)
    for row in rows:
        if row.pk in dues:
            _note(row, dues[row.pk], effect, at=at)
        elif row.pk in stories:
            count_or_pass(change, row, stories[row.pk], effect, at=at)


def _turns(found, *, at):
    """What happened to some clocks beyond their start, targets and calendars, or after `at`: (kind, moment) of each."""
    odd = ClockEvent.objects.filter(~Q(kind__in=QUIET) | Q(at__gt=at), clock__in=found.values("pk"))
    turns = defaultdict(list)
    for clock, *turn in odd.order_by("pk").values_list("clock", "kind", "at"):
        turns[clock].append(turn)
    return turns


def _plain(change, rows, turns, shelf, *, at):
    """The plain clocks that a change touches, by the hours they would run on; and the keys of those with a story."""
    plain, told = defaultdict(list), []
    for row in rows:
        rule, _ = change.event(row, at=at)
        if rule is None:
            continue
        mine = turns.get(row.pk, ())
        if row.state != ClockState.RUNNING or rule.kind not in QUIET or not _only_waited(mine, at=at):
            told.append(row.pk)
            continue
        hours = rule.hours or shelf.hours(row.calendar_version)
        target = (rule.amount, rule.unit) if rule.hours is None else (row.amount, row.unit)
        plain[hours].append((row.pk, many_clocks.Plain(row.started_at, *target, many_clocks.waits(mine))))
    return plain, told


def _only_waited(turns, *, at):
    return all(kind in WAITS and moment <= at for kind, moment in turns)


def _new_dues(plain):
    return {
        key: due
        for hours, clocks in plain.items()
        for (key, _), due in zip(clocks, many_clocks.dues(hours, [clock for _, clock in clocks]), strict=True)
    }


def _note(row, due, effect, *, at):
    """A running clock with another deadline, as `clock_rules` judges it: late now if that has passed, unless it was."""
    ran_out = row.due if row.due and row.due < at else at if due and due < at else None
    before = Standing(row.due, row.breached_at)
    effect.note(row, before, Standing(due, row.breached_at or ran_out), at=at)


def _show(effect):
    """The clocks themselves, for the few that are shown."""
    shown = Clock.objects.select_related("school").in_bulk([clock.pk for clock, *_ in effect.examples[:SHOWN]])
    effect.examples = [(shown[clock.pk], *rest) for clock, *rest in effect.examples]
