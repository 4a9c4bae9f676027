"""What is done to a calendar: worked on as a draft, looked at, applied as one recorded act, closed and opened at once.

Each way in (page, API, command, a file of term dates) applies a document by `apply`, which makes the versions and asks
for the open clocks to be counted anew, in one transaction.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from sla import calendar_edits, reevaluations
from sla.calendars import calendar_of, current_version, hours_of, make_version, school_year_of
from sla.inheritance import carry
from sla.models import Calendar, CalendarDraft
from sla.reevaluations import CalendarChange, Effect
from sla.school_year import SchoolYear
from sla.year_changes import Differences, differences
from sla.year_document import InvalidSchoolYear, parse
from sla.year_page import academic_year_of, year_name

Document = dict[str, Any]
ANY = object()  # whatever holds: the caller has nothing written over an older version
EMPTY = {"zone": "Europe/London", "nation": "ENG", "hours": {"term": {}}}


@dataclass(frozen=True)
class Preview:
    """What applying a document would do: the days that change and the clocks that move; `followers` go along."""

    year: SchoolYear
    differences: Differences
    effect: Effect
    followers: tuple[Calendar, ...]


def holding(calendar):
    """The version a calendar's school goes by now: its own newest, else the trust's, else None."""
    own = calendar.versions.select_related("made_by").first() if calendar.pk else None
    return own or current_version(calendar.school)


def draft_of(calendar, *, by):
    """The draft a person has of a calendar; if none, one that is not kept yet and says what holds now."""
    drafts = CalendarDraft.objects.filter(calendar=calendar, by=by) if calendar.pk else CalendarDraft.objects.none()
    found = drafts.select_related("based_on__made_by").first()
    if found:
        return found
    version = holding(calendar)
    return CalendarDraft(calendar=calendar, by=by, document=version.document if version else EMPTY, based_on=version)


def draft_for(school, *, by):
    """The draft a person has for a school (None: the trust), which may not have a calendar of its own yet."""
    calendar = Calendar.objects.filter(school=school).first() or Calendar(school=school)
    return draft_of(calendar, by=by)


def year_of(calendar):
    """The school year that holds now; Refused for a calendar without dates."""
    version = holding(calendar)
    if version is None:
        raise Refused("This calendar has no dates yet.")
    return school_year_of(version)


def is_stale(draft):
    """Whether somebody applied something else since the draft was begun."""
    version = holding(draft.calendar)
    return (version and version.pk) != draft.based_on_id


def rewrite(draft, document, *, by, at):
    """Keep what the draft says from now on. Raises InvalidSchoolYear, and keeps what was there."""
    _check_right(draft.calendar, by)
    check(document, today=timezone.localdate(at))
    draft.document, draft.changed_at = document, at
    draft.save()
    return draft


def throw_away(draft, *, by, at):
    """Forget a draft; the calendar stays as it is."""
    _check_right(draft.calendar, by)
    if draft.pk:
        draft.delete()


def catch_up(draft, *, by, at):
    """Lay the draft over what somebody else has applied in the meantime, so that it can be applied."""
    version = holding(draft.calendar)
    before = draft.based_on.document if draft.based_on else EMPTY
    draft.based_on = version
    return rewrite(draft, carry(draft.document, before=before, after=version.document), by=by, at=at)


def preview(calendar, document, *, at):
    """What applying a document to a calendar would do; nothing is written. Raises InvalidSchoolYear."""
    year = check(document, today=timezone.localdate(at))
    version = holding(calendar)
    before = school_year_of(version) if version else parse(EMPTY)
    changes = [CalendarChange(calendar, year.hours())]
    children = list(_carried(calendar, version, document))
    changes += [CalendarChange(child, parse(carried).hours()) for child, carried in children]
    effect = reevaluations.foresee(*changes, at=at)
    return Preview(
        year, differences(before, year, today=timezone.localdate(at)), effect, tuple(child for child, _ in children)
    )


@transaction.atomic
def apply(calendar, document, *, by, at, reason, based_on=ANY):
    """Make a document what the calendar says from now on, and ask for its open clocks to be counted on it.

    Calendars made on top of the trust's go along. `based_on` is the version the document was written over, or None:
    Refused when somebody has applied another since. Returns the recorded act of this calendar.
    """
    _check_right(calendar, by)
    _hold_calendars()
    version = holding(calendar)
    if based_on is not ANY and version and version != based_on:
        raise Refused(changed_by_another(version))
    check(document, today=timezone.localdate(at))
    children = list(_carried(calendar, version, document))
    act = _act(calendar, document, by=by, at=at, reason=reason)
    for child, carried in children:
        _act(child, carried, by=by, at=at, reason=f"With the trust’s: {reason}"[:300])
    CalendarDraft.objects.filter(calendar=calendar, by=by).delete()
    return act


def apply_draft(draft, *, by, at, reason):
    """Apply a draft as it stands; Refused when somebody else has applied another since it was begun."""
    return apply_now(draft.calendar, draft.document, by=by, at=at, reason=reason, based_on=draft.based_on)


def apply_now(calendar, document, *, by, at, reason, based_on=ANY):
    """Apply, and count the clocks anew at once where they are few; the sweep does it where they are many."""
    act = apply(calendar, document, by=by, at=at, reason=reason, based_on=based_on)
    return reevaluations.settle(act, at=at)


def close(calendar, *, first, last, name, by, at):
    """Close from `first` to `last` (snow, a burst pipe); deadlines move at once."""
    with transaction.atomic():
        _hold_calendars()  # who closes the same day at the same time is told that it is closed
        document = closed(calendar, first=first, last=last, name=name)
        act = apply(calendar, document, by=by, at=at, reason=f"Closed: {name}"[:300])
    return reevaluations.settle(act, at=at)


def open_again(calendar, *, first, last, reason, by, at):
    """Open again on days that were closed."""
    with transaction.atomic():
        _hold_calendars()
        document = opened(calendar, first=first, last=last)
        act = apply(calendar, document, by=by, at=at, reason=reason)
    return reevaluations.settle(act, at=at)


def closed(calendar, *, first: date, last: date, name: str) -> Document:
    """What the calendar would say with a closure more. Raises InvalidSchoolYear where these days are closed already."""
    year_of(calendar)
    return calendar_edits.close(holding(calendar).document, first, last, name)


def opened(calendar, *, first: date, last: date) -> Document:
    """What the calendar would say without its closures on these days."""
    year_of(calendar)
    return calendar_edits.open_again(holding(calendar).document, first, last)


def begin_own(school, *, by, at):
    """A calendar for a school that followed the trust's; until something is applied, it follows still."""
    if not by.may(Permission.EDIT_AGREEMENTS, school):
        raise NotYours("Your role does not allow giving this school a calendar of its own.")
    return calendar_of(school)


