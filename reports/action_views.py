"""Pages of the actions of the service report: one of them, all that are open, a new one, and every move."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports import action_moves, workflow
from reports.action_moves import KEEP
from reports.filters_report import ServiceReportQuery
from reports.forms import ActionForm, MoveForm
from reports.models import ReportAction
from reports.periods import Period
from reports.views import refused
from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.paging import page
from servicedesk.roles import Permission

PAGES = by_name(
    MovePage(action_moves.CHANGE, ActionForm, "Change the action", "Save", "Saved."),
    MovePage(
        action_moves.FINISH, MoveForm, "Mark as done", "It is done", "Done.", hint="The next report carries it no more."
    ),
    MovePage(
        action_moves.REOPEN,
        MoveForm,
        "It was not done",
        "Reopen",
        "Open again.",
        hint="It is carried from report to report until it is done.",
    ),
)


@require_safe
@login_required
def actions(request):
    """What is still to do, of every report the reader may read and of what is theirs to do."""
    seen = ReportAction.objects.visible_to(request.user).to_do().select_related("school", "owner")
    shown = page(seen, order=("due", "pk"), token=request.GET.get("page", ""))
    return render(request, "reports/actions.html", {"page": shown, "today": timezone.localdate(), **_tabs(request)})


@require_safe
@login_required
def action(request, pk):
    """One action."""
    found = _find(request, pk)
    may = {each.move.name for each in PAGES.values() if each.move.possible(found, request.user)}
    days = Period(found.report_first, found.report_last)
    shown = {"action": found, "may": may, "days": days, "is_late": found.due < timezone.localdate()}
    shown |= {"changes": found.history.select_related("history_user")[:20], **_tabs(request)}
    return render(request, "reports/action.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(KEEP)
@once_per_form
def add_action(request):
    """Write an action into the report that the address names."""
    query = ServiceReportQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    school = query.cleaned_data["school"] or query.only_school
    if not request.user.may(KEEP, school):
        raise NotYours("An action of all schools is written down by the trust’s own people: choose a school first.")
    form = ActionForm(request.POST or None, school=school)
    back = f"{reverse('reports:service-report')}?{urlencode(query.as_query())}"
    if request.method == "POST" and form.is_valid():
        days = {"report_first": query.asked.first, "report_last": query.asked.last}
        try:
            workflow.add_action(school=school, by=request.user, at=timezone.now(), **days, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Written down. It is carried from report to report until it is done.")
            return redirect(f"{back}#actions")
    shown = {"form": form, "title": "An action", "button": "Write it down", "back": back, "place": query.place}
    return render(request, "reports/action_form.html", shown | {"days": query.asked})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    found, asked = _find(request, pk), PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not asked.move.allowed(found, request.user):
        asked.move.check(found, by=request.user)
    form = _form(asked, data, found)
    refusal = ""
    if data is not None and form.is_valid():
        try:
            getattr(workflow, name)(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, asked.done)
            return redirect(found)
    shown = {"form": form, "title": asked.title, "button": asked.button, "hint": asked.hint, "refusal": refusal}
    shown |= {"action": found, "back": found.get_absolute_url()}
    return render(request, "reports/action_form.html", shown, status=409 if refusal else 200)


def _form(asked, data, action):
    if asked.form is not ActionForm:
        return asked.form(data)
    now = {"text": action.text, "owner": action.owner_id, "due": action.due}
    return ActionForm(data, school=action.school, initial=now)


def _find(request, pk):
    seen = ReportAction.objects.visible_to(request.user).select_related("school", "owner", "added_by", "done_by")
    return get_object_or_404(seen, pk=pk)


def _tabs(request):
    may = request.user.may_anywhere
    return {"sees_reports": may(Permission.SEE_REPORTS), "sees_trends": may(Permission.SEE_PROBLEMS)}
