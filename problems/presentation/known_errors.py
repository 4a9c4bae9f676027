"""An entry of the register as pages show it: where it stands, what may be done, and what was changed when."""

from dataclasses import dataclass
from datetime import datetime

from incidents.presentation import words
from problems.known_error_moves import KNOWN_ERROR_MOVES
from problems.models import KnownError, Offer

MOST_CHANGES = 50  # lines of the history shown
SAID_OF = {
    Offer.TECHNICIANS: ("plain", "shield", "For technicians"),
    Offer.EVERYONE: ("ok", "people", "For everyone"),
    Offer.RETIRED: ("paused", "pause", "Offered no more"),
}
FIELDS = {
    "title": "title",
    "symptoms": "what people notice",
    "workaround": "what to do",
    "versions": "versions",
    "root_cause": "cause",
    "fix": "permanent fix",
    "service": "service",
    "owner": "keeper",
    "review_on": "day to look again",
}


@dataclass(frozen=True)
class Row:
    """One line of the register."""

    known: KnownError
    standing: tuple[str, str, str]
    came_of_it: str
    is_due: bool
    mine: bool


def rows_of(entries, *, today, reader):
    """Entries (read `with_rows_shown`) as lines of the register for one reader."""
    return [
        Row(each, SAID_OF[each.status], came_of_it(each), is_due(each, today), each.owner_id == reader.pk)
        for each in entries
    ]


def is_due(known, today):
    """Should somebody look whether it still holds?"""
    return known.retired_at is None and known.review_on <= today


def came_of_it(tally):
    """Tried 9 times, helped 7, 2 lessons saved."""
    if not tally.tried:
        return "not tried yet"
    lessons = f", {words.several(tally.lessons, 'lesson')} saved" if tally.lessons else ""
    return f"helped {tally.helped:,} of {words.several(tally.tried, 'time')}{lessons}"


def may(known, by):
    """The moves whose buttons are shown: their names, without what they all end in."""
    names = {move.name.removesuffix("_known_error"): move.possible(known, by) for move in KNOWN_ERROR_MOVES}
    return {name for name, possible in names.items() if possible}


@dataclass(frozen=True)
class Change:
    """One line of the history: when, who, why, and in which fields what stood there before."""

    at: datetime
    who: str
    why: str
    before: tuple[tuple[str, str], ...]


def history_of(known):
    """What was changed when, the newest first; a field shows what it said before."""
    versions = list(known.history.select_related("history_user", "service", "owner")[: MOST_CHANGES + 1])
    return [_change(new, old) for new, old in zip(versions, [*versions[1:], None], strict=True)][:MOST_CHANGES]


def _change(new, old):
    before = [
        (label, str(getattr(old, name) or "nothing")) for name, label in FIELDS.items() if _differs(new, old, name)
    ]
    who = new.history_user.name if new.history_user else "The desk itself"
    return Change(new.history_date, who, new.history_change_reason or "Changed", tuple(before))


def _differs(new, old, name):
    name = {"service": "service_id", "owner": "owner_id"}.get(name, name)
    return old is not None and getattr(new, name) != getattr(old, name)
