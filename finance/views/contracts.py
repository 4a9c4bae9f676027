"""Contracts: the list with what comes up, one of them, a page for every move."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from finance import forms, moves, workflow
from finance.filters import ContractFilter
from finance.lines import contract_cost, school_year, year_of
from finance.models import Contract
from finance.tables import contract_rows
from finance.views.costs import SEES
from finance.workflow.contracts import MANY
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.move_pages import MovePage, by_name
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines

KEEPS = only_with(Permission.KEEP_COSTS)
TRUST = "trust"
SHOWN = ("q", "school", "state", "sort", "service")
LAST, MOST_SORTED = 10, 100
PAGES = by_name(
    MovePage(moves.DESCRIBE, forms.ContractForm, "Change the contract", "Save", "{reference} is saved."),
    MovePage(
        moves.RENEW,
        forms.RenewForm,
        "Renew the contract",
        "Renew it",
        "It goes on as {reference}.",
        hint="The new terms become a contract that follows this one, so that past years cost what they cost.",
    ),
    MovePage(
        moves.GIVE_UP,
        forms.GiveUpForm,
        "Notice was given",
        "It ends",
        "{reference} ends.",
        hint="It counts until its last day, and nobody is reminded of it again.",
    ),
    MovePage(moves.KEEP_ON, forms.KeepOnForm, "Notice was taken back", "It goes on", "{reference} goes on."),
)


@SEES
@require_safe
def contracts(request):
    """Every contract the reader may see, what ends first on top."""
    filters = _filtered(request)
    rows = filters.qs.distinct() if filters.is_valid() else filters.queryset.none()
    shown = page(rows, order=("name", "pk"), token=request.GET.get("page", ""))
    today = timezone.localdate()
    several = len(filters.form.fields["school"].queryset[:2]) > 1
    context = {
        "page": shown,
        "rows": [(each, each.standing(today)) for each in shown.rows],
        "fields": [filters.form[name] for name in SHOWN if name != "school" or several],
        "narrowed": any(request.GET.get(name) for name in filters.form.fields),
        "several": several,
        "coming": [(each, each.standing(today)) for each in _coming(request.user, today)],
        **addable(request.user),
    }
    return render(request, "finance/contracts.html", context, status=200 if filters.is_valid() else 400)


@SEES
@require_safe
def contracts_csv(request):
    """The register as a file, narrowed as the page is."""
    filters = _filtered(request)
    if not filters.is_valid():
        said = " ".join(message for found in filters.errors.values() for message in found)
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    rows = contract_rows(filters.qs.distinct().order_by("name", "pk"))
    answer = StreamingHttpResponse(csv_lines(rows), content_type=CSV)
    return attached(answer, f"contracts-{timezone.localdate()}.csv")


@SEES
@require_safe
def contract(request, pk):
    """One contract: its terms, what it covers, what it costs, what came before."""
    found, today = _find(request, pk), timezone.localdate()
    this = year_of(today)
    context = {
        "contract": found,
        "standing": found.standing(today),
        "years": [
            (f"{n}/{(n + 1) % 100:02}", contract_cost(found, school_year(n))) for n in (this - 1, this, this + 1)
        ],
        "services": found.services.all(),
        "assets": found.assets.select_related("school")[:100],
        "licences": found.licences.select_related("software"),
        "followed_by": Contract.objects.filter(follows=found).first(),
        "entries": found.entries.select_related("by"),
        "possible": [move.name for move in moves.MOVES if move.possible(found, request.user)],
    }
    return render(request, "finance/contract.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def add_contract(request):
    """Write down a contract."""
    school = school_to_keep(request)
    form = forms.ContractForm(request.POST or None, school=school, by=request.user)
    if form.is_valid():
        try:
            made = workflow.add_contract(school=school, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.reference_number} is written down.")
            return redirect(made)
    title = f"Add a contract of {school.name}" if school else "Add a contract of the whole trust"
    context = {"form": form, "title": title, "back": reverse("finance:contracts"), "back_words": "Contracts"}
    return render(request, "finance/form.html", context)


@SEES
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    found, asked = _find(request, pk), PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not asked.move.allowed(found, request.user):
        asked.move.check(found, by=request.user)
    form, refusal = _form(request, asked, found, data), ""
    if data is not None and form.is_valid():
        try:
            made = getattr(workflow, name)(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as said:
            refusal = str(said)
        else:
            messages.success(request, asked.done.format(reference=made.reference_number))
            return redirect(made)
    context = {"form": form, "title": asked.title, "hint": asked.hint, "button": asked.button, "refusal": refusal}
    context |= {"back": found.get_absolute_url(), "back_words": str(found)}
    return render(request, "finance/form.html", context, status=409 if refusal else 200)


def _form(request, asked, found, data):
    if asked.move is moves.DESCRIBE:
        begun = {name: getattr(found, name) for name in forms.ContractForm.base_fields if name not in MANY}
        begun["owner"] = found.owner_id
        if data is None:
            begun |= {name: list(getattr(found, name).values_list("pk", flat=True)) for name in MANY}
        return asked.form(data, initial=begun, school=found.school, by=request.user, contract=found)
    begun = {"cost": found.cost, "reference": found.reference, "ends_on": found.ends_on}
    if asked.move is moves.RENEW:
        begun.pop("ends_on")
    return asked.form(data, initial=begun)


def school_to_keep(request):
    """The school that the address names, where the reader keeps costs; None: the whole trust, if they may."""
    asked = request.GET.get("school") or request.POST.get("school") or ""
    schools = list(School.objects.where_may(request.user, Permission.KEEP_COSTS))
    if asked == TRUST and request.user.may(Permission.KEEP_COSTS, None):
        return None
    found = next((school for school in schools if school.code == asked or not asked), None)
    if found is None:
        raise Http404
    return found


def addable(person):
    """For which schools a person may write costs down, and whether for the whole trust."""
    return {
        "keepable": list(School.objects.where_may(person, Permission.KEEP_COSTS)),
        "everywhere": person.may(Permission.KEEP_COSTS, None),
    }


def _coming(person, today):
    """What must be decided soon, the first day first."""
    seen = ContractFilter({"state": "due"}, Contract.objects.visible_to(person).select_related("school"))
    overrun = ContractFilter({"state": "overrun"}, Contract.objects.visible_to(person).select_related("school"))
    far = date.max

    def first(each):
        return min(day for day in (each.notice_on, each.ends_on, far) if day and day >= today)

    return [*overrun.qs[:LAST], *sorted(seen.qs[:MOST_SORTED], key=first)[:LAST]]


def _filtered(request):
    seen = Contract.objects.visible_to(request.user).select_related("school", "owner")
    return ContractFilter(request.GET, seen, request=request)


def _find(request, pk):
    seen = Contract.objects.visible_to(request.user).select_related("school", "owner", "follows")
    return get_object_or_404(seen, pk=pk)
