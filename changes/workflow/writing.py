"""The words of a plan: steps, window, what people notice, and the risk that follows from two answers."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import F

from changes.models import RiskTable
from changes.risk import DEFAULT, SCALE, risk_of
from changes.workflow.record import steps_of
from changes.workflow.touching import check_implementer

TEXTS = ("impact_during", "if_it_fails", "contact")
STEPS = ("procedure", "back_out")
WRITTEN = (*STEPS, *TEXTS, "downtime_minutes", "impact", "likelihood", "starts_at", "ends_at", "implementer")
MOST_STEPS = 60
LONGEST, YEARS = timedelta(days=62), range(2000, 2101)
MOST_DOWNTIME = 60 * 24 * 60  # minutes: sixty days and nights


def write_plan(change, **said):
    """Put what was said of the plan on the change; what isn’t said stays. Raises ValidationError, field by field."""
    errors = {}
    for name, value in said.items():
        if name in TEXTS:
            setattr(change, name, value.strip())
        elif name in STEPS:
            setattr(change, name, steps_of(value))
        elif name != "implementer" or value is not None:
            setattr(change, name, value)
    for name in STEPS:
        if len(getattr(change, name)) > MOST_STEPS:
            errors[name] = f"Write at most {MOST_STEPS} steps; put what belongs together into one."
    errors |= wrong_window(change.starts_at, change.ends_at) | _wrong_numbers(change)
    if errors:
        raise ValidationError(errors)
    if said.get("implementer"):
        check_implementer(change)
    change.risk = risk_of(change.impact, change.likelihood, cells_of(change.school)) or change.risk


def wrong_window(starts_at, ends_at):
    """What is wrong with a window: a sentence a field."""
    if bool(starts_at) != bool(ends_at):
        missing, words = ("ends_at", "until when") if starts_at else ("starts_at", "from when")
        return {missing: f"Say also {words}."}
    if starts_at and ends_at <= starts_at:
        return {"ends_at": "It ends before it begins."}
    if starts_at and starts_at.year not in YEARS:
        return {"starts_at": f"Choose a day between {YEARS[0]} and {YEARS[-1]}."}
    if starts_at and ends_at - starts_at > LONGEST:
        return {"ends_at": "This takes longer than two months: make several changes of it."}
    return {}


def cells_of(school):
    """The table of risk that holds at a school: its own, else the trust's, else the one that comes with the desk."""
    tables = RiskTable.objects.filter(school=None) | RiskTable.objects.filter(school=school)
    nearest = tables.order_by(F("school").asc(nulls_last=True)).first()
    return nearest.cells if nearest else DEFAULT


def _wrong_numbers(change):
    errors = {}
    for name in ("impact", "likelihood"):
        if getattr(change, name) is not None and getattr(change, name) not in SCALE:
            errors[name] = "Choose 1, 2 or 3."
    downtime = change.downtime_minutes
    if downtime is not None and not 0 <= downtime <= MOST_DOWNTIME:
        errors["downtime_minutes"] = f"Choose a number from 0 to {MOST_DOWNTIME:,}."
    return errors
