"""Figures as people read them."""

from datetime import timedelta

from incidents.presentation.words import several
from reports.measures import Measure

ON_THE_WALL = "nights and weekends included"  # targets are in support hours, times to fix are not


def hours(value):
    """A time to fix, in decimal hours, as people say it: 2 h 49 min, 33 min, 3 h."""
    return "–" if value is None else _in_minutes(round(value * 60))


def per_cent(value, goal=None):
    """A share in whole per cent, never rounded up to all of them; to a decimal where it would look like the goal."""
    if value is None:
        return "–"
    whole = min(round(value), 99) if value < 100 else 100
    if whole != goal or value == goal:
        return f"{whole}%"
    return f"{int(value * 10) / 10:.1f}%"  # cut off, so that a share below the goal never reads as the goal


def exact_per_cent(value):
    """A share to two decimals, never rounded up to all of them."""
    return "–" if value is None else "100%" if value == 100 else f"{int(value * 100) / 100:.2f}%"


def length_of(time):
    """Agreed time: 4 h 20 min, 15 min, 1,240 h; unknown is a dash."""
    if time is None:
        return "–"
    return _in_minutes(-(-time // timedelta(minutes=1)))


def _in_minutes(number):
    sign, (hours, minutes) = "−" if number < 0 else "", divmod(abs(number), 60)
    said = ([f"{hours:,} h"] if hours else []) + ([f"{minutes} min"] if minutes or not hours else [])
    return sign + " ".join(said)


def opening(found: Measure, *, goal=None):
    """What the figures say, in two or three plain sentences."""
    if not found.incidents:
        return "Nothing was logged in this period."
    said = [f"{several(found.incidents, 'fault or request was', 'faults and requests were')} logged."]
    if found.met_percent is not None:
        said.append(f"{_in_time(found, goal)}{_against(found.met_percent, goal)}.")
    if found.mttr_hours_median is not None:
        said.append(f"Half were fixed within {hours(found.mttr_hours_median)}, {ON_THE_WALL}.")
    still_open = several(found.backlog, "is", "are") if found.backlog else "Nothing of it is"
    said.append(f"{still_open} still open.")
    return " ".join(said)


def _in_time(found, goal):
    decided = found.met + found.missed
    if found.met == decided:
        return f"All {decided:,} that are decided were fixed in time" if decided > 1 else "The one decided was in time"
    return f"{found.met:,} of the {decided:,} decided were fixed in time ({per_cent(found.met_percent, goal)})"


def _against(share, goal):
    if goal is None:
        return ""
    return f", {'above' if share > goal else 'below' if share < goal else 'just'} the agreed {goal}%"
