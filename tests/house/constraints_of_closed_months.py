"""Rows for the constraints of closed months; how they are read stands in `test_constraints`."""

from datetime import date

from reports.models import Correction, KeptFigure
from tests.factories import MONDAY_9AM

AUGUST = date(2026, 8, 1)
SIGNED = {"taken_over_at": MONDAY_9AM, "reason": "A forgotten sheet."}


def kept(w, **facts):
    facts = {"school": w.school, "month": AUGUST, "name": "met", "part": 1, "rows": 1, "kept_at": MONDAY_9AM} | facts
    return KeptFigure.objects.create(**facts)


def correction(w, **facts):
    facts = {"school": w.school, "month": AUGUST, "name": "met", "kept": 1, "found": 2, "found_at": MONDAY_9AM} | facts
    return Correction.objects.create(**facts)


ONCE = {
    "kept_figure_once": kept,
    "kept_figure_once_for_no_school": lambda w: kept(w, school=None),
    "correction_waits_once": correction,
    "correction_for_no_school_waits_once": lambda w: correction(w, school=None),
}
NEVER = {
    "kept_figure_of_a_first_day": lambda w: kept(w, month=date(2026, 8, 2)),
    "correction_taken_over_is_signed": lambda w: correction(w, **SIGNED),
}
