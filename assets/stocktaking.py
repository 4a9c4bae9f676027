"""How far a stocktake is and what came of it: counted from the looks, room by room."""

from dataclasses import dataclass

from django.db.models import Count, Q

from assets.models import GONE, Asset, Audit, Condition
from servicedesk.models import Room

AWAY = (*GONE, Asset.State.ON_LOAN)  # not to be looked for in any room


@dataclass
class Line:
    """What a stocktake knows of one room (None: of things in no room)."""

    room: Room | None
    seen: int = 0
    elsewhere: int = 0
    missing: int = 0
    to_see: int = 0
    extra: int = 0

    @property
    def expected(self) -> int:
        """How many the register had here."""
        return self.seen + self.elsewhere + self.missing + self.to_see

    @property
    def done(self) -> int:
        """How many of those somebody looked for."""
        return self.expected - self.to_see


@dataclass(frozen=True)
class Outcome:
    """The whole of a stocktake. `extra` are things that the register had nowhere when it began."""

    lines: list[Line]
    seen: int
    elsewhere: int
    missing: int
    to_see: int
    extra: int

    @property
    def looked(self) -> int:
        """How many things somebody looked at or for."""
        return self.seen + self.elsewhere + self.missing + self.extra

    @property
    def accuracy(self) -> float | None:
        """The share of them that was where the register had it, in per cent; None before the first look."""
        return 100 * self.seen / self.looked if self.looked else None


def unseen(stocktake):
    """(thing, room) as ids, of what nobody looked at: as the register is, or as it was when the stocktake ended."""
    looked = Audit.objects.filter(stocktake=stocktake).values("asset")
    rows = Asset.objects.filter(school=stocktake.school_id)
    if stocktake.ended_at:
        rows = Asset.history.as_of(stocktake.ended_at).filter(school=stocktake.school_id)
    return list(rows.exclude(state__in=AWAY).exclude(id__in=looked).order_by("tag").values_list("id", "room"))


def outcome_of(stocktake):
    """Room by room, in the order of a walk: a handful of questions, however much there is."""
    audits = Audit.objects.filter(stocktake=stocktake)
    new = Q(expected=None, found__isnull=False)
    moved = ~Q(condition=Condition.MISSING) & Q(was_as_expected=False)
    counts = audits.values("expected").annotate(
        seen=Count("pk", filter=Q(was_as_expected=True)),
        elsewhere=Count("pk", filter=moved & ~new),
        missing=Count("pk", filter=Q(condition=Condition.MISSING)),
    )
    lines: dict[int | None, Line] = {room.pk: Line(room) for room in _rooms(stocktake)} | {None: Line(None)}
    for row in counts.order_by():
        line = lines[row.pop("expected")]
        line.seen, line.elsewhere, line.missing = row["seen"], row["elsewhere"], row["missing"]
    for row in audits.filter(moved, found__isnull=False).values("found").annotate(extra=Count("pk")).order_by():
        lines[row["found"]].extra = row["extra"]
    for _, room in unseen(stocktake):
        lines.setdefault(room, Line(None)).to_see += 1
    return _whole([line for line in lines.values() if line.expected or line.extra], audits.filter(new, moved).count())


def _whole(lines, extra):
    sums = {name: sum(getattr(line, name) for line in lines) for name in ("seen", "elsewhere", "missing", "to_see")}
    return Outcome(lines, **sums, extra=extra)


def _rooms(stocktake):
    rooms = Room.objects.filter(school=stocktake.school_id).select_related("building")
    return rooms.order_by("building__name", "name")


def not_found(stocktake):
    """The looks that found nothing."""
    return _shown(stocktake).filter(condition=Condition.MISSING)


def moved(stocktake):
    """The looks that found a thing where the register did not have it."""
    return _shown(stocktake).exclude(condition=Condition.MISSING).filter(was_as_expected=False)


def rows_for_a_file(stocktake):
    """Every thing of a stocktake as a row of a file, its head first: looked at or not."""
    yield ["Tag", "Name", "Sort", "Expected in", "Found in", "As expected", "Condition", "Note", "When", "Who"]
    for audit in _shown(stocktake).iterator(chunk_size=500):
        thing, places = audit.asset, [audit.expected, audit.found]
        yield [
            thing.tag,
            thing.name,
            thing.type.name,
            *(place.name if place else "" for place in places),
            audit.was_as_expected,
            audit.get_condition_display(),
            audit.note,
            audit.at.isoformat(timespec="minutes"),
            audit.by.name,
        ]
    left = [pk for pk, _ in unseen(stocktake)]
    for thing in Asset.objects.filter(pk__in=left).select_related("type", "room").order_by("tag"):
        where = thing.room.name if thing.room else ""
        yield [thing.tag, thing.name, thing.type.name, where, "", "", "Not looked at", "", "", ""]


def _shown(stocktake):
    rows = Audit.objects.filter(stocktake=stocktake).select_related("asset__type", "expected", "found", "by")
    return rows.order_by("asset__tag", "pk")
