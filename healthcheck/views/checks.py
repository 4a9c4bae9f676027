"""The checks of the schools, one of them as a whole, and the walk through its statements."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from healthcheck import moves, workflow
from healthcheck.charts import drawings, words_of
from healthcheck.filters import HealthCheckFilter
from healthcheck.forms import AnswerForm, StartForm
from healthcheck.models import Action, Choice, HealthCheck
from healthcheck.results import result_of, shares
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.strict import text_in

SEES, KEEPS = only_with(Permission.EXPORT_EVIDENCE), only_with(Permission.KEEP_EVIDENCE)


@SEES
@require_safe
def checks(request):
    """Every check, the latest first, with what it comes to and what its plan still holds."""
    seen = HealthCheck.objects.visible_to(request.user).select_related("school").with_progress()
    found = HealthCheckFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    shown = page(rows, order=("last", "pk"), token=request.GET.get("page", ""), descending=True)
    in_place = shares([check.pk for check in shown.rows])
    today = timezone.localdate()
    context = {
        "page": shown,
        "rows": [(check, in_place.get(check.pk, 0)) for check in shown.rows],
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "may_start": request.user.may_anywhere(Permission.KEEP_EVIDENCE),
        "to_do": Action.objects.visible_to(request.user).to_do().count(),
        "overdue": Action.objects.visible_to(request.user).overdue(today).count(),
    }
    return render(request, "healthcheck/checks.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def start(request):
    """Begin a check at a school."""
    form = StartForm(request.POST or None, by=request.user, initial={"school": _asked_school(request)})
    refusal = ""
    if form.is_valid():
        try:
            made = workflow.start(form.cleaned_data["school"], by=request.user, at=timezone.now())
            return redirect(made)
        except Refused as error:
            refusal = str(error)
    context = {"form": form, "refusal": refusal}
    return render(request, "healthcheck/start.html", context, status=409 if refusal else 200)


@SEES
@require_safe
def check(request, pk):
    """One check: what is in place by process, what was said to each statement, and the plan."""
    found = _seen(request, pk)
    result = result_of(found)
    answers = list(found.answers.select_related("answered_by"))
    for each in answers:
        each.health_check = found
        each.path = each.path_for(request.user)
    sections = [(key, list(group)) for key, group in groupby(answers, key=lambda each: each.process)]
    by_key = {process.key: process for process in result.processes}
    context = {
        "check": found,
        "result": result,
        "charts": drawings(result.processes),
        "chart_words": words_of(result.processes),
        "sections": [(by_key[key], group) for key, group in sections],
        "left": sum(not each.stands for each in answers),
        "actions": _with_lateness(found.actions.select_related("owner", "school")),
        "possible": {move.name for move in moves.MOVES if move.possible(found, request.user)},
        "entries": found.entries.select_related("by").order_by("-at", "-pk")[:20],
    }
    return render(request, "healthcheck/check.html", context)


@SEES
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def answer(request, pk):
    """One statement after another: a tap answers it and leads to the next."""
    found = _seen(request, pk)
    if request.method != "POST" or not moves.ANSWER.allowed(found, request.user):
        moves.ANSWER.check(found, by=request.user)
    form = AnswerForm(request.POST or None, record=found, by=request.user)
    only_open = (request.POST or request.GET).get("only") == "open"
    refusal = ""
    if form.is_valid():
        try:
            workflow.answer(found, by=request.user, at=timezone.now(), answers=form.answers)
            return redirect(_next_address(found, form.cleaned_data["statement"], only_open))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as error:
            refusal = str(error)
    answers = list(found.answers.all())
    asked = (request.POST.get("statement") or request.GET.get("at") or "") if answers else ""
    here = next((each for each in answers if each.statement == asked), None) or _first(answers)
    here.health_check = found
    context = {
        "check": found,
        "form": form,
        "here": here,
        "path": here.path_for(request.user),
        "said": form.data.get("note", "") if form.is_bound else here.note,
        "choices": Choice.choices,
        "before": next((each for each in reversed(answers) if each.place < here.place), None),
        "after": next((each for each in answers if each.place > here.place), None),
        "done": sum(bool(each.stands) for each in answers),
        "of": len(answers),
        "only": "open" if only_open else "",
        "refusal": refusal,
    }
    return render(request, "healthcheck/answer.html", context, status=409 if refusal else 200)


def _seen(request, pk):
    seen = HealthCheck.objects.visible_to(request.user).select_related("school", "started_by", "finished_by")
    return get_object_or_404(seen.with_progress(), pk=pk)


def _first(answers):
    return next((each for each in answers if not each.stands), answers[0])


def _next_address(check, statement, only_open):
    """The next statement, or the next without an answer; the check where there is none."""
    answers = list(check.answers.all())
    place = next(each.place for each in answers if each.statement == statement)
    ahead = [each for each in answers if each.place > place and not (only_open and each.stands)]
    if not ahead:
        return check.get_absolute_url()
    more = "&only=open" if only_open else ""
    return f"{reverse('healthcheck:answer', args=[check.pk])}?at={ahead[0].statement}{more}"


def _with_lateness(actions):
    today = timezone.localdate()
    return [(action, action.is_late(today)) for action in actions]


def _asked_school(request):
    code = text_in(request.GET, "school")
    return School.objects.where_may(request.user, Permission.KEEP_EVIDENCE).filter(code=code).first()
