"""Pages of the school calendar."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.roles import Permission
from sla import year_page
from sla.calendars import school_year_of
from sla.models import Calendar


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
    page["draft"] = found.drafts.filter(by=request.user).first()
    if version:
        page["closures"] = year_page.closures_from(school_year_of(version), timezone.localdate())
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
