"""Stocktakes: all of them, how far one is, how it ends, and what came of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assets import workflow
from assets.forms.audits import BeginForm, EndForm
from assets.models import Stocktake
from assets.stocktaking import moved, not_found, outcome_of, rows_for_a_file, unseen
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines

SEES, KEEPS = only_with(Permission.SEE_ASSETS), only_with(Permission.EDIT_ASSETS)
ASKS = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200  # of what was not found or moved; the file has all


@SEES
@require_safe
def stocktakes(request):
    """When everything was looked at, the latest first."""
    seen = _seen(request).annotate(looks=Count("audits"))
    context = {
        "page": page(seen, order=("begun_at", "pk"), token=request.GET.get("page", ""), descending=True),
        "several": len(School.objects.where_may(request.user, Permission.SEE_ASSETS)[:2]) > 1,
        "may_begin": request.user.may_anywhere(Permission.EDIT_ASSETS),
    }
    return render(request, "assets/stocktakes.html", context)


@SEES
@require_safe
def stocktake(request, pk):
    """How far it is, room by room; and once it has ended, what came of it."""
    found = get_object_or_404(_seen(request), pk=pk)
    context = {"stocktake": found, "outcome": outcome_of(found)} | _what_to_do(request, found)
    if found.ended_at:
        context |= {"missing": not_found(found)[:SHOWN], "moved": moved(found)[:SHOWN], "most": SHOWN}
    return render(request, "assets/stocktake.html", context)


def _what_to_do(request, found):
    """What the reader may do next."""
    if not request.user.may(Permission.EDIT_ASSETS, found.school_id):
        return {"may_edit": False}
    if not found.ended_at:
        return {"may_edit": True}
    counts = {"losable": workflow.still_missing(found).count(), "undoable": workflow.set_lost_by(found).count()}
    return {"may_edit": True} | counts


@SEES
@require_safe
def stocktake_csv(request, pk):
    """The same as a file, a line for each thing."""
    found = get_object_or_404(_seen(request), pk=pk)
    answer = StreamingHttpResponse(csv_lines(rows_for_a_file(found)), content_type=CSV)
    return attached(answer, f"stocktake-{found.pk}.csv")


@KEEPS
@ASKS
@once_per_form
def begin_stocktake(request):
    """Begin one."""
    form, refusal = BeginForm(_sent(request), by=request.user), ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.begin_stocktake(by=request.user, at=timezone.now(), **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as error:
            refusal = str(error)
    asked = {"title": "Begin a stocktake", "button": "Begin"}
    return _ask(request, form, asked, None, refusal)


@KEEPS
@ASKS
@once_per_form
def end_stocktake(request, pk):
    """End it, and say what becomes of what nobody looked at."""
    found = _mine(request, pk)
    form, refusal = EndForm(_sent(request), left=len(unseen(found)) if not found.ended_at else 0), ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.end_stocktake(found, by=request.user, at=timezone.now(), **form.cleaned_data))
        except Refused as error:
            refusal = str(error)
    return _ask(request, form, {"title": "End the stocktake", "button": "End it", "left": form.left}, found, refusal)


@KEEPS
@ASKS
@once_per_form
def set_lost(request, pk):
    """Ask whether what was not found is lost, then write it off."""
    found, refusal = _mine(request, pk), ""
    if request.method == "POST":
        try:
            count = workflow.set_lost(found, by=request.user, at=timezone.now())
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, f"{count} thing{'' if count == 1 else 's'} set to lost. You can undo this here.")
            return redirect(found)
    asked = {"title": "Set what was not found to lost", "button": "Set to lost", "is_grave": True}
    asked["gone"] = workflow.still_missing(found)[:SHOWN]
    return _ask(request, None, asked, found, refusal)


@KEEPS
@require_POST
@once_per_form
def undo_lost(request, pk):
    """Give back the states that they had."""
    found = _mine(request, pk)
    count = workflow.undo_lost(found, by=request.user, at=timezone.now())
    messages.success(request, f"{count} thing{'' if count == 1 else 's'} not lost any more.")
    return redirect(found)


def _seen(request):
    return Stocktake.objects.visible_to(request.user).select_related("school", "begun_by", "ended_by")


def _sent(request):
    return request.POST if request.method == "POST" else None


def _mine(request, pk):
    here = request.user.within(Permission.EDIT_ASSETS, field="school")
    return get_object_or_404(Stocktake.objects.filter(here).select_related("school"), pk=pk)


def _ask(request, form, asked, found, refusal):
    context = {"form": form, "stocktake": found, "refusal": refusal, **asked}
    return render(request, "assets/stocktake_move.html", context, status=409 if refusal else 200)
