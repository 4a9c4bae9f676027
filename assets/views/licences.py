"""The licence log: bought, used, left; one licence with who and what has it; a file of it all."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assets import workflow
from assets.filters_licences import LicenceFilter
from assets.forms.licences import LicenceForm
from assets.licence_standing import left_words, rows_of, standings_of
from assets.models import GONE, Licence, LicenceUse
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.strict import text_in
from servicedesk.tables import CSV, attached, csv_lines

SHOWN = ("q", "school", "per", "state")
LAST = 10


@require_safe
@only_with(Permission.SEE_ASSETS)
def licences(request):
    """Every licence the reader may see, by title: how many were bought, are used and are left."""
    filters = _filtered(request)
    form, today = filters.form, timezone.localdate()
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    shown = page(rows, order=("title", "pk"), token=request.GET.get("page", ""))
    several = len(form.fields["school"].queryset) > 1
    context = {
        "form": form,
        "fields": [form[name] for name in SHOWN if name != "school" or several],
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "having": [form.cleaned_data[name] for name in ("software", "asset", "person") if _says(form, name)],
        "page": shown,
        "rows": [(each, left_words(each), standings_of(each, today)) for each in shown.rows],
        "several": several,
        "gone": workflow.uses_to_take_back(request.user).filter(asset__state__in=GONE).count(),
        "schools": list(School.objects.where_may(request.user, Permission.EDIT_ASSETS)),
        "everywhere": request.user.may(Permission.EDIT_ASSETS, None),
    }
    return render(request, "assets/licences.html", context, status=200 if filters.is_valid() else 400)


@require_safe
@only_with(Permission.SEE_ASSETS)
def licences_csv(request):
    """The licence log as a file, narrowed as the page is."""
    filters = _filtered(request)
    if not filters.is_valid():
        said = " ".join(message for messages in filters.errors.values() for message in messages)
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    rows, today = filters.qs.order_by("title", "pk"), timezone.localdate()
    return attached(StreamingHttpResponse(csv_lines(rows_of(rows, today)), content_type=CSV), f"licences-{today}.csv")


@require_safe
@only_with(Permission.SEE_ASSETS)
def licence(request, pk):
    """One licence: what was bought, and who and what has it."""
    found = find_licence(request, pk)
    uses = LicenceUse.objects.visible_to(request.user).filter(licence=found)
    uses = uses.select_related("asset__room", "asset__school", "person", "given_by", "taken_back_by")
    may_give = workflow.may_give(request.user, found)
    context = {
        "licence": found,
        "left": left_words(found),
        "standings": standings_of(found, timezone.localdate()),
        "page": page(uses.in_use(), order=("given_at", "pk"), token=request.GET.get("page", ""), descending=True),
        "returned": uses.filter(taken_back_at__isnull=False).order_by("-taken_back_at", "-pk")[:LAST],
        "may_edit": request.user.may(Permission.EDIT_ASSETS, found.school_id),
        "may_give": may_give,
        "history": found.history.select_related("history_user")[:LAST],
    }
    return render(request, "assets/licence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def add_licence(request):
    """Write down what was bought."""
    school = _school(request)
    form = LicenceForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid() and (made := _made(request, form, workflow.add_licence, school=school)):
        messages.success(request, f"The licence of {made.software} is written down.")
        return redirect(made)
    title = f"Add a licence of {school.name}" if school else "Add a licence for every school"
    return render(request, "assets/licence_form.html", {"form": form, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def change_licence(request, pk):
    """More or fewer were bought, or it was renewed."""
    found = find_licence(request, pk)
    workflow.may_keep_of(request.user, found.school)
    begun = {name: getattr(found, name, "") for name in LicenceForm.base_fields}
    form, refusal = LicenceForm(request.POST or None, initial=begun), ""
    if form.is_valid():
        try:
            made = _made(request, form, workflow.change_licence, licence=found)
        except Refused as error:
            made, refusal = None, str(error)
        if made:
            messages.success(request, f"The licence of {made.software} is saved.")
            return redirect(made)
    context = {"form": form, "title": f"Change the licence of {found.software}", "licence": found, "refusal": refusal}
    return render(request, "assets/licence_form.html", context, status=409 if refusal else 200)


def find_licence(request, pk):
    """A licence that the reader may see, with how many are used; anything else is not there."""
    seen = Licence.objects.visible_to(request.user).with_uses().select_related("software", "school")
    return get_object_or_404(seen, pk=pk)


def _filtered(request):
    seen = Licence.objects.visible_to(request.user).with_uses().select_related("software", "school")
    return LicenceFilter(request.GET, seen, request=request)


def _says(form, name):
    return form.is_valid() and form.cleaned_data.get(name)


def _school(request):
    """The school named in the address; for people of the whole trust none may be named, or else their only one."""
    schools = School.objects.where_may(request.user, Permission.EDIT_ASSETS)
    code = text_in(request.GET, "school") or text_in(request.POST, "school")
    if code or not request.user.may(Permission.EDIT_ASSETS, None):
        return get_object_or_404(schools.filter(code=code) if code else schools[:1])
    return None


def _made(request, form, move, **about):
    """Make the move, or put on the form why it can't be made."""
    try:
        return move(**about, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
