"""A page for every move: GET asks, POST makes it; the rules are the move's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from problems import forms, moves, workflow
from problems.models import Problem
from problems.presentation.problems import effect, resolves
from problems.reach import reach_of
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.ways import back_to

PAGES = by_name(
    MovePage(moves.ASSIGN, forms.AssignForm, "Give it to somebody", "Assign", "{reference} is with {resolver}."),
    MovePage(moves.TAKE, forms.MoveForm, "Take it", "Take", "{reference} is yours."),
    MovePage(
        moves.INVESTIGATE,
        forms.MoveForm,
        "Look for the cause",
        "Start",
        "{reference}: the search for the cause has begun.",
    ),
    MovePage(moves.DESCRIBE, forms.DescribeForm, "Say what it is", "Save", "{reference} is saved."),
    MovePage(
        moves.ANALYSE,
        forms.AnalyseForm,
        "Look for the cause",
        "Save the analysis",
        "The analysis of {reference} is saved.",
        hint="Ask why until the answer is something you can change. Leave empty what you don’t need.",
    ),
    MovePage(moves.NOTE, forms.NoteForm, "Write a note", "Save note", "Note kept."),
    MovePage(
        moves.ALLOW_TIME,
        forms.AllowTimeForm,
        "How long may it take?",
        "Allow this",
        "{reference}: the time allowed is set.",
        hint="When it is used up, whoever looks for the cause and the problem managers are told what was agreed.",
    ),
    MovePage(
        moves.RECORD_WORKAROUND,
        forms.WorkaroundForm,
        "What helps meanwhile",
        "Save the workaround",
        "The workaround stands beside every open incident of {reference}.",
        hint="It stands beside every open incident of this problem, for whoever works on one.",
    ),
    MovePage(
        moves.DECLARE_KNOWN_ERROR,
        forms.KnownErrorForm,
        "Declare a known error",
        "Write it into the register",
        "{reference} is a known error now.",
        hint="From now on whoever meets it is told what to do, before the cause is gone.",
    ),
    MovePage(
        moves.PROPOSE_FIX,
        forms.ProposeFixForm,
        "Propose a fix",
        "Propose it",
        "{reference}: a fix is proposed.",
        hint="Say what would remove the cause for good.",
    ),
    MovePage(moves.LINK, forms.LinkForm, "Link incidents", "Link", "{reference} has {count} incidents now."),
    MovePage(
        moves.UNLINK,
        forms.UnlinkForm,
        "Take incidents away",
        "Take them away",
        "{reference} has {count} incidents now.",
        hint="They stay as they are; they only have another cause.",
    ),
    MovePage(
        moves.RESOLVE,
        forms.ResolveForm,
        "The cause is removed",
        "Resolve",
        "{reference} is resolved, and everyone who waited for it is told.",
    ),
    MovePage(
        moves.CLOSE,
        forms.MoveForm,
        "Close it",
        "Close",
        "{reference} is closed.",
        hint="It stayed away. Review it first if there was something to learn.",
    ),
    MovePage(
        moves.REOPEN,
        forms.ReopenForm,
        "It came back",
        "Reopen",
        "{reference} is open.",
        hint="Its incidents stay resolved: whoever still meets it says so on their own record.",
    ),
    MovePage(
        moves.WITHDRAW,
        forms.ReasonForm,
        "It is no problem",
        "Withdraw it",
        "{reference} is withdrawn.",
        hint="Its incidents are free for another cause, and a known error of it is offered no more. It stays on "
        "record and can’t be opened again.",
    ),
    MovePage(
        moves.REVIEW,
        forms.ReviewForm,
        "Look back",
        "Save and sign",
        "The review of {reference} is signed.",
        hint="What we learnt, with no blame. Your name stands under it.",
    ),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    shown = Problem.objects.select_related("school", "resolver")
    problem = get_object_or_404(shown.visible_to(request.user), pk=pk)
    page, at = PAGES[name], timezone.now()
    page.move.check(problem, by=request.user)
    data = request.POST if request.method == "POST" else None
    form = page.form(data, initial=request.GET.dict(), problem=problem, by=request.user, at=at)
    if form.is_valid():
        try:
            made = getattr(workflow, name)(problem, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as refusal:
            return _ask(request, page, form, status=409, refusal=str(refusal))
        else:
            _say_done(request, page, made)
            return redirect(back_to(request, made))
    return _ask(request, page, form)


def _say_done(request, page, problem):
    facts = {"reference": problem.reference, "resolver": problem.resolver.name if problem.resolver else ""}
    count = problem.links.count() if "{count}" in page.done else 0
    messages.success(request, page.done.format(count=count, **facts))


def _ask(request, page, form, *, status=200, **context):
    if page.move is moves.RESOLVE:
        reach = reach_of(form.problem)
        context |= {"effect": effect(reach), "button": resolves(reach)}
    context = {"button": page.button} | context
    context |= {"page": page, "form": form, "problem": form.problem, "next": request.GET.get("next")}
    return render(request, "problems/move.html", context, status=status)
