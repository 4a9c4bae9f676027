"""What is changed this week, in short: for pages that look at the whole of the service."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import get_current_timezone, localtime

from changes.models import Change
from changes.presentation.schedule import WEEK, Line, lines_of, span_of, window_of

SHOWN = 5


@dataclass(frozen=True)
class ThisWeek:
    """The first changes of the week, how many more there are, and whether there is a day to look at."""

    lines: list[Line]
    more: int
    day: date


def this_week(person, *, at, school=None):
    """The changes of the week of a moment that somebody may see, at one school or at all of theirs."""
    zone, today = get_current_timezone(), localtime(at).date()
    span = span_of(WEEK, today)
    window = window_of(span.first, span.last, zone)
    found = Change.objects.visible_to(person).not_called_off().scheduled(window.start, window.end)
    if school:
        found = found.at_school_or_trust(school)
    changes = list(found.select_related("school").order_by("starts_at", "pk")[: SHOWN * 20])
    return ThisWeek(lines_of(changes[:SHOWN], zone), max(len(changes) - SHOWN, 0), today)
