"""Pages of the school calendar."""

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
from sla import year_page
from sla.calendar_import import import_file
from sla.calendars import calendar_of, current_version, make_version, school_year_of
from sla.forms import READING_ERRORS, ConfirmDatesForm, TermDatesForm, sign_preview
from sla.models import Calendar
from sla.year_document import InvalidSchoolYear, parse


@only_with(Permission.SEE_AGREEMENTS)
def calendars(request):
    """The calendars of the reader's schools and the trust's, each with how far it reaches and who follows it."""
    today = timezone.localdate()
    found = Calendar.objects.visible_to(request.user).select_related("school").prefetch_related("versions")
    schools = School.objects.where_may(request.user, Permission.SEE_AGREEMENTS)
    rows = [
        {"calendar": calendar, "version": version, "runs_out": year_page.runs_out(version.known_until, today=today)}
        for calendar in found
        if (version := next(iter(calendar.versions.all()), None))
    ]
    return render(
        request,
        "sla/calendars.html",
        {
            "rows": sorted(rows, key=lambda row: (row["calendar"].school_id is not None, row["calendar"].name)),
            "followers": schools.exclude(calendar__versions__isnull=False),
            "may_edit": request.user.may_anywhere(Permission.EDIT_AGREEMENTS),
        },
    )


@login_required
def calendar(request, pk):
    """One calendar: a year at a glance, its dates and hours as text, and its versions."""
    found = get_object_or_404(Calendar.objects.visible_to(request.user).select_related("school"), pk=pk)
    versions = list(found.versions.select_related("made_by").defer("document"))
    version = next((v for v in versions if str(v.number) == request.GET.get("version")), next(iter(versions), None))
    page = {"calendar": found, "version": version, "versions": versions, "is_newest": version in versions[:1]}
    page["may_edit"] = request.user.may(Permission.EDIT_AGREEMENTS, found.school_id)
    if version:
        page |= _year(school_year_of(version), request.GET.get("year"), today=timezone.localdate())
    return render(request, "sla/calendar.html", page)


def _year(year, asked, *, today):
    """What the page shows of one school year: the one asked for, else this one."""
    years = year_page.years_of(year)
    this = year_page.academic_year_of(today)
    start = int(asked) if asked in map(str, years) else this if this in years or not years else max(years)
    return {
        "year": year,
        "name": year_page.year_name(start),
        "earlier": start - 1 if start - 1 in years else None,
        "later": start + 1 if start + 1 in years else None,
        "months": year_page.months_of(year, start, today=today),
        "dates": year_page.dates_of(year, start),
        "hours": year_page.hours_of_types(year),
        "overrides": [(o, year_page.pattern_in_words(o.hours)) for o in year.overrides],
        "counts": year_page.school_day_counts(year),
        "runs_out": year_page.runs_out(year.known_until, today=today),
    }


@only_with(Permission.EDIT_AGREEMENTS)
def import_dates(request):
    """Send a file of term dates and see what it would change; nothing is kept yet."""
    chosen = {"school": School.objects.filter(code=request.GET.get("school", "").replace("\0", "")).first()}
    form = TermDatesForm(request.POST or None, request.FILES or None, person=request.user, initial=chosen)
    preview = _preview(form) if form.is_valid() else None
    if preview:
        return render(request, "sla/confirm_dates.html", preview)
    return render(request, "sla/import_dates.html", {"form": form})


def _preview(form):
    """The school year that a file would make, beside what holds now; None when the file can't be read."""
    school = form.cleaned_data["school"]
    version = current_version(school)
    try:
        imported = import_file(
            form.cleaned_data["file"],
            base=version.document if version else None,
            nation=school.nation if school else "ENG",
            zone=school.zone if school else "Europe/London",
            opens=form.cleaned_data["hours"],
        )
        year = parse(imported.document)
    except (*READING_ERRORS, InvalidSchoolYear) as error:
        form.refuse(error)
        return None
    token = sign_preview(school=school, version=version, document=imported.document)
    return {
        "form": ConfirmDatesForm(initial={"preview": token}),
        "school": school,
        "year": year,
        "notes": imported.notes,
        "counts": year_page.school_day_counts(year),
        "changed": _changed(version, year),
        "hours": year_page.hours_of_types(year),
    }


def _changed(version, year):
    """How many of the days to come would change; None for a calendar that is new."""
    today = timezone.localdate()
    return year_page.changed_days(school_year_of(version), year, since=today) if version else None


@require_POST
@only_with(Permission.EDIT_AGREEMENTS)
def confirm_dates(request):
    """Keep the previewed dates as a new version of the calendar."""
    form = ConfirmDatesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The preview is too old. Send the file again.")
        return redirect("sla:import_dates")
    preview = form.cleaned_data["preview"]
    school = get_object_or_404(School, pk=preview["school"]) if preview["school"] else None
    if not request.user.may(Permission.EDIT_AGREEMENTS, school):
        raise NotYours("Only someone who may change this calendar can do that.")
    version = current_version(school)
    if (version and version.pk) != preview["version"]:
        raise Refused("Somebody changed the calendar since you looked. Send the file again to see what it changes now.")
    made = make_version(
        calendar_of(school), preview["document"], by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
    )
    messages.success(request, f"{made.calendar}: version {made.number} holds from now on.")
    return redirect(reverse("sla:calendar", args=[made.calendar_id]))
