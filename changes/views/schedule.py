"""The schedule of changes: a month, a week or a list, with what the school has on beneath."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import get_current_timezone_name, localtime
from django.views.decorators.http import require_safe

from changes.grounds import grounds_of
from changes.models import CalendarFeed, Change
from changes.presentation import schedule as shown
from changes.presentation.standing import with_waiting
from changes.windows import Window
from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import text_in

ALL = "all"
LONG = ("details", "reason", "procedure", "back_out", "if_it_fails", "impact_during", "lessons", "outcome_note")
MOST = 500  # changes on one page; nobody reads on


@require_safe
@only_with(Permission.SEE_CHANGES)
def schedule(request):
    """What is changed when: one address, three views, and the list of one day."""
    schools = list(School.objects.where_may(request.user, Permission.SEE_CHANGES))
    school = _school(request, schools)
    zone = ZoneInfo(school.zone if school else get_current_timezone_name())
    with timezone.override(zone):
        today = localtime(timezone.now()).date()
        view = request.GET.get("view")
        view = view if view in (*shown.VIEWS, shown.DAY_LIST) else shown.MONTH
        day = shown.asked_day(request.GET.get("day", ""), today)
        context = _of_days(request, view, day, today, zone, school, schools)
        context |= {"school": school, "schools": schools, "today": today, "day": day, "view": view}
        return render(request, "changes/schedule.html", context | _about(request, view, day, school))


def _of_days(request, view, day, today, zone, school, schools):
    """The changes of the days shown, and the days themselves."""
    span = shown.span_of(view, day)
    weeks, listed = shown.weeks_of(span), view not in shown.FEW
    first, last = (span.first, span.last) if listed else (weeks[0][0], weeks[-1][-1])
    window, inside = shown.window_of(first, last, zone), shown.window_of(span.first, span.last, zone)
    seen = Change.objects.visible_to(request.user).not_called_off().scheduled(window.start, window.end)
    if school:
        seen = seen.at_school_or_trust(school)
    changes = list(_rows(seen, view)[: MOST + 1])
    grounds = grounds_of([school] if school else schools, first=first, last=last, as_it_was=True) if schools else []
    few = shown.FEW.get(view, 0)
    days = shown.days_of(weeks, span, changes[:MOST], grounds, today=today, zone=zone, few=few)
    return {
        "span": span,
        "weeks": [] if listed else days,
        "lines": shown.lines_of(changes[:MOST], zone) if listed else [],
        "notable": shown.notable_of(days) if listed else [],
        "count": sum(inside.overlaps(Window(change.starts_at, change.ends_at)) for change in changes[:MOST]),
        "most": MOST if len(changes) > MOST else None,
        "unknown": [name for ground in grounds if ground.year is None for name in ground.names],
    }


def _rows(seen, view):
    """With what the view shows of each: a month says what and when, the others also who, where and who is asked."""
    if view == shown.MONTH:
        return seen.defer(*LONG).order_by("starts_at", "pk")
    rows = seen.defer(*LONG).select_related("school", "service", "implementer").prefetch_related("rooms")
    return with_waiting(rows).order_by("starts_at", "pk")


def _about(request, view, day, school):
    """The ways from here, and the reader's own feed."""
    place = school.code if school else ALL
    feed = CalendarFeed.objects.filter(person=request.user).first()
    return {
        "views": [
            (name, words, urlencode({"view": name, "day": day, "school": place})) for name, words in shown.VIEWS.items()
        ],
        "asked": urlencode({"view": view, "school": place}),
        "day_asked": urlencode({"view": shown.DAY_LIST, "school": place}),
        "feed": feed,
        "feed_url": request.build_absolute_uri(feed.get_absolute_url()) if feed else "",
        "may_manage": request.user.may_anywhere(Permission.MANAGE_CHANGES),
        "may_raise": request.user.may_anywhere(Permission.RECORD_CHANGES),
    }


def _school(request, schools):
    """The school in the address; else where one is at home; else the only one, or all of them (None)."""
    asked = text_in(request.GET, "school")
    if asked and asked != ALL:
        seen = School.objects.where_may(request.user, Permission.SEE_CHANGES)
        return get_object_or_404(seen, code=asked)
    if len(schools) == 1:
        return schools[0]
    home = request.home.school
    return home if home in schools and not asked else None
