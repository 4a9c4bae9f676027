"""What is known to be broken, for everyone at a school; and one tap for whoever it hits too."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents import intake_same
from incidents.forms_major import HitsMeForm
from incidents.models import MajorIncident
from incidents.places import recent_rooms
from incidents.presentation.status import news_of, planned_line
from incidents.status_board import board_for, own_reports
from incidents.views.report import frame_of
from incidents.views.ways import this_minute
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from servicedesk.strict import whole_number


@login_required
@require_safe
def status(request):
    """Broken now, restored lately, planned: what a person may know at their school, or at all of theirs."""
    if not request.user.works_here:
        return render(request, "servicedesk/no_role.html")
    at, school = this_minute(), request.home.school
    board = board_for(request.user, at=at, school=school)
    own = own_reports(request.user, board.going_on)
    about = {"reader": request.user, "at": at}
    context = {
        "all_well": board.all_well,
        "going_on": [news_of(major, own=own.get(major.pk), **about) for major in board.going_on],
        "restored": [news_of(major, own=None, **about) for major in board.restored],
        "planned": [planned_line(each, at) for each in board.planned],
        "several_schools": school is None,
        "may_report": request.user.may_anywhere(Permission.LOG),
    }
    return render(request, "incidents/status.html", context)


@only_with(Permission.LOG)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def hits_me(request, pk):
    """It hits me too: where, and whether a lesson is stopped; kept with the others, and told when it is fixed."""
    seen = MajorIncident.objects.visible_to(request.user).going_on().with_news()
    major = get_object_or_404(seen, pk=whole_number(str(pk)))
    school = major.incident.school
    recent = recent_rooms(request.user, school)
    form = HitsMeForm(request.POST or None, school=school, initial={"room": recent[0] if recent else None})
    if form.is_valid():
        said = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        return redirect("incidents:reported", intake_same.log_me_too(major.incident, **said).pk)
    news = news_of(major, own=None, reader=request.user, at=this_minute())
    return render(request, "incidents/hits_me.html", {"news": news, "form": form, **frame_of(school)})
