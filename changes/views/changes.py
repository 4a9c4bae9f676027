"""One change: how far it is and who acts next, its plan, its story; and the same on paper."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from changes import timeline
from changes.followed import followed
from changes.models import AHEAD, Change, Kind, Status
from changes.paper import request_pdf
from changes.presentation.standing import (
    ASKED,
    may_of,
    next_of,
    risk_of,
    standing_of,
    steps_of,
    window_of,
    with_waiting,
)
from changes.presentation.story import story_of
from changes.warnings import warnings_of
from incidents.models import Incident
from incidents.views.ways import this_minute
from problems.models import Problem
from servicedesk.doors import only_with
from servicedesk.roles import Permission

MOST_SHOWN = 50  # incidents, things and rooms on the page


@require_safe
@only_with(Permission.SEE_CHANGES)
def change(request, pk):
    """One change: what it is, where it stands, and what can be done next."""
    found, at = _find(request, pk), this_minute()
    recorded, may = found.kind == Kind.RECORDED, may_of(found, request.user)
    context = {
        "change": found,
        "standing": standing_of(found),
        "risk": risk_of(found),
        "steps": [] if recorded else steps_of(found),
        "next": "" if recorded or found.status in ASKED else next_of(found, at=at, reader=request.user),
        "window": window_of(found, at),
        "may": may,
        "plan_url": _plan_url(found, may),
        "clashes": found.starts_at and found.status in AHEAD,
        "take_url": _take_url(found, may),
        "now": at,
        "may_correct": recorded and request.user.may(Permission.RECORD_CHANGES, found.school_id),
        "warnings": warnings_of(found, at=at),
        "links": _links(found, request.user),
        "followed": followed(found, reader=request.user, at=timezone.now()),
        "audience": found.audience.select_related("person"),
        "story": story_of(list(timeline.story(found)), at),
        "corrections": found.history.select_related("history_user")[:10] if recorded else [],
    } | _touched(found, request.user)
    return render(request, "changes/change.html", context)


@require_safe
@only_with(Permission.SEE_CHANGES)
def change_pdf(request, pk):
    """The request for change on paper."""
    found = _find(request, pk)
    answer = HttpResponse(request_pdf(found, at=timezone.now(), reader=request.user), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="change-{found.pk}.pdf"'
    return answer


def _plan_url(change, may):
    """Where its plan is written: while it is only thought about, in the guided form."""
    if may["describe"] and change.status in (Status.RAISED, Status.PROCEED):
        return f"{reverse('changes:describe', args=[change.pk])}?step=plan"
    return reverse("changes:plan", args=[change.pk]) if may["plan"] else ""


def _take_url(change, may):
    """Where another window is taken."""
    if may["reschedule"]:
        return reverse("changes:reschedule", args=[change.pk])
    return _plan_url(change, may).partition("?")[0] or reverse("changes:window")


def _find(request, pk):
    shown = Change.objects.with_rows_shown().select_related("originator", "template", "release", "reviewed_by")
    return get_object_or_404(with_waiting(shown.visible_to(request.user)), pk=pk)


def _touched(change, reader):
    """The things and rooms it touches, at the schools whose changes a reader sees."""
    here = reader.within(Permission.SEE_CHANGES, field="school")
    return {
        "assets": change.assets.filter(here).select_related("room")[:MOST_SHOWN],
        "rooms": change.rooms.filter(here)[:MOST_SHOWN],
        "may_see_assets": reader.may(Permission.SEE_ASSETS, change.school_id),
        "may_see_problem": change.problem_id
        and Problem.objects.visible_to(reader).filter(pk=change.problem_id).exists(),
    }


def _links(change, reader):
    """The incidents that hang together with it, as far as the reader may see them."""
    seen = Incident.objects.visible_to(reader)
    return change.incident_links.filter(incident__in=seen).select_related("incident").order_by("-pk")[:MOST_SHOWN]
