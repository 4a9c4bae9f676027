"""Pages of a question that was saved: what becomes of it, and a page for each of its moves."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports.models import SavedQuestion
from reports.questions import forms, keeping, moves
from reports.questions.query import AskQuery
from reports.views import only_readers
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name

PAGES = by_name(
    MovePage(
        moves.SHARE,
        forms.MoveForm,
        "Share this question",
        "Share it",
        "Shared.",
        hint="Everybody who reads these reports finds it under Ask, and gets the answer that they may read themselves.",
        undo="unshare_question",
    ),
    MovePage(
        moves.UNSHARE,
        forms.MoveForm,
        "Keep this question back",
        "Keep it back",
        "Only its owner finds it now.",
        hint="Letters go on as they are scheduled.",
    ),
    MovePage(
        moves.SCHEDULE,
        forms.ScheduleForm,
        "Send the answer by letter",
        "Save",
        "Saved.",
        hint="The letter comes on a school morning with the PDF, from tomorrow. It holds figures only: no words that "
        "anybody wrote and no names. Who no longer reads these reports gets nothing, and you are told.",
    ),
    MovePage(
        moves.DELETE,
        forms.MoveForm,
        "Delete this question",
        "Delete it",
        "Deleted.",
        hint="It is gone for everybody it was shared with or sent to. The records it counts stay as they are.",
    ),
)


def seen(request):
    """The questions the reader may see."""
    return SavedQuestion.objects.visible_to(request.user).select_related("owner", "school")


@require_safe
@only_readers
def question(request, pk):
    """A question: whose it is, who finds it, to whom it is sent."""
    found = get_object_or_404(seen(request), pk=pk)
    possible = [
        (page.title, reverse(f"reports:{name}", args=[pk]))
        for name, page in PAGES.items()
        if page.move.possible(found, request.user)
    ]
    shown = {"question": found, "query": keeping.read(found.asked, reader=request.user, school=found.school)}
    return render(request, "reports/question.html", shown | {"possible": possible, "readers": found.readers.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@only_readers
@once_per_form
def save(request):
    """Keep the question that stands in the address; the form sends it along."""
    asked = request.POST if request.method == "POST" else request.GET
    query = AskQuery.of(asked, request)
    words = [(name, value) for name, values in asked.lists() for value in values if name in query.fields]
    shown = {"query": query, "words": words, "asked": urlencode(words)}
    if query.errors:
        return render(request, "reports/save_question.html", shown | {"form": query}, status=400)
    form = forms.NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.save_question(query=query, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved. It stands under Ask.")
            return redirect(made)
    return render(request, "reports/save_question.html", shown | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@only_readers
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    found, page = get_object_or_404(seen(request), pk=pk), PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not page.move.allowed(found, request.user):
        page.move.check(found, by=request.user)
    form = page.form(data, question=found)
    if data is not None and form.is_valid():
        try:
            getattr(keeping, name)(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refusal:
            return _ask(request, page, form, status=409, refusal=str(refusal))
        else:
            messages.success(request, page.done)
            return redirect("reports:ask") if page.move is moves.DELETE else redirect(found)
    return _ask(request, page, form)


def _ask(request, page, form, *, status=200, **context):
    context |= {"page": page, "form": form, "question": form.question}
    return render(request, "reports/question_move.html", context, status=status)
