"""What people are told of a change, and what is changed when. The request itself is printed by `changes`."""

from zoneinfo import ZoneInfo

from changes.affected import affected_by
from changes.models import Change
from changes.presentation.schedule import window_of
from changes.presentation.standing import standing_of
from papers.asking import MOST, Asked
from papers.drawing import Filling, words_of
from servicedesk.roles import Permission

MOST_TOUCHED = 40
KEY = Permission.SEE_CHANGES


def communication(asked: Asked) -> Filling:
    """The notice of a change, for those who notice it."""
    change = asked.row(Change.objects.visible_to(asked.reader).select_related("school", "service"))
    noticed = affected_by(change, at=asked.at)
    who = f"{noticed.in_words[:1].upper()}{noticed.in_words[1:]}."
    values = {
        "what": change.title,
        "why": change.reason,
        "from": words_of(change.starts_at),
        "to": words_of(change.ends_at),
        "downtime": _minutes(change.downtime_minutes),
        "where": _where(change, asked.reader),
        "affected": [who, change.impact_during],
        "contact": change.contact,
        "told": [
            ("when it was approved", *_told(change.announced_at)),
            ("shortly before it begins", *_told(change.reminded_at)),
            ("when it was done", *_told(change.told_done_at)),
        ],
    }
    subtitle = f"{change.reference}, {standing_of(change).words.lower()}"
    return Filling(change.school, values, change.reference, subtitle, _warning(change))


def schedule(asked: Asked) -> Filling:
    """The changes of some days at a school, with those of the whole trust."""
    school = asked.school(KEY)
    window = window_of(asked.first, asked.last, ZoneInfo(school.zone))
    seen = Change.objects.visible_to(asked.reader).not_called_off().scheduled(window.start, window.end)
    rows = seen.at_school_or_trust(school).with_rows_shown().order_by("starts_at", "pk")
    values = {"changes": [_line(change, asked.reader) for change in rows[:MOST]]}
    return Filling(school, values, subtitle=f"{words_of(asked.first)} to {words_of(asked.last)}")


def _line(change, reader):
    return [
        change.reference,
        change.title,
        str(change.service or ""),
        _where(change, reader),
        words_of(change.starts_at),
        words_of(change.ends_at),
        _minutes(change.downtime_minutes),
        change.implementer.name if change.implementer else "",
        change.get_status_display(),
    ]


def _where(change, reader):
    """The rooms and things it touches, of the schools whose changes the reader sees."""
    rooms = [room.name for room in change.rooms.all() if reader.may(KEY, room.school_id)]
    things = [str(asset) for asset in change.assets.all() if reader.may(KEY, asset.school_id)]
    named = [*rooms, *things]
    return f"{', '.join(named[:MOST_TOUCHED])}{' …' if len(named) > MOST_TOUCHED else ''}"


def _minutes(number):
    return "" if number is None else f"{number} minutes"


def _told(moment):
    return ("Yes", words_of(moment)) if moment else ("", "")


def _warning(change):
    ended = {"rejected": "It was rejected and is not to be made.", "withdrawn": "It was withdrawn and is not made."}
    return ended.get(change.status, "")
