"""What keeps going wrong: the trends that were found, one of them, the decision about it, and looking now."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.models import Incident
from problems import forms_trends, trend_moves, workflow
from problems.filters_trends import TrendFilter
from problems.models import Kind, Trend
from problems.presentation.trends import HOW_SURE, card_of, cards_of, chance, facts_of
from problems.same_trends import same_as
from problems.trend_looks import looks_for
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.ways import back_to

PAGE = 25


@require_safe
@only_with(Permission.SEE_PROBLEMS)
def trends(request):
    """The trends of the schools the reader serves: those to decide first by how sure they are."""
    asked = request.GET.copy()
    asked["state"] = asked.get("state") or Trend.State.PROPOSED
    filters = TrendFilter(asked, Trend.objects.visible_to(request.user).select_related("school"), request=request)
    found = filters.qs if filters.form.is_valid() else filters.queryset.none()
    shown = page(found, order=("score", "pk"), token=request.GET.get("page", ""), size=PAGE, descending=True)
    may_look = request.user.may_anywhere(Permission.SOLVE_PROBLEMS)
    context = {
        "form": filters.form,
        "cards": cards_of(shown.rows, by=request.user),
        "page": shown,
        "looks": looks_for(request.user),
        "look_form": forms_trends.LookForm(by=request.user) if may_look else None,
        "how_sure": HOW_SURE,
        "several_schools": request.home.school is None,
        "narrowed": any(request.GET.get(name) for name in filters.form.fields),
    }
    return render(request, "problems/trends.html", context, status=200 if filters.form.is_valid() else 400)


@require_safe
@only_with(Permission.SEE_PROBLEMS)
def trend(request, pk):
    """One trend: why it is believed, its figures, the records behind it, and what was decided."""
    seen = Trend.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("school", "decided_by", "problem"), pk=pk)
    records = Incident.objects.visible_to(request.user).filter(trends=found).select_related("school", "room", "asset")
    shown = page(records, order=("pk",), token=request.GET.get("page", ""), descending=True)
    opened = list(records.values_list("opened_on", flat=True))
    card = card_of(found, by=request.user, also=same_as(found, seen), opened=opened)
    context = {
        "trend": found,
        "card": card,
        "facts": facts_of(found.evidence),
        "chance": chance(found.score),
        "records": shown.rows,
        "page": shown,
        "before": seen.filter(kind=found.kind, key=found.key).exclude(pk=found.pk).order_by("-found_on")[:10],
        "how_sure": HOW_SURE,
        "several_schools": found.school is None,
    }
    return render(request, "problems/trend.html", context)


PAGES = by_name(
    MovePage(
        trend_moves.ACCEPT_TREND,
        forms_trends.AcceptForm,
        "It is a problem",
        "Open a problem",
        hint="Its records are linked to the problem, except those that have a cause already.",
    ),
    MovePage(trend_moves.DISMISS_TREND, forms_trends.DismissForm, "It is no problem", "Dismiss"),
)
RIGHT_NOW = MovePage(
    trend_moves.ACCEPT_TREND,
    forms_trends.AcceptForm,
    "It hits many people now",
    "Go on",
    hint="Declare it a major incident on the first record, with the others under it. Or link them to a known problem.",
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def decide(request, pk, name):
    """Ask for one decision, or make it."""
    seen = Trend.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("school"), pk=pk)
    shown = _page_of(name, found)
    shown.move.check(found, by=request.user)
    data = request.POST if request.method == "POST" else None
    form = shown.form(data, trend=found, by=request.user, same=same_as(found, seen))
    if form.is_valid():
        try:
            made = getattr(workflow, name)(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as refusal:
            return _ask(request, shown, form, status=409, refusal=str(refusal))
        else:
            return _go_on(request, made)
    return _ask(request, shown, form)


def _page_of(name, trend):
    accepts_now = trend.kind == Kind.NOW and name == trend_moves.ACCEPT_TREND.name
    return RIGHT_NOW if accepts_now else PAGES[name]


def _ask(request, shown, form, *, status=200, **context):
    context |= {"page": shown, "form": form, "trend": form.trend, "card": card_of(form.trend, by=request.user)}
    return render(request, "problems/decide_trend.html", context, status=status)


def _go_on(request, trend):
    """To what comes next: the problem, declaring a major incident, or the list."""
    if trend.problem:
        messages.success(request, f"{trend.problem.reference} has the records of this trend.")
        return redirect(trend.problem)
    if trend.state == Trend.State.ACCEPTED and (incident := _cause(trend, request.user)):
        messages.success(
            request, "Declare it a major incident here. The other records go under it, unless you untick them."
        )
        return redirect(
            f"{reverse('incidents:declare_major', args=[incident.pk])}?{urlencode({'next': trend.get_absolute_url()})}"
        )
    if trend.state == Trend.State.ACCEPTED:
        messages.success(request, "None of its records is open any more, so nothing is left to declare. Noted.")
    else:
        messages.success(request, "Noted. It stays quiet until it is clearly worse.")
    return redirect(back_to(request, reverse("problems:trends")))


def _cause(trend, person):
    """The first of its records that is still open and not part of something bigger."""
    found = Incident.objects.visible_to(person).filter(trends=trend, parent=None).unresolved()
    return found.order_by("opened_at", "pk").first() if trend.kind == Kind.NOW else None


@require_POST
@only_with(Permission.SOLVE_PROBLEMS)
def look(request):
    """Ask the desk to look now."""
    form = forms_trends.LookForm(request.POST, by=request.user)
    if not form.is_valid():
        raise Http404
    workflow.look_for_trends(by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "The desk is looking. What it finds appears here.")
    return redirect("problems:trends")
