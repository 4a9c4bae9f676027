"""What the page of the shift draws and puts on tiles: points with a sentence each, and figures beside those before."""

from dataclasses import dataclass

from incidents.presentation.words import several
from reports import words
from reports.shift.definitions import HEADINGS
from reports.shift.measure import Shift, Totals
from reports.shift.story import time

HEADS = HEADINGS | {
    "reactive_minutes": "On faults, h",
    "problem_minutes": "On problems, h",
    "maintenance_minutes": "On maintenance, h",
    "change_minutes": "On changes, h",
    "found_by_us": "Found by us",
    "found_by_users": "Reported",
    "lesson_minutes": "Lessons lost, h",
    "repeats": "Came back",
    "rounds_done": "Rounds done",
    "changes_recorded": "Changes",
}
BESIDES = (
    "incidents",
    "lessons_stopped",
    "lessons_saved",
    "problems_raised",
    "problems_found_by_us",
    "problems_solved",
    "known_errors",
    "trends_raised",
    "trends_accepted",
    "trends_dismissed",
    "changes_recorded",
    "changes_raised",
    "changes_approved",
    "changes_rejected",
    "changes_emergency",
    "changes_successful",
    "changes_failed",
    "changes_backed_out",
    "incidents_caused",
    "rounds_due",
    "rounds_on_time",
    "rounds_missed",
)
GOOD, BAD, LEVEL = ("trend-good", "trend-bad", "")


@dataclass(frozen=True)
class Tile:
    """A figure a head teacher reads first: its value, what it is of, which rows it leads to, and where it goes.

    `turn` is (class of the look, icon, words) of the change, None where there is nothing to compare with.
    """

    name: str
    value: str
    note: str
    which: str
    turn: tuple[str, str, str] | None


def tiles(shift: Shift) -> list[Tile]:
    """The five figures of the page."""
    now, before = shift.totals, shift.earlier
    median = shift.failing.median_days
    return [
        Tile(
            "Work that prevents",
            words.per_cent(now.proactive_percent),
            f"{time(now.proactive_minutes)} of {time(now.minutes)}",
            "maintenance_minutes",
            points(now.proactive_percent, before.proactive_percent, up_is_good=True),
        ),
        Tile(
            "Found by us first",
            f"{now['found_by_us']:,}",
            f"of {several(now.faults, 'fault', 'faults')}",
            "found_by_us",
            number(now["found_by_us"], before["found_by_us"], up_is_good=True) if before.faults else None,
        ),
        Tile(
            "Lesson time lost",
            time(now["lesson_minutes"]),
            several(now["lessons_stopped"], "lesson", "lessons"),
            "lesson_minutes",
            minutes(now["lesson_minutes"], before["lesson_minutes"]) if before["lessons_stopped"] else None,
        ),
        Tile(
            "Came back in 30 days",
            words.per_cent(now.repeats_percent),
            f"{now['repeats']:,} of {several(now.faults, 'fault', 'faults')}",
            "repeats",
            points(now.repeats_percent, before.repeats_percent, up_is_good=False),
        ),
        Tile(
            "Between two failures",
            "–" if median is None else f"{median:.1f}",
            f"school days, {several(len(shift.failing.things), 'thing', 'things')}",
            "",
            None,
        ),
    ]


def points(now: float | None, before: float | None, *, up_is_good: bool):
    """How many points a share moved; None where one of them is not known."""
    if now is None or before is None:
        return None
    moved = round(now) - round(before)
    return _turn(moved, several(abs(moved), "point", "points"), before=f"{round(before)}%", up_is_good=up_is_good)


def number(now: int, before: int, *, up_is_good: bool):
    """How many more or fewer."""
    return _turn(now - before, f"{abs(now - before):,}", before=f"{before:,}", up_is_good=up_is_good)


def minutes(now: int, before: int):
    """How much more or less time was lost."""
    return _turn(now - before, time(abs(now - before)), before=time(before), up_is_good=False)


def _turn(moved, by, *, before, up_is_good):
    if not moved:
        return LEVEL, "level", f"as before ({before})"
    look = GOOD if (moved > 0) == up_is_good else BAD
    return look, "up" if moved > 0 else "down", f"{by} {'more' if moved > 0 else 'less'} than before ({before})"


def _points(shift, first, second=None):
    return [
        {
            "label": _label(part.name),
            "first": round(first(part.totals) / 60, 1),
            "second": None if second is None else round(second(part.totals) / 60, 1),
        }
        for part in shift.parts
    ]


def _label(name):
    """Shorter for beneath a column: 7 Sep, Sep ’26."""
    day, *rest = name.split()
    return f"{day} {rest[0][:3]}" if day.isdigit() else name.replace(" 20", " ’")


def work(shift: Shift) -> tuple[list[dict], str]:
    """Hours that repaired and hours that prevented, side by side, and the sentence that says so."""

    def reactive(totals: Totals):
        return totals["reactive_minutes"]

    found = _points(shift, reactive, lambda totals: totals.proactive_minutes)
    return found, _said("Hours that repaired and hours that prevented", found, "{first:g} and {second:g}")


def lesson_time(shift: Shift) -> tuple[list[dict], str]:
    """Hours of lessons lost."""
    found = _points(shift, lambda totals: totals["lesson_minutes"])
    return found, _said("Hours of lessons lost", found, "{first:g}")


def faults(shift: Shift) -> tuple[list[dict], str]:
    """Faults that people reported and faults found by us, side by side."""
    found = [
        {"label": _label(p.name), "first": p.totals["found_by_users"], "second": p.totals["found_by_us"]}
        for p in shift.parts
    ]
    return found, _said("Faults reported and faults found by us", found, "{first:,} and {second:,}")


def _said(what, found, how):
    first, last = found[0], found[-1]
    said = f"{what}. {first['label']}: {how.format(**first)}"
    return f"{said}; {last['label']}: {how.format(**last)}." if first is not last else f"{said}."


def besides(shift: Shift) -> list[tuple[str, str, int, int]]:
    """(name, heading, now, before) of what is also counted."""
    return [(name, HEADINGS[name], shift.totals[name], shift.earlier[name]) for name in BESIDES]
