"""Pages on which a calendar is changed: edited as a draft, previewed, applied, closed at short notice, opened again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import text_in
from sla import calendar_edits, calendar_workflow, year_page
from sla.calendar_forms import EDITS, CloseForm, DatesForm, DayForm, KnownUntilForm, OpenAgainForm, ReasonForm, WeekForm
from sla.calendar_import import import_file
from sla.calendars import calendar_of, current_version, school_year_of
from sla.forms import READING_ERRORS, TermDatesForm
from sla.hours import WEEKDAYS
from sla.models import Calendar, moves_in_words
from sla.school_year import WORDS, DayType
from sla.year_changes import changed_days
from sla.year_document import InvalidSchoolYear, parse


def _editable(request, pk):
    """The calendar, for someone who may change it."""
    found = get_object_or_404(Calendar.objects.visible_to(request.user).select_related("school"), pk=pk)
    if not request.user.may(Permission.EDIT_AGREEMENTS, found.school_id):
        raise NotYours("You can read this calendar, but somebody else decides about it.")
    return found


@login_required
def edit(request, pk):
    """A draft of a calendar: the year as it would be with what changes marked, and a form for each thing to change."""
    calendar = _editable(request, pk)
    draft = calendar_workflow.draft_of(calendar, by=request.user)
    start = _year_in_sight(request, parse(draft.document))
    facts = {"calendar": calendar, "document": draft.document, "today": timezone.localdate(), "year": start}
    sent = _sent(request, facts)
    if sent and sent.is_valid() and _keep(request, draft, sent):
        return redirect(f"{reverse('sla:edit_calendar', args=[pk])}?year={start}#{_place(sent)}")
    page = _draft_page(draft, start) | _forms(draft, facts, sent, request.GET.get("change", ""))
    return render(request, "sla/edit_calendar.html", page)


def _sent(request, facts):
    """The form that was sent, if any; None for a page that is read, and for a form nobody knows."""
    form = EDITS.get(request.POST.get("what", ""))
    return form(request.POST, **facts) if form else None


def _keep(request, draft, form):
    """Whether the edit could be made; else the form says why not."""
    try:
        calendar_workflow.rewrite(draft, form.edit(), by=request.user, at=timezone.now())
    except InvalidSchoolYear as error:
        form.refuse(error)
        return False
    return True


def _place(form):
    """Where on the page one goes on."""
    return {"remove-dates": "dates", "remove-day": "day"}.get(form.what, form.what)


def _year_in_sight(request, year):
    years = year_page.years_of(year)
    this = year_page.academic_year_of(timezone.localdate())
    asked = request.POST.get("year") or request.GET.get("year")
    return int(asked) if asked in map(str, years) else this if this in years or not years else max(years)


def _draft_page(draft, start):
    """What the page shows of a draft."""
    year = parse(draft.document)
    version = calendar_workflow.holding(draft.calendar)
    changed = changed_days(school_year_of(version), year) if version else frozenset()
    years = year_page.years_of(year)
    first, last = year_page.bounds(start)
    return {
        "calendar": draft.calendar,
        "draft": draft,
        "is_stale": calendar_workflow.is_stale(draft) and version,
        "stale_words": calendar_workflow.changed_by_another(version) if version else "",
        "others": draft.calendar.drafts.exclude(by=draft.by).select_related("by"),
        "year": year,
        "start": start,
        "name": year_page.year_name(start),
        "next_name": year_page.year_name(start + 1),
        "earlier": start - 1 if start - 1 in years else None,
        "later": start + 1 if start + 1 in years else None,
        "months": year_page.months_of(year, start, today=timezone.localdate(), changed=changed),
        "changes_here": sum(first <= day <= last for day in changed),
        "entries": year_page.entries_of(year, start),
        "overrides": [(o, year_page.pattern_in_words(o.hours)) for o in year.overrides if first <= o.date <= last],
        "trust": draft.calendar.school_id and current_version(None),
    }


def _forms(draft, facts, sent, change):
    """A form for each thing, the one that was sent with what it says; `change` is the key of dates to alter."""
    sent_as = {sent.what: sent} if sent else {}
    entry = calendar_edits.find(draft.document, change)
    dates = entry and entry | {"kind": entry.get("type") or entry.get("kind"), "instead_of": change}
    known = {"day": draft.document.get("known_until")}
    return {
        "sent": sent,
        "is_changing": bool(entry),
        "dates_form": sent_as.get("dates") or DatesForm(initial=dates or {}, **facts),
        "day_form": sent_as.get("day") or DayForm(**facts),
        "known_form": sent_as.get("known") or KnownUntilForm(initial=known, **facts),
        "weeks": [(WORDS[kind], *_week(draft, facts, kind, sent)) for kind in DayType],
    }


def _week(draft, facts, kind, sent):
    """The form of one day type's weekly hours, and the hours in words; open where something is wrong in it."""
    week = parse(draft.document).week_of(kind)
    words = list(year_page.week_in_words(week))
    if sent and sent.what == "week" and sent["kind"].value() == kind:
        return sent, words, True
    hours = {day: ", ".join("-".join(pair) for pair in pattern) for day, pattern in zip(WEEKDAYS, week, strict=True)}
    return WeekForm(initial=hours | {"kind": str(kind)}, **facts), words, False


