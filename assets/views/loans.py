"""Loans: what is out, lending, taking back, and more time."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assets import workflow
from assets.filters_loans import OUT, LoanFilter
from assets.forms.loans import ExtendForm, LendForm, TakeBackForm
from assets.models import Asset, Loan
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.paging import page
from servicedesk.roles import Permission

KEEPS = only_with(Permission.EDIT_ASSETS)
ASKS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Asked:
    """How a page asks about a loan."""

    title: str
    button: str
    done: str
    hint: str = ""


LEND = Asked("Lend it", "Lend it", "{tag} is lent to {borrower}.", "Whoever has an account gets a letter about it.")
TAKE_BACK = Asked("It is back", "Take it back", "{tag} is back from {borrower}.")
EXTEND = Asked("More time", "Give more time", "{borrower} may keep {tag} until {due}.", "The borrower gets a letter.")


@only_with(Permission.SEE_ASSETS)
@require_safe
def loans(request):
    """What is out, what is late first."""
    seen = Loan.objects.visible_to(request.user).select_related("asset__school", "to")
    asked = request.GET.copy()
    asked["when"] = asked.get("when") or OUT
    found = LoanFilter(asked, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    context = {
        "filters": found.form,
        "page": page(rows, order=("due_on", "pk"), token=request.GET.get("page", "")),
        "today": timezone.localdate(),
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
    }
    return render(request, "assets/loans.html", context)


@KEEPS
@ASKS
@once_per_form
def lend(request, pk):
    """Lend a thing."""
    mine = Asset.objects.filter(request.user.within(Permission.EDIT_ASSETS, field="school"))
    asset = get_object_or_404(mine.select_related("school"), pk=pk)
    form = LendForm(_sent(request), asset=asset)
    return _asked(request, LEND, workflow.lend, asset, form, asset)


@KEEPS
@ASKS
@once_per_form
def take_back(request, pk):
    """It came back."""
    loan = _mine(request, pk)
    return _asked(request, TAKE_BACK, workflow.take_back, loan, TakeBackForm(_sent(request)), loan.asset)


@KEEPS
@ASKS
@once_per_form
def extend(request, pk):
    """It may stay out for longer."""
    loan = _mine(request, pk)
    return _asked(request, EXTEND, workflow.extend, loan, ExtendForm(_sent(request)), loan.asset)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _mine(request, pk):
    here = request.user.within(Permission.EDIT_ASSETS, field="asset__school")
    return get_object_or_404(Loan.objects.filter(here).select_related("asset__school", "to"), pk=pk)


def _asked(request, asked, move, record, form, asset):
    """Ask, or make the move and go back to the thing."""
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            loan = move(record, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as error:
            refusal = str(error)
        else:
            due = f"{loan.due_on.day} {loan.due_on:%B}"
            messages.success(request, asked.done.format(tag=asset.tag, borrower=loan.borrower, due=due))
            return redirect(asset)
    loan = record if isinstance(record, Loan) else None
    context = {"page": asked, "asset": asset, "loan": loan, "form": form, "refusal": refusal}
    return render(request, "assets/loan_move.html", context, status=409 if refusal else 200)
