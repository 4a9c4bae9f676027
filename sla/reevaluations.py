"""Counting open clocks anew after a calendar or an agreement changed: recorded, in batches, resumable.

Profiled on 10,000 clocks of which a third moved, the arithmetic was about a tenth. The rest was rows made into objects
and back, every derived column written for each clock whether it moved or not, and some eighteen queries a batch, of
which those by key read whole tables where PostgreSQL had no statistics. So stories are read as plain values, a clock
that stays as it is only gets its new version (one statement for all of them), and what batches share is read once.
"""

from bisect import bisect_right
from time import perf_counter

from django.db import connection, transaction

from sla import clock_stories, clocks
from sla.calendars import hours_of
from sla.clock_changes import AgreementChange, CalendarChange
from sla.effects import Effect
from sla.forecasts import count_or_pass, foresee
from sla.models import Clock, ClockEvent, Reevaluation
from sla.signals import clocks_moved, clocks_to_move

__all__ = ["AgreementChange", "CalendarChange", "Effect", "ask", "batches", "foresee", "settle", "work"]

BATCH = 150  # at first; then as many as are through in about IN_A_BATCH
FEWEST, MOST = 50, 300
IN_A_BATCH = 0.08  # seconds for which a batch may hold its rows: whoever saves a record meanwhile doesn't notice
KEYS_AHEAD = 3000  # read at once; whether a clock is still to be counted is asked again when it is held
MANY = 10_000
AT_ONCE = 500  # counted anew while the person waits; more are left to the sweep
BESIDE = (*clocks.DERIVED, "is_provisional", "next_step_at")
WRITTEN = (*BESIDE, "calendar_version", "agreement_version")


@transaction.atomic
def ask(change, *, by, at, reason):
    """Record that a change is to be applied to the open clocks; a sweep (or `work`) does it in batches."""
    total = change.open_clocks().count()
    return Reevaluation.objects.create(**change.of, by=by, asked_at=at, reason=reason, total=total)


def settle(act, *, at):
    """Do at once what was asked for where few clocks wait, and leave it to the sweep where they are many."""
    if sum(Reevaluation.objects.filter(finished_at=None).values_list("total", flat=True)) <= AT_ONCE:
        work(at=at, most=AT_ONCE)
        act.refresh_from_db()
    return act


def work(*, at, most=None):
    """Go on with every re-evaluation that is not through; returns how many clocks were counted anew.

    Safe to repeat, to miss, to be killed in the middle and to run twice at once: a batch is one transaction that locks
    its re-evaluation, and the cursor moves with it.
    """
    done = 0
    for batch in batches(at=at):
        done += batch
        if most is not None and done >= most:
            break
    return done


def batches(*, at):
    """Work batch by batch, until nothing is left to do; yields how many clocks each counted anew."""
    worker = _Worker()
    while (done := worker.batch(at=at)) is not None:
        yield done


class _Worker:
    """What a worker keeps in mind from batch to batch: what the clocks share, and how many it takes at once.

    How many follows from how long the batch before took: a slower machine takes fewer, and the queue waits no longer.
    """

    def __init__(self):
        self.size, self.shelf = BATCH, clock_stories.Shelf()
        self.act, self.keys = None, []

    def batch(self, *, at):
        """Count some clocks anew; how many, or None when no act is left."""
        began = perf_counter()
        with transaction.atomic():
            act = (
                Reevaluation.objects.select_for_update(skip_locked=True, of=("self",)).filter(finished_at=None).first()
            )
            if act is None:
                return None
            if act != self.act:
                self._begin(act)
            done = self._go_on_with(act, at=at)
        if done == self.size:  # no more than twice as many, so that one quick batch makes no long one
            growth = min(IN_A_BATCH / (perf_counter() - began), 2)
            self.size = min(max(int(done * growth), FEWEST), MOST)
        return done

    def _begin(self, act):
        self.act, self.keys = act, []
        self.change = change_of(act)
        self.open_clocks = self.change.open_clocks()
        if act.total >= MANY:
            _learn_how_many()

    def _go_on_with(self, act, *, at):
        keys, held = self._next_keys(act), []
        if keys:
            clocks_to_move.send(Reevaluation, clocks=keys)
            held = list(self.open_clocks.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
            effect = _count_anew(self.change, held, self.shelf, act)
            act.moved += effect.moved
            act.late += effect.late
            act.cursor = keys[-1]
        act.done += len(held)
        act.finished_at = None if keys else at
        act.save(update_fields=["done", "moved", "late", "cursor", "finished_at"])
        return len(held)

    def _next_keys(self, act):
        """The next clocks after the cursor, which another worker may have moved."""
        self.keys = self.keys[bisect_right(self.keys, act.cursor) :]
        if not self.keys:
            found = self.open_clocks.filter(pk__gt=act.cursor).order_by("pk")
            self.keys = list(found.values_list("pk", flat=True)[:KEYS_AHEAD])
        return self.keys[: self.size]


def _learn_how_many():
    """Let the database count its rows before many are asked for by key.

    Where tables grew quickly it takes every batch for half a table and reads all of it; each batch then costs by the
    size of the desk.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Clock._meta.db_table}, {ClockEvent._meta.db_table}")


def change_of(act):
    """The change a recorded act stands for."""
    if act.calendar_version:
        version = act.calendar_version
        return CalendarChange(version.calendar, hours_of(version), version)
    return AgreementChange(act.agreement_version)


def _count_anew(change, held, shelf, act) -> Effect:
    """Count some clocks anew, each with an event that says why, and write what is different by it."""
    keys, effect, events, other = [clock.pk for clock in held], Effect(), [], []
    stories, taken = clock_stories.told(keys, shelf), clock_stories.taken(keys)
    shelf.fetch(
        calendars={clock.calendar_version_id for clock in held},
        agreements={clock.agreement_version_id for clock in held},
    )
    for clock in held:
        found = count_or_pass(change, clock, stories[clock.pk], effect, at=act.asked_at)
        if found:
            reading, facts = found
            events.append(ClockEvent(clock_id=clock.pk, by_id=act.by_id, reason=act.reason, **facts))
            if _write(clock, reading, change, shelf, taken=taken[clock.pk]):
                other.append(clock)
    ClockEvent.objects.bulk_create(events)
    Clock.objects.filter(pk__in=[event.clock_id for event in events]).update(**change.of)
    # An insert that finds its row there and updates it: a tenth of what an UPDATE with a CASE for each column takes.
    Clock.objects.bulk_create(other, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN)
    if other:
        clocks_moved.send(Reevaluation, clocks=[clock.pk for clock in other])
    return effect


def _write(clock, reading, change, shelf, *, taken):
    """Keep the new reading beside the clock; whether anything there is different by it."""
    clock.calendar_version = shelf.calendars[clock.calendar_version_id]
    clock.agreement_version = shelf.agreements[clock.agreement_version_id]
    before = [getattr(clock, name) for name in BESIDE]
    for name, version in change.of.items():
        setattr(clock, name, version)
    clocks.derive(clock, reading, fired=taken)
    return before != [getattr(clock, name) for name in BESIDE]