@login_required
def preview(request, pk):
    """What would change? The days in words, and the clocks that would move; then the reason, and it is applied."""
    calendar = _editable(request, pk)
    draft = calendar_workflow.draft_of(calendar, by=request.user)
    if not draft.pk:
        return redirect("sla:edit_calendar", pk)
    form, now = ReasonForm(request.POST or None), timezone.now()
    if form.is_valid():
        act = calendar_workflow.apply_draft(draft, by=request.user, at=now, reason=form.cleaned_data["reason"])
        return _applied(request, act)
    found = calendar_workflow.preview(calendar, draft.document, at=now)
    version = calendar_workflow.holding(calendar)
    page = {"calendar": calendar, "draft": draft, "form": form, "preview": found}
    page |= {"is_stale": calendar_workflow.is_stale(draft) and version}
    page |= {"stale_words": calendar_workflow.changed_by_another(version) if version else ""}
    page |= {"counts": year_page.school_day_counts(found.year)}
    return render(request, "sla/preview_calendar.html", page)


def _applied(request, act):
    """On to the calendar with what happened, or to the page that tells how far it is."""
    acts = [act, *act.along]
    if any(one.finished_at is None for one in acts):
        return redirect("sla:change", act.pk)
    messages.success(request, f"{act.calendar_version} holds from now on. {moves_in_words(*acts)}")
    return redirect("sla:calendar", act.calendar_version.calendar_id)


@require_POST
@login_required
def settle_draft(request, pk):
    """Throw a draft away, or lay it over what somebody else has applied."""
    draft = calendar_workflow.draft_of(_editable(request, pk), by=request.user)
    if request.POST.get("how") == "catch-up" and draft.pk:
        try:
            calendar_workflow.catch_up(draft, by=request.user, at=timezone.now())
        except InvalidSchoolYear as error:
            raise Refused(f"The two don’t go together: {error} Throw your changes away and make them again.") from error
        messages.success(request, "Your changes are on top of theirs now.")
        return redirect("sla:preview_calendar", pk)
    if request.POST.get("how") == "throw-away":
        calendar_workflow.throw_away(draft, by=request.user, at=timezone.now())
        messages.success(request, "Your changes are thrown away. The calendar is as it was.")
    return redirect("sla:calendar", pk)


