"""The people a change hits: told that it comes, reminded, told when it moves, and what became of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from changes import timeline
from changes.affected import Noticing, affected_by
from changes.models import Change, Status, Told
from changes.reminder_day import FURTHEST, reminder_of
from changes.workflow.record import day_of
from servicedesk import letters
from servicedesk.models import School
from sla.calendars import current_versions, school_year_of

log = structlog.get_logger(__name__)
AHEAD = timedelta(days=FURTHEST + 1)
TELLING = ("announce", "reschedule")  # what tells people of the window
PATH = "/status/"  # everybody may read it; the change itself is for the desk


def gather(change, *, by, at, also=(), left_out=()):
    """Who hears of a change from now on: those who notice it, without `left_out`, and who `also` should know.

    Whoever heard of it before stays among them. Returns the people, in the order of their names.
    """
    out = {person.pk for person in left_out}
    found = [each for each in affected_by(change, at=at).people if each.person.pk not in out]
    chosen = [Noticing(person, f"{by.name if by else 'Somebody'} thought of them") for person in also]
    thought_of = {each.person.pk for each in chosen} - {each.person.pk for each in found}
    for each in [*found, *chosen]:
        facts = {"because": each.because[:200], "told_at": at}
        facts["chosen_by"] = by if each.person.pk in thought_of else None
        Told.objects.get_or_create(change=change, person=each.person, defaults=facts)
    Told.objects.filter(change=change, person__in=out).delete()
    return audience_of(change)


def audience_of(change):
    """Whoever hears of it and is still here."""
    return [told.person for told in change.audience.filter(person__is_active=True).select_related("person")]


def tell_audience(change, what, *, at, by=None, **context):
    """A letter in plain words to everybody who heard of a change, but not to who did it; how many were written.

    Whoever makes or asked for it reads the desk's own letter (`telling.tell`) of what became of it.
    """
    people, written = audience_of(change), 0
    if not people:  # a change that was never announced may have no window to put into words
        return 0
    when, report = in_words(change), letters.address(reverse("incidents:report"))
    for person in people:
        if person == by:
            continue
        about = {"change": change, "reference": change.reference, "path": PATH, "when": when, "report": report}
        written += letters.write(person, f"changes/people/{what}", at=at, **about, **context) is not None
    return written


def in_words(change):
    """Its window on the clocks of the school: “Tuesday 3 March, 16:00 to 17:30”."""
    zone = zone_of(change)
    first, last = change.starts_at.astimezone(zone), change.ends_at.astimezone(zone)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%A} {last.day} {last:%B, %H:%M}"
    return f"{first:%A} {first.day} {first:%B, %H:%M} to {until}"


def zone_of(change):
    """The clocks of its school, or of the desk."""
    return ZoneInfo(change.school.zone if change.school else timezone.get_default_timezone_name())


def remind(*, at):
    """Remind people on the school day before of what is announced. Returns how many letters; each change once.

    Safe to repeat, to miss, to run twice at once: a change that began meanwhile is told of no more.
    """
    due = Change.objects.filter(
        status=Status.ANNOUNCED, reminded_at=None, starts_at__gt=at, starts_at__lte=at + AHEAD, announced_at__lt=at
    )
    return sum(_each(pk, at=at) for pk in due.order_by("starts_at", "pk").values_list("pk", flat=True))


def _each(pk, *, at):
    try:
        return _remind(pk, at=at)
    except Exception:  # the next sweep tries it again; the others do not wait for it
        log.exception("reminding_of_change_failed", change=pk)
        return 0


@transaction.atomic
def _remind(pk, *, at):
    """Look again with the record in hand. Who heard of its window only just before it needs no second letter."""
    list(Change.objects.select_for_update().filter(pk=pk).values_list("pk"))
    change = Change.objects.select_related("school").get(pk=pk)
    if change.status != Status.ANNOUNCED or change.reminded_at or not change.starts_at or change.starts_at <= at:
        return 0
    last = change.entries.filter(move__in=TELLING).aggregate(at=Max("at"))["at"]
    told_at = max(filter(None, (change.announced_at, last)))
    moment = reminder_of(change.starts_at, told_at=told_at, zone=zone_of(change), years=_years(change))
    if moment and moment > at:
        return 0
    Change.objects.filter(pk=pk).update(reminded_at=at)
    if moment is None:
        return 0
    written = tell_audience(change, "reminder", at=at, day=_day_in_words(change, at))
    timeline.write(change, "remind", by=None, at=at, people=written)
    return written


def _years(change):
    """The calendars of the schools whose people hear of it; none where a school has no calendar."""
    if change.school:
        schools = [change.school]
    else:
        of_things = Q(assets__changes=change) | Q(rooms__changes=change)
        schools = list(School.objects.filter(of_things).distinct()) or list(School.objects.all())
    versions = current_versions(schools)
    return [school_year_of(version) for version in versions.values()] if len(versions) == len(schools) else []


def _day_in_words(change, at):
    """Today, Tomorrow, On Monday, or On Monday 4 January: for the letter that is read at a moment."""
    day = day_of(change, change.starts_at)
    ahead = (day - day_of(change, at)).days
    near = {0: "Today", 1: "Tomorrow"}.get(ahead)
    return near or (f"On {day:%A}" if ahead < 7 else f"On {day:%A} {day.day} {day:%B}")
