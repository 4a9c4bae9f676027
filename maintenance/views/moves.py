"""A page for every move of a round: GET asks, POST makes it; the rules are the move's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maintenance import forms, moves, workflow
from maintenance.models import Round
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

PAGES = by_name(
    MovePage(moves.START, forms.MoveForm, "Start the round", "Start", ""),
    MovePage(
        moves.RAISE_INCIDENT,
        forms.IncidentForm,
        "Report a fault",
        "Report it",
        "Reported. It counts as found by us.",
        hint="What failed becomes a record in the queue, with the thing and its room.",
    ),
    MovePage(
        moves.RAISE_PROBLEM,
        forms.ProblemForm,
        "Raise a problem",
        "Raise it",
        "The problem is raised.",
        hint="For what keeps failing: somebody looks for its cause.",
    ),
    MovePage(moves.FINISH, forms.FinishForm, "Finish the round", "Finish", "{reference} is done."),
    MovePage(
        moves.SKIP,
        forms.SkipForm,
        "Leave it out this time",
        "Leave it out",
        "{reference} is left out this time.",
        hint="The plan goes on; the next round comes as it would.",
    ),
    MovePage(moves.REOPEN, forms.ReopenForm, "It was not done", "Reopen", "{reference} is open again."),
    MovePage(moves.HAND_OVER, forms.HandOverForm, "Hand it over", "Hand over", "{reference} is with {owner}."),
)


@only_with(Permission.SEE_MAINTENANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    seen = Round.objects.visible_to(request.user).select_related("plan", "owner", "school")
    round, page = get_object_or_404(seen, pk=pk), PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not page.move.allowed(round, request.user):
        page.move.check(round, by=request.user)
    form = page.form(data, initial=request.GET.dict(), round=round, by=request.user)
    if data is not None and form.is_valid():
        try:
            made = getattr(workflow, name)(round, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as refusal:
            return _ask(request, page, form, status=409, refusal=str(refusal))
        else:
            if page.done:  # whoever starts is on the way to the first thing, and sees it
                messages.success(request, page.done.format(reference=made.reference, owner=made.owner.name))
            return redirect(_after(page, made))
    return _ask(request, page, form)


def _after(page, round):
    """Starting leads to the first thing; all else to the round."""
    return reverse("maintenance:record", args=[round.pk]) if page.move is moves.START else round.get_absolute_url()


def _ask(request, page, form, *, status=200, **context):
    sent = whole_number(request.GET.get("sent") or "")
    context |= {
        "page": page,
        "form": form,
        "round": form.round,
        "sent_draft": f"{form.round.pk}-{sent}" if sent else "",
    }
    return render(request, "maintenance/move.html", context, status=status)
