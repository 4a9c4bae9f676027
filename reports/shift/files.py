"""The shift as tables: the rows of a CSV file, and a spreadsheet with what stands behind the figures."""

from reports.shift.definitions import DEFINITIONS, HEADINGS
from reports.shift.failures import named
from reports.shift.measure import Shift, Totals
from servicedesk.tables import workbook

MOST_THINGS = 1000  # in a sheet
FIXES = ("problem", "title", "fixed_on", "school_days", "before", "after", "ratio", "prevented", "least", "most")
FIX_HEADS = {
    "problem": "Problem",
    "title": "What was wrong",
    "fixed_on": "Cause removed",
    "school_days": "School days compared",
    "before": "Faults before",
    "after": "Faults since",
    "ratio": "Since for each before",
    "prevented": "Prevented",
    "least": "At least (95 %)",
    "most": "At most (95 %)",
}
HEADS = HEADINGS | {"part": "Part", "from": "From", "to": "To"}


def part_rows(shift: Shift, by: str) -> list[list]:
    """One line of names, then one for each month or week; one for the whole where `by` is empty."""
    if not by:
        names, line = _figures(shift.totals)
        return [names, line]
    lines = [[part.name, part.period.first, part.period.last, *_figures(part.totals)[1]] for part in shift.parts]
    return [["part", "from", "to", *_figures(shift.totals)[0]], *lines]


def _figures(totals: Totals) -> tuple[list, list]:
    found = totals.as_figures()
    return list(found), list(found.values())


def fix_facts(fix) -> dict:
    """One fix as plain figures, under the names JSON uses; None is unknown."""
    effect = None if fix.is_too_early else fix.effect
    low, high = (effect and effect.prevented_interval) or (None, None)
    return {
        "problem": fix.problem.reference,
        "title": fix.problem.title,
        "fixed_on": fix.fixed_on,
        "school_days": fix.school_days,
        "before": fix.effect.before if fix.effect else None,
        "after": fix.effect.after if fix.effect else None,
        "ratio": _round(effect and effect.ratio),
        "prevented": effect.prevented if effect else None,
        "least": _round(low),
        "most": _round(high),
    }


def _round(number):
    return None if number is None else round(number, 2)


def fix_rows(shift: Shift) -> list[list]:
    """One line of headings, then one for each cause removed."""
    return [list(FIX_HEADS.values()), *(list(fix_facts(fix).values()) for fix in shift.fixes)]


def thing_rows(shift: Shift) -> list[list]:
    """One line of headings, then one for each thing that failed again and again, the soonest first."""
    things = named(shift.failing.things, MOST_THINGS)
    head = ["Tag", "Thing", "School", "Faults", "School days between two"]
    return [head, *([a.tag, a.name, a.school.name, t.faults, round(t.mean_days, 1)] for a, t in things)]


def book(shift: Shift, place: str) -> bytes:
    """A spreadsheet: the figures and those of the time before, part by part, fixes, things, and how it was counted."""
    before = shift.earlier.as_figures()
    about: list[list] = [
        ["The shift from reactive to proactive", place],
        ["From", shift.period.first],
        ["Until", shift.period.last],
        ["Compared from", shift.earlier_period.first],
        ["Compared until", shift.earlier_period.last],
        [],
        ["Figure", "Period", "Before"],
    ]
    figures: list[list] = [[HEADINGS[name], value, before[name]] for name, value in shift.totals.as_figures().items()]
    median = shift.failing.median_days
    between: list = [HEADINGS["school_days_between_failures"], None if median is None else round(median, 1)]
    parts = part_rows(shift, shift.by)
    how = [["Figure", "Unit", "How", "From what", "Small numbers"]]
    how += [[d.heading, d.unit, d.how, d.source, d.small] for d in DEFINITIONS]
    sheets = {
        f"By {shift.by}": [[HEADS[name] for name in parts[0]], *parts[1:]],
        "Fixes": fix_rows(shift),
        "Things": thing_rows(shift),
        "How it was counted": how,
    }
    return workbook([*about, *figures, between], sheets)
