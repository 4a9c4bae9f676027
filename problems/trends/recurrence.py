"""Recurrence: the same thing again and again, against its own past and against things of its like.

Every asset, room, category and subcategory in a room, subcategory and type of asset at a school, and every thing
named in the words (a job, a server) is looked at each evening by `standing_out`, which says how false alarms are
held.
"""

from datetime import date

import numpy as np

from problems.trends.context import Context, Names
from problems.trends.finder import detector
from problems.trends.finding import Finding
from problems.trends.history import History
from problems.trends.standing_out import REFERENCE, Seen, recurrences
from problems.trends.words.things import named_in


@detector("recurrence")
def find(history: History, day: date, context: Context) -> list[Finding]:
    """What keeps failing as of the end of a day. Only faults, each once."""
    last = day.toordinal()
    chosen = np.flatnonzero(history.fault & ~history.duplicate & (history.day > last - REFERENCE))
    faults = history.rows(chosen)
    jobs, words = named_in(faults, day, context)
    found = recurrences(faults, last, [jobs] if jobs else [])
    return [_finding(faults, seen, explained, day, context.names, words) for seen, explained in found]


def _finding(history: History, seen: Seen, explained: list[Seen], day: date, names: Names, words: list[str]) -> Finding:
    rows = np.sort(seen.rows)
    schools = np.unique(history.codes["school"][rows])
    school = int(schools[0]) if len(schools) == 1 else None
    label = _label(seen, names, words)
    place = f" @ {names.school_code(school)}" if school is not None else ""
    dates = np.unique(history.day[rows])
    return Finding(
        kind="recurrence",
        key=f"{seen.things.dimension}={label}{place}",
        label=label,
        first=date.fromordinal(int(dates[0])),
        last=date.fromordinal(int(dates[-1])),
        count=len(rows),
        expected=seen.usual,
        score=float(-np.log10(seen.chance)),
        found_on=day,
        why=_why(seen, dates, day),
        incidents=tuple(history.pk[rows].tolist()),
        school=None if school is None else names.key("school", school),
        evidence={
            "weeks": seen.weeks,
            "days": [date.fromordinal(int(each)).isoformat() for each in dates],
            "explains": sorted({_label(each, names, words) for each in explained} - {label}),
        },
    )


def _label(seen: Seen, names: Names, words: list[str]) -> str:
    """“No picture in B12”; a job by the name it has in the words."""
    parts = seen.things.parts[seen.thing].tolist()
    if seen.things.dimension == "job":
        return words[parts[0]]
    columns = seen.things.dimension.split(" in ")
    return " in ".join(names.of(column, code) for column, code in zip(columns, parts, strict=False))


def _why(seen: Seen, dates: np.ndarray, day: date) -> str:
    weeks = len(np.unique((day.toordinal() - dates) // 7))
    return (
        f"On {len(dates)} days in {weeks} of the last {seen.weeks} weeks; {_number(seen.question.expected)} "
        f"would be usual for it and things like it."
    )


def _number(expected: float) -> str:
    return f"{expected:.1f} days" if expected >= 0.1 else "hardly any day"
