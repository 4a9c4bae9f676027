"""Clashes in words: a kind, how loudly it is said, a sentence, and where more is to be seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import groupby

from changes.windows import SHUT, Days, Ground, Window, in_words, length_in_words, lessons_in
from sla.school_year import DayType


class ClashKind(StrEnum):
    """What a window clashes with."""

    FREEZE = "freeze"
    THING = "thing"
    RELATED = "related"
    SERVICE = "service"
    ROOM = "room"
    PERSON = "person"
    LESSONS = "lessons"
    EXAMS = "exams"
    EVENT = "event"
    SHUT = "shut"
    CALENDAR = "calendar"


class Weight(StrEnum):
    """How loudly it is said: none forbids anything."""

    LOUD = "loud"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Clash:
    """One thing that speaks against a window; `ways`: in how many ways another change does."""

    kind: ClashKind
    weight: Weight
    sentence: str
    url: str = ""
    ways: int = 1


@dataclass(frozen=True, slots=True)
class Other:
    """Another change at the same time, with what it touches of what matters: things as (number, tag), rooms by name."""

    words: str
    url: str
    window: Window
    service: int | None
    service_name: str | None
    implementer: int | None
    implementer_name: str | None
    things: list[tuple[int, str]]
    rooms: list[str]


def of_far_off() -> Clash:
    """Of a window decades away nobody knows anything."""
    return Clash(ClashKind.CALENDAR, Weight.NOTE, "It lies so far off that nothing is known of its days.")


def of_days(grounds, window, proposal) -> Iterator[Clash]:
    """What the calendars of the schools say about a window. `proposal`: whether people notice, and how urgent it is."""
    for ground in grounds:
        days = window.days(ground.zone)
        at = f" at {_listed(ground.names)}" if len(grounds) > 1 else ""
        yield from _freezes(ground, days, at, proposal.emergency)
        yield from _marks(ground, days, at)
        yield from _shut(ground, days, at)
        if proposal.noticed:
            yield from _lessons(ground, window, at)
        yield from _unknown(ground, days)


def of_changes(others, proposal, reach, zone) -> Iterator[Clash]:
    """Other changes at the same time, each with everything that they share."""
    for other in others:
        shared = list(_shared(other, proposal, reach))
        if shared:
            kinds, words = zip(*shared, strict=True)
            sentence = f"{other.words}: {_listed(words)}. {in_words(other.window, zone)}."
            yield Clash(kinds[0], Weight.WARN, sentence, other.url, len(kinds))


def _shared(other, proposal, reach):
    things = [tag for asset, tag in other.things if asset in proposal.assets]
    if things:
        yield ClashKind.THING, f"it changes {_listed(things)} too"
    near = [(asset, tag) for asset, tag in other.things if asset not in proposal.assets]
    if stops := [tag for asset, tag in near if asset in reach.stops]:
        yield ClashKind.RELATED, f"it changes {_listed(stops)}, which stops with what this touches"
    if needed := [tag for asset, tag in near if asset in reach.needs and asset not in reach.stops]:
        yield ClashKind.RELATED, f"it changes {_listed(needed)}, which this needs"
    if other.service in reach.services:
        same = proposal.service and other.service == proposal.service.pk
        yield ClashKind.SERVICE, f"it changes {other.service_name}" + (" too" if same else ", which needs this")
    if other.rooms:
        yield ClashKind.ROOM, f"it is in {_listed(other.rooms)} too"
    if proposal.implementer and other.implementer == proposal.implementer.pk:
        yield ClashKind.PERSON, f"{other.implementer_name} makes it too"


def _freezes(ground: Ground, days, at, emergency) -> Iterator[Clash]:
    for freeze in _touched(ground.freezes, days):
        weight = Weight.NOTE if emergency else Weight.LOUD
        words = "An emergency may be made all the same." if emergency else "Only an emergency may be made then."
        yield Clash(
            ClashKind.FREEZE,
            weight,
            f"Nothing is changed{at} {_days_in_words(freeze)}: {freeze.name}. {words}",
            freeze.url,
        )


def _marks(ground: Ground, days, at) -> Iterator[Clash]:
    for mark in dict.fromkeys(filter(None, map(ground.exams_on, days))):
        name = f": {mark.name}" if mark.name else ""
        when = _days_in_words(Days(mark.first, mark.last))
        yield Clash(ClashKind.EXAMS, Weight.WARN, f"Exams{at} {when}{name}.", ground.url)
    for event in _touched(ground.events, days):
        yield Clash(ClashKind.EVENT, Weight.WARN, f"{event.name}{at} {_days_in_words(event)}.", event.url)


def _shut(ground: Ground, days, at) -> Iterator[Clash]:
    year = ground.year
    if year is None:
        return
    for (kind, name), run in groupby(days, key=lambda day: (year.day_type(day), year.name_of(day))):
        if kind in SHUT:
            found = list(run)
            why = f"Bank holiday ({name})" if kind is DayType.BANK_HOLIDAY else name.capitalize()
            when = _days_in_words(Days(found[0], found[-1]))
            yield Clash(ClashKind.SHUT, Weight.WARN, f"{why}{at} {when}: make sure that somebody opens up.", ground.url)


def _lessons(ground: Ground, window: Window, at) -> Iterator[Clash]:
    found = lessons_in(ground, window)
    if not found:
        return
    total = sum((lesson.length for lesson in found), timedelta())
    when = in_words(found[0], ground.zone) if len(found) == 1 else f"on {len(found)} school days"
    words = f"{length_in_words(total).capitalize()} of it is lesson time{at} and people notice: {when}."
    yield Clash(ClashKind.LESSONS, Weight.WARN, words, ground.url)


def _unknown(ground: Ground, days) -> Iterator[Clash]:
    whose = _listed(ground.names)
    if ground.year is None:
        sentence = f"No calendar is kept for {whose}, so nobody knows of lessons, exams and holidays there."
    elif not ground.year.is_known(days[-1]):
        sentence = f"The dates of {whose} are known until {_day(ground.year.known_until)}: later ones may differ."
    else:
        return
    yield Clash(ClashKind.CALENDAR, Weight.NOTE, sentence, ground.url)


def _touched(named, days) -> Iterator[Days]:
    """Those of some named days that share one with these."""
    return (each for each in named if each.first <= days[-1] and each.last >= days[0])


def _days_in_words(days: Days) -> str:
    """on Mon 14 Sep 2026, or from Mon 14 Sep to Fri 18 Sep 2026"""
    if days.first == days.last:
        return f"on {_day(days.first)}"
    return f"from {_day(days.first)} to {_day(days.last)}"


def _day(day) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _listed(words) -> str:
    """A, B and C"""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
