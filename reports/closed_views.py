"""The page of closed months: what is kept, what counting again found, and taking it over."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from incidents.presentation.words import several
from reports import closed_months, closing
from reports.forms_closed import CountAnewForm
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission

LATEST = 50

only_readers = only_with(Permission.SEE_REPORTS)


@require_safe
@only_readers
def closed(request):
    """Which months are kept, and where counting again gave another figure."""
    return render(request, "reports/closed.html", _shown(request))


def _shown(request, **more):
    person = request.user
    return {
        "months": closed_months.kept_months(person),
        "waiting": list(closed_months.waiting(person)),
        "taken_over": closed_months.taken_over(person, LATEST),
        "sees_trends": person.may_anywhere(Permission.SEE_PROBLEMS),
    } | more


@require_POST
@only_readers
@once_per_form
def count_anew(request):
    """Take over what counting a closed month again gives, with a reason."""
    form = CountAnewForm(request.POST, person=request.user)
    if not form.is_valid():
        return render(request, "reports/closed.html", _shown(request, form=form), status=400)
    said = form.cleaned_data
    changed = closing.count_anew(
        said["school"], said["month"], by=request.user, at=timezone.now(), reason=said["reason"]
    )
    where = said["school"].name if said["school"] else "what names no school"
    figures = several(changed, "figure was taken over", "figures were taken over")
    messages.success(request, f"{said['month']:%B %Y}, {where}: {figures}.")
    return redirect("reports:closed")
