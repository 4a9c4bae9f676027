"""What is open goes by other rules after something changed: recorded as one act, in batches, resumable.

An act about clocks is done by `sla.recounts`. What else an app above wants done so, it says with `done_by`: sla knows
no record that has clocks.
"""

from bisect import bisect_right
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from django.db import transaction
from django.db.models import Sum

from sla.clock_changes import AgreementChange, CalendarChange
from sla.effects import Effect
from sla.forecasts import foresee
from sla.models import ActKind, Reevaluation
from sla.recounts import ClocksOfAct

__all__ = [
    "AgreementChange",
    "CalendarChange",
    "Effect",
    "Pace",
    "ask",
    "batches",
    "done_by",
    "foresee",
    "record",
    "settle",
    "work",
]

BATCH = 100  # clocks at first; then as many as are through in about IN_A_BATCH
FEWEST, MOST = 50, 200
IN_A_BATCH = 0.06  # seconds for which a batch may hold its rows: whoever saves a record meanwhile doesn't notice
KEYS_AHEAD = 3000  # read at once; whether one is still to be done is asked again when it is held
AT_ONCE = 500  # clocks counted anew while the person waits; more are left to the sweep


@dataclass(frozen=True)
class Pace:
    """How many of a kind are done in a batch: at first, at least and at most; and while the person waits."""

    first: int
    fewest: int
    most: int
    at_once: int


class Work(Protocol):
    """What is done for an act: made with it when a worker takes it up."""

    def __init__(self, act: Reevaluation) -> None: ...

    def keys_after(self, cursor: int, *, most: int) -> list[int]:
        """What comes next after a key, in order of the keys."""

    def go_on_with(self, keys: list[int], act: Reevaluation) -> None:
        """Do some of it, in the transaction of the batch, and add to the act what that did."""


_WORK: dict[str, type[Work]] = {ActKind.CLOCKS: ClocksOfAct}
_PACE: dict[str, Pace] = {}


def done_by(kind: ActKind, pace: Pace, work: type[Work]) -> None:
    """An app above says how acts of a kind are done."""
    _WORK[kind], _PACE[kind] = work, pace


def _pace_of(kind):
    return _PACE.get(kind) or Pace(BATCH, FEWEST, MOST, AT_ONCE)


def ask(change, *, by, at, reason):
    """Record that a change is to be applied to the open clocks; a sweep (or `work`) does it in batches."""
    return record(by=by, at=at, reason=reason, total=change.open_clocks().count(), **change.of)


def record(*, by, at, reason, total, kind=ActKind.CLOCKS, **of):
    """Write down an act, with what it is about; it is done from then on."""
    return Reevaluation.objects.create(kind=kind, by=by, asked_at=at, reason=reason[:300], total=total, **of)


def settle(act, *, at):
    """Do at once what was asked for where little waits, and leave it to the sweep where it is much."""
    waiting = Reevaluation.objects.filter(finished_at=None).order_by("kind").values_list("kind").annotate(Sum("total"))
    if all(total <= _pace_of(kind).at_once for kind, total in waiting):
        work(at=at, most=AT_ONCE)
        act.refresh_from_db()
    return act


def work(*, at, most=None):
    """Go on with every re-evaluation that is not through; returns how many clocks and records were done.

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
    """Work batch by batch, until nothing is left to do; yields how many each of them did."""
    worker = _Worker()
    while (done := worker.batch(at=at)) is not None:
        yield done


class _Worker:
    """What a worker keeps in mind from batch to batch: what is done for the act, and how much of it at once.

    How many follows from how long the batch before took: a slower machine takes fewer, and the queue waits no longer.
    """

    def __init__(self):
        self.act, self.keys = None, []

    def batch(self, *, at):
        """Do some of an act; how many, or None when no act is left."""
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
            self.size = min(max(int(done * growth), self.pace.fewest), self.pace.most)
        return done

    def _begin(self, act):
        self.act, self.keys = act, []
        self.pace, self.task = _pace_of(act.kind), _WORK[act.kind](act)
        self.size = self.pace.first

    def _go_on_with(self, act, *, at):
        keys, before = self._next_keys(act), act.done
        if keys:
            self.task.go_on_with(keys, act)
            act.cursor = keys[-1]
        act.finished_at = None if keys else at
        act.save(update_fields=["done", "judged", "moved", "late", "cursor", "finished_at"])
        return act.done - before

    def _next_keys(self, act):
        """The next after the cursor, which another worker may have moved."""
        self.keys = self.keys[bisect_right(self.keys, act.cursor) :]
        if not self.keys:
            self.keys = self.task.keys_after(act.cursor, most=KEYS_AHEAD)
        return self.keys[: self.size]
