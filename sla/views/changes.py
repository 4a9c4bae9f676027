"""Pages of what was applied: the recorded acts, and how far one that is under way has got."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

from servicedesk.doors import only_with
from servicedesk.roles import Permission
from sla.models import Reevaluation

SHOWN = 100


def _acts(person):
    return Reevaluation.objects.visible_to(person).select_related(
        "by", "school", "calendar_version__calendar", "agreement_version__agreement"
    )


@only_with(Permission.SEE_AGREEMENTS)
def changes(request):
    """Every change of a calendar, an agreement or priorities that was applied: who, when, why, and what it moved."""
    return render(request, "sla/changes.html", {"acts": _acts(request.user)[:SHOWN], "shown": SHOWN})


@login_required
def change(request, pk):
    """One change: how far it is, then what it did. The page asks again by itself while it is under way."""
    act = get_object_or_404(_acts(request.user), pk=pk)
    template = "sla/_change.html" if request.headers.get("HX-Request") else "sla/change.html"
    along = _acts(request.user).filter(pk__in=act.along) if act.calendar_version else []
    return render(request, template, {"act": act, "along": along})
