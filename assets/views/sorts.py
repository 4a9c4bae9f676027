"""The sorts of things: what each is called, how long one is meant to last, and what is asked of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assets import workflow
from assets.forms.sorts import QuestionFormSet, SortForm, lines_of, questions_in
from assets.models import GONE, AssetType
from assets.questions import questions_of
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission


@only_with(Permission.SEE_ASSETS)
def sorts(request):
    """Every sort with how many things of it the reader sees."""
    here = request.user.within(Permission.SEE_ASSETS, field="assets__school")
    counted = Count("assets", filter=here & ~Q(assets__state__in=GONE))
    found = AssetType.objects.visible_to(request.user).annotate(things=counted).order_by("name", "pk")
    rows = [(sort, [question.name for question in questions_of(sort.questions)]) for sort in found]
    return render(request, "assets/sorts.html", {"rows": rows, "may_edit": workflow.may_keep_sorts(request.user)})


@only_with(Permission.EDIT_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def add_sort(request):
    """Name a new sort of thing."""
    return _edit(request, AssetType(), workflow.add_sort, "Add a sort of thing", {})


@only_with(Permission.EDIT_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_sort(request, pk):
    """Call it otherwise, or ask other questions."""
    sort = get_object_or_404(AssetType.objects.visible_to(request.user), pk=pk)
    return _edit(request, sort, workflow.change_sort, f"Sort: {sort.name}", {"sort": sort})


def _edit(request, sort, move, title, about):
    data = request.POST if request.method == "POST" else None
    form = SortForm(data, instance=sort)
    lines = QuestionFormSet(data, initial=lines_of(sort), prefix="asked")
    if data is not None and form.is_valid() and lines.is_valid():
        wanted = form.cleaned_data | {"questions": questions_in(lines)}
        try:
            made = move(**about, by=request.user, at=timezone.now(), **wanted)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            messages.success(request, f"{made.name} is saved.")
            return redirect("assets:sorts")
    kept = workflow.answers_kept(sort) if sort.pk else {}
    context = {"form": form, "lines": lines, "title": title, "sort": sort, **_answers(sort, kept)}
    return render(request, "assets/edit_sort.html", context)


def _answers(sort, kept):
    """How many answers each question has, in words, and which keys have some though they are no longer asked."""
    asked = {question.key: question.name for question in questions_of(sort.questions)}
    return {
        "answered": [(name, kept[key]) for key, name in asked.items() if key in kept],
        "left_over": sorted((key, number) for key, number in kept.items() if key not in asked),
    }
