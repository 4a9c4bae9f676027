"""Releases: what goes out together, one of them with its rooms and tests, its beginning, and its paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from changes import workflow
from changes.filters_releases import ReleaseFilter
from changes.forms.releases import DesignForm
from changes.licence_check import licence_checks
from changes.models import Release
from changes.paper.release import release_pdf
from changes.presentation import releases as words
from changes.views.moves import add_errors
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.strict import text_in
from servicedesk.tables import attached

SHOWN = ("q", "school", "status", "service")


@require_safe
@only_with(Permission.SEE_CHANGES)
def releases(request):
    """Every release the reader may see, the newest first."""
    seen = Release.objects.visible_to(request.user).select_related("school", "owner")
    done = Count("rooms", filter=Q(rooms__state="done"))
    filters = ReleaseFilter(request.GET, seen.annotate(of=Count("rooms"), done=done), request=request)
    form = filters.form
    rows = filters.qs if filters.is_valid() else seen.none()
    shown = page(rows, order=("-made_at", "-pk"), token=request.GET.get("page", ""))
    several = len(form.fields["school"].queryset) > 1
    context = {
        "form": form,
        "fields": [form[name] for name in SHOWN if name != "school" or several],
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "page": shown,
        "rows": [(each, words.SAID_OF[each.status], words.progress_words(each.done, each.of)) for each in shown.rows],
        "several": several,
        "schools": list(School.objects.where_may(request.user, Permission.RECORD_CHANGES)),
        "everywhere": request.user.may(Permission.RECORD_CHANGES, None),
    }
    return render(request, "changes/releases.html", context, status=200 if filters.is_valid() else 400)


@require_safe
@only_with(Permission.SEE_CHANGES)
def release(request, pk):
    """One release: its build, its tests, its rooms, its changes, and what happened."""
    found = find_release(request, pk)
    rooms = list(found.rooms.select_related("room", "asset", "done_by"))
    changes = list(found.changes.visible_to(request.user).order_by("pk"))
    context = {
        "release": found,
        "standing": words.SAID_OF[found.status],
        "may": words.possible(found, request.user),
        "tests": words.tests_of(found),
        "rooms": [(row, words.ROOM_SAID[row.state]) for row in rooms],
        "progress": words.progress_of(rooms),
        "changes": changes,
        "open_changes": [change for change in changes if change.is_open],
        "masters": found.software.select_related("software"),
        "checks": licence_checks(found),
        "pilot_people": found.pilot_people.all(),
        "sees_assets": request.user.may_anywhere(Permission.SEE_ASSETS),
        "story": words.story_of(found),
    }
    return render(request, "changes/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.RECORD_CHANGES)
@once_per_form
def design_release(request):
    """Begin a release."""
    school = _school(request)
    data = request.POST if request.method == "POST" else None
    form = DesignForm(data, release=Release(school=school), by=request.user, initial=request.GET.dict())
    if form.is_valid():
        try:
            made = workflow.design_release(by=request.user, at=timezone.now(), school=school, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{made.reference} is begun. Plan its rooms and its pilot group next.")
            return redirect(made)
    title = f"A release at {school.name}" if school else "A release in several schools"
    return render(request, "changes/release_form.html", {"form": form, "title": title})


@require_safe
@only_with(Permission.SEE_CHANGES)
def release_paper(request, pk):
    """The build procedure on paper."""
    found = find_release(request, pk)
    response = HttpResponse(release_pdf(found, at=timezone.now()), content_type="application/pdf")
    return attached(response, f"release-{found.pk}.pdf")


def find_release(request, pk):
    """A release that the reader may see; anything else is not there."""
    people = ("owner", "stability_by", "acceptance_by", "made_by")
    seen = Release.objects.visible_to(request.user).select_related("school", "service", *people)
    return get_object_or_404(seen, pk=pk)


def _school(request):
    """The school named in the address; for people of the whole trust none may be named, or else their only one."""
    schools = School.objects.where_may(request.user, Permission.RECORD_CHANGES)
    code = text_in(request.GET, "school") or text_in(request.POST, "school")
    if code or not request.user.may(Permission.RECORD_CHANGES, None):
        return get_object_or_404(schools.filter(code=code) if code else schools[:1])
    return None