def check(document, *, today):
    """The school year of a document; raises InvalidSchoolYear, also for a year to come that has no dates."""
    year = parse(document)
    terms = sorted(span.first for span in year.spans if span.type == "term")
    have = {academic_year_of(first) for first in terms}
    this = academic_year_of(today)
    missing = [start for start in range(max(min(have), this), max(have)) if start not in have] if have else []
    if missing:
        names = " and ".join(map(year_name, missing))
        sentence = f"{names} would have no dates, and support would be closed for all of it: add its terms first."
        raise InvalidSchoolYear({"ranges": [sentence]})
    return year


def changed_by_another(version):
    """Who changed a calendar in the meantime, when and why, as a sentence."""
    who, why = version.made_by or "A program", f" (“{version.reason}”)" if version.reason else ""
    return (
        f"{who} changed this calendar on {version.made_at:%-d %B at %H:%M}{why} after you began. "
        "Put your changes on top of theirs, or throw yours away."
    )


def _hold_calendars():
    """One after the other: they are laid over each other."""
    list(Calendar.objects.select_for_update().order_by("pk"))


def _carried(calendar, version, document):
    """Each school's calendar on top of the trust's that changes with it, and what it will say."""
    if calendar.school_id or version is None:
        return
    for child in Calendar.objects.exclude(school=None).select_related("school").prefetch_related("versions"):
        newest = next(iter(child.versions.all()), None)
        if newest is None:
            continue
        carried = carry(newest.document, before=version.document, after=document)
        if parse(carried) != school_year_of(newest):
            yield child, carried


def _act(calendar, document, *, by, at, reason):
    version = make_version(calendar, document, by=by, at=at, reason=reason)
    return reevaluations.ask(CalendarChange(calendar, hours_of(version), version), by=by, at=at, reason=reason)


def _check_right(calendar, by):
    if by is not None and not by.may(Permission.EDIT_AGREEMENTS, calendar.school_id):
        raise NotYours("Your role does not allow changing this calendar.")