@login_required
def close(request, pk):
    """Closed today, or from some day to another: see what moves, and say so."""
    calendar = _editable(request, pk)
    today = timezone.localdate()
    asked = request.POST or request.GET
    form = CloseForm(asked if asked.get("first") else None, initial={"first": today, "name": "Snow"})
    is_said = form.is_bound and form.is_valid()
    said = form.cleaned_data if is_said else {"first": today, "last": today, "name": "Snow"}
    try:
        if request.method == "POST" and is_said:
            return _applied(request, calendar_workflow.close(calendar, by=request.user, at=timezone.now(), **said))
        document = calendar_workflow.closed(calendar, **said)
    except InvalidSchoolYear as error:
        form.add_error(None, str(error)) if is_said else messages.info(request, str(error))
        document = None
    return _at_short_notice(request, "sla/close_calendar.html", calendar, form, document)


@login_required
def open_again(request, pk):
    """Open after all on days that were closed."""
    calendar = _editable(request, pk)
    closures = year_page.closures_from(calendar_workflow.year_of(calendar), timezone.localdate())
    asked = request.POST or request.GET
    first = closures[0] if closures else None
    initial = {"first": first and first.first, "last": first and first.last}
    form = OpenAgainForm(request.POST if request.method == "POST" else None, initial=initial | _days(asked))
    try:
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            return _applied(request, calendar_workflow.open_again(calendar, by=request.user, at=timezone.now(), **said))
        document = calendar_workflow.opened(calendar, **(initial | _days(asked))) if closures else None
    except InvalidSchoolYear as error:
        form.add_error(None, str(error)) if form.is_bound else messages.error(request, str(error))
        document = None
    page = {"closures": closures}
    return _at_short_notice(request, "sla/open_calendar.html", calendar, form, document, **page)


def _days(asked):
    """The days in an address, where they are dates."""
    found = OpenAgainForm({"first": asked.get("first"), "last": asked.get("last"), "reason": "–"})
    return {end: found.cleaned_data[end] for end in ("first", "last")} if found.is_valid() else {}


def _at_short_notice(request, template, calendar, form, document, **more):
    found = calendar_workflow.preview(calendar, document, at=timezone.now()) if document else None
    page = {"calendar": calendar, "form": form, "preview": found} | more
    return render(request, template, page)


@require_POST
@only_with(Permission.EDIT_AGREEMENTS)
def begin_own(request):
    """A school is to have a calendar of its own: on to its draft, which says what the trust's calendar does."""
    school = get_object_or_404(
        School.objects.where_may(request.user, Permission.EDIT_AGREEMENTS),
        code=text_in(request.POST, "school"),
    )
    calendar = calendar_workflow.begin_own(school, by=request.user, at=timezone.now())
    return redirect("sla:edit_calendar", calendar.pk)


@only_with(Permission.EDIT_AGREEMENTS)
def import_dates(request):
    """Send a file of term dates: it goes into a draft, whose preview says what would change; nothing is applied yet."""
    chosen = {"school": School.objects.filter(code=text_in(request.GET, "school")).first()}
    form = TermDatesForm(request.POST or None, request.FILES or None, person=request.user, initial=chosen)
    draft = _imported(request, form) if form.is_valid() else None
    if draft:
        return redirect("sla:preview_calendar", draft.calendar_id)
    return render(request, "sla/import_dates.html", {"form": form})


def _imported(request, form):
    """The draft with what a file says laid over it; None when the file can't be read."""
    school = form.cleaned_data["school"]
    earlier = calendar_workflow.draft_for(school, by=request.user)
    try:
        imported = import_file(
            form.cleaned_data["file"],
            base=earlier.document if earlier.based_on else None,
            nation=school.nation if school else "ENG",
            zone=school.zone if school else "Europe/London",
            opens=form.cleaned_data["hours"],
        )
        calendar_workflow.check(imported.document, today=timezone.localdate())
        draft = calendar_workflow.draft_of(calendar_of(school), by=request.user)
        calendar_workflow.rewrite(draft, imported.document, by=request.user, at=timezone.now())
    except (*READING_ERRORS, InvalidSchoolYear) as error:
        form.refuse(error)
        return None
    for note in imported.notes:
        messages.info(request, note)
    return draft
