"""The register of known errors: the list, one entry, and writing one without a problem."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from problems import workflow
from problems.filters_known_errors import KnownErrorFilter
from problems.forms_known_errors import WriteForm, keepers_beside
from problems.known_error_uses import by_month, tally
from problems.models import KnownError
from problems.presentation.known_errors import SAID_OF, came_of_it, history_of, is_due, may, rows_of
from servicedesk.doors import only_with
from servicedesk.errors import NotYours
from servicedesk.idempotency import once_per_form
from servicedesk.paging import page
from servicedesk.roles import Permission

# The views on top of the list: what each is called, and its address.
VIEWS = (
    ("all", "All offered", {}),
    ("everyone", "For everyone", {"status": "everyone"}),
    ("mine", "Mine", {"owner": "me"}),
    ("due", "To review", {"review": "due"}),
    ("retired", "Retired", {"status": "retired"}),
)


@dataclass(frozen=True)
class Tab:
    """One view with its address and how many entries it holds."""

    words: str
    query: str
    count: int
    current: bool


@require_safe
@only_with(Permission.SEE_PROBLEMS)
def known_errors(request):
    """Every entry of the schools the reader serves, by title, with what came of it."""
    seen = KnownError.objects.in_register_of(request.user)
    asked = request.GET.copy()
    asked["status"] = asked.get("status") or ("any" if asked.get("q") else "offered")
    filters = KnownErrorFilter(asked, seen, request=request)
    filters.form.fields["owner"].widget.choices = [
        ("", "Anybody"),
        ("me", "Me"),
        *keepers_beside(request.user).values_list("pk", "name"),
    ]
    found = filters.qs if filters.form.is_valid() else seen.none()
    shown = page(found.with_rows_shown(), order=("title", "pk"), token=request.GET.get("page", ""))
    today = timezone.localdate()
    context = {
        "form": filters.form,
        "tabs": _tabs(seen, request, today),
        "rows": rows_of(shown.rows, today=today, reader=request.user),
        "page": shown,
        "several_schools": request.home.school is None,
        "may_write": request.user.may_anywhere(Permission.SOLVE_PROBLEMS),
        "narrowed": any(request.GET.get(name) for name in filters.form.fields),
    }
    return render(request, "problems/known_errors.html", context, status=200 if filters.form.is_valid() else 400)


def _tabs(seen, request, today):
    """The views with their counts, which one query brings."""
    offered = Q(retired_at=None)
    counts = seen.aggregate(
        all=Count("pk", filter=offered),
        everyone=Count("pk", filter=offered & Q(audience="everyone")),
        mine=Count("pk", filter=offered & Q(owner=request.user)),
        due=Count("pk", filter=offered & Q(review_on__lte=today)),
        retired=Count("pk", filter=Q(retired_at__isnull=False)),
    )
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    return [Tab(words, urlencode(params), counts[name], kept == params) for name, words, params in VIEWS]


@require_safe
@only_with(Permission.SEE_PROBLEMS)
def known_error(request, pk):
    """One entry: what to do, what it concerns, what came of it, and who changed what when."""
    seen = KnownError.objects.in_register_of(request.user).select_related("school", "owner", "service", "problem")
    known = get_object_or_404(seen, pk=pk)
    uses, today = known.uses.all(), timezone.localdate()
    context = {
        "known": known,
        "standing": SAID_OF[known.status],
        "may": may(known, request.user),
        "is_due": is_due(known, today),
        "came_of_it": came_of_it(tally(uses)),
        "months": by_month(uses),
        "categories": known.categories.all(),
        "asset_types": known.asset_types.all(),
        "assets": known.assets.visible_to(request.user),
        "history": history_of(known),
    }
    return render(request, "problems/known_error.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.SOLVE_PROBLEMS)
@once_per_form
def write(request):
    """Write down what goes wrong and what to do about it, without a problem."""
    data, at = request.POST if request.method == "POST" else None, timezone.now()
    form = WriteForm(data, initial=request.GET.dict(), by=request.user, at=at)
    if form.is_valid():
        try:
            made = workflow.write_known_error(by=request.user, at=at, **form.cleaned_data)
        except (ValidationError, NotYours) as error:
            form.add_error(None, ValidationError(getattr(error, "messages", [str(error)])))
        else:
            messages.success(request, f"{made.reference} stands in the register.")
            return redirect(made)
    return render(request, "problems/write_known_error.html", {"form": form})
