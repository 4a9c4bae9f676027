"""The plan to close the gaps: every action, and one of them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from healthcheck import moves
from healthcheck.filters import TO_DO_WORD, ActionFilter
from healthcheck.models import Action
from servicedesk.paging import page
from servicedesk.roles import Permission


@login_required
@require_safe
def actions(request):
    """What is to be done, by its day: of the schools whose evidence one reads, and one's own."""
    seen = Action.objects.visible_to(request.user).select_related("school", "owner", "health_check")
    asked = request.GET.copy()
    if not asked.get("state"):
        asked["state"] = TO_DO_WORD
    found = ActionFilter(asked, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    shown, today = page(rows, order=("due_on", "pk"), token=request.GET.get("page", "")), timezone.localdate()
    context = {
        "page": shown,
        "rows": [(action, action.is_late(today)) for action in shown.rows],
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "reads": request.user.may_anywhere(Permission.EXPORT_EVIDENCE),
    }
    return render(request, "healthcheck/actions.html", context)


@login_required
@require_safe
def action(request, pk):
    """One action and what was written of it."""
    seen = Action.objects.visible_to(request.user).select_related("school", "owner", "health_check", "ended_by")
    found = get_object_or_404(seen, pk=pk)
    context = {
        "action": found,
        "is_late": found.is_late(timezone.localdate()),
        "possible": {move.name for move in moves.ACTION_MOVES if move.possible(found, request.user)},
        "entries": found.health_check.entries.filter(data__action=found.pk).select_related("by"),
        "reads": request.user.may(Permission.EXPORT_EVIDENCE, found.school_id),
    }
    return render(request, "healthcheck/action.html", context)
