"""Figures as people read them."""

from datetime import timedelta

from incidents.presentation.words import several
from reports.measures import Measure


def hours(value):
    """A time to fix: minutes below an hour, then hours to two decimals as every other face gives them."""
    if value is None:
        return "–"
    return f"{round(value * 60)} min" if value < 1 else f"{value:,.2f} h"


def per_cent(value):
    """A share in whole per cent, never rounded up to all of them."""
    if value is None:
        return "–"
    return f"{min(round(value), 99) if value < 100 else 100}%"


def exact_per_cent(value):
    """A share to two decimals, never rounded up to all of them."""
    return "–" if value is None else "100%" if value == 100 else f"{int(value * 100) / 100:.2f}%"


def length_of(time):
    """Agreed time: 4 h 20 min, 15 min, 1,240 h; unknown is a dash."""
    if time is None:
        return "–"
    hours, minutes = divmod(-(-time // timedelta(minutes=1)), 60)
    said = ([f"{hours:,} h"] if hours else []) + ([f"{minutes} min"] if minutes or not hours else [])
    return " ".join(said)


def opening(found: Measure, *, goal=None):
    """What the figures say, in two or three plain sentences."""
    if not found.incidents:
        return "Nothing was logged in this period."
    said = [f"{several(found.incidents, 'fault or request was', 'faults and requests were')} logged."]
    if found.met_percent is not None:
        said.append(f"{_in_time(found)}{_against(found.met_percent, goal)}.")
    if found.mttr_hours_median is not None:
        said.append(f"Half were fixed within {hours(found.mttr_hours_median)}.")
    still_open = several(found.backlog, "is", "are") if found.backlog else "Nothing of it is"
    said.append(f"{still_open} still open.")
    return " ".join(said)


def _in_time(found):
    decided = found.met + found.missed
    if found.met == decided:
        return f"All {decided:,} that are decided were fixed in time" if decided > 1 else "The one decided was in time"
    return f"{found.met:,} of the {decided:,} decided were fixed in time ({per_cent(found.met_percent)})"


def _against(share, goal):
    if goal is None:
        return ""
    return f", {'above' if share > goal else 'below' if share < goal else 'just'} the agreed {goal}%"
