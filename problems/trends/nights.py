"""Which day is looked at next by itself: each once, what was missed is caught up, what broke off is done again."""

from datetime import timedelta

from django.db.models import F, Min
from django.utils import timezone

from problems.models import TrendNight

DAY = timedelta(days=1)
CAUGHT_UP = timedelta(days=7)  # what was missed longer ago is left
LEFT_ALONE = timedelta(minutes=45)  # for which a look that began is left to whoever began it
MOST_TRIES = 3  # after which the later days have their turn


def begin_night(*, at):
    """The oldest of the last days that nobody looked at, claimed for whoever asks.

    None where there is none, and while somebody else is at one: later days are told with the earlier ones known.
    """
    last = timezone.localdate(at) - DAY
    known = {night.day: night for night in TrendNight.objects.filter(day__gt=last - CAUGHT_UP, day__lte=last)}
    if any(night.finished_at is None and night.started_at > at - LEFT_ALONE for night in known.values()):
        return None
    to_do = (day for day in _days(last) if day not in known or _broke_off(known[day]))
    day = next(to_do, None)
    return None if day is None else claim(day, known.get(day), at=at)


def end_night(night, *, found, at):
    """It was looked at, and so many trends are new."""
    night.found, night.finished_at = found, at
    night.save(update_fields=["found", "finished_at"])


def _days(last):
    """The days up to the last one, oldest first; a desk that never looked begins with yesterday."""
    begun = TrendNight.objects.aggregate(first=Min("day"))["first"] or last
    first = max(begun, last - CAUGHT_UP + DAY)
    return [first + n * DAY for n in range((last - first).days + 1)]


def _broke_off(night):
    return night.finished_at is None and night.tries < MOST_TRIES


def claim(day, night, *, at):
    """The night, if nobody else claimed it since it was read."""
    if night is None:
        night, mine = TrendNight.objects.get_or_create(day=day, defaults={"started_at": at})
        return night if mine else None
    same = TrendNight.objects.filter(pk=night.pk, started_at=night.started_at)
    return night if same.update(started_at=at, tries=F("tries") + 1) else None
