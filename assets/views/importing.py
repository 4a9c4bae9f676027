"""Lists of things from other programs: sent, their columns named, looked at, brought in, and what became of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assets.forms.importing import AssetColumnsForm
from assets.imports.fields import FIELDS, MAPPINGS
from assets.models import AssetImport
from assets.workflow import importing
from servicedesk.doors import only_with
from servicedesk.imports.acts import SHOWN, reject_rows
from servicedesk.imports.errors import Unusable
from servicedesk.imports.forms import SendForm
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines


@only_with(Permission.IMPORT)
def imports(request):
    """Send a list; below stands what was brought in before."""
    form = SendForm(request.POST or None, request.FILES or None, person=request.user, mappings=MAPPINGS)
    if form.is_valid() and (sent := _sent(request, form)):
        return redirect("assets:import-columns", sent.pk)
    seen = _seen(request).select_related("school", "by").defer("content", "columns")
    rows = page(seen, order=("-pk",), token=request.GET.get("page", ""))
    return render(request, "assets/imports.html", {"form": form, "page": rows})


@only_with(Permission.IMPORT)
def columns(request, pk):
    """Which column is what."""
    sent = get_object_or_404(_seen(request).select_related("school"), pk=pk)
    if not sent.is_begun:
        return redirect(sent)
    header, rows = importing.beginning_of(sent)
    chosen = sent.columns | sent.choices | {"make_rooms": "yes" if sent.choices.get("make_rooms") else "no"}
    form = AssetColumnsForm(request.POST or None, fields=FIELDS, header=header, initial=chosen)
    if form.is_valid() and _named(request, form, sent):
        return redirect(sent)
    shown = {"form": form, "sent": sent, "header": header, "rows": rows, "title": MAPPINGS.title(sent.mapping)}
    return render(request, "assets/import_columns.html", shown)


@require_safe
@only_with(Permission.IMPORT)
def act(request, pk):
    """What bringing it in would do, how far it is, or what came of it."""
    sent = get_object_or_404(_seen(request).select_related("school", "by"), pk=pk)
    shown = {"sent": sent, "refused": list(sent.refused_rows.all()[:SHOWN])}
    shown["refused_url"] = reverse("assets:import-refused", args=[pk])
    if sent.is_begun:
        shown |= _looked(sent)
    if request.headers.get("HX-Request"):
        return render(request, "servicedesk/imports/_stand.html", shown)
    return render(request, "assets/import.html", shown)


@require_POST
@only_with(Permission.IMPORT)
def bring_in(request, pk):
    """Write it into the register."""
    sent = get_object_or_404(_seen(request), pk=pk)
    try:
        sent = importing.bring_in(sent, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(sent)


@require_POST
@only_with(Permission.IMPORT)
def throw_away(request, pk):
    """It was only looked at."""
    sent = get_object_or_404(_seen(request), pk=pk)
    importing.throw_away(sent, by=request.user, at=timezone.now())
    messages.success(request, f"{sent.file_name} is thrown away. Nothing of it was brought in.")
    return redirect("assets:imports")


@require_safe
@only_with(Permission.IMPORT)
def rejects(request, pk):
    """The rows that could not go in, as a file: line, reason, then the row."""
    sent = get_object_or_404(_seen(request).defer("content"), pk=pk)
    lines = csv_lines(reject_rows(sent))
    return attached(StreamingHttpResponse(lines, content_type=CSV), f"refused-{sent.pk}.csv")


def _seen(request):
    return AssetImport.objects.visible_to(request.user)


def _sent(request, form):
    file, about = form.cleaned_data["file"], form.cleaned_data
    try:
        return importing.send_list(
            school=about["school"],
            by=request.user,
            at=timezone.now(),
            file_name=file.name,
            content=file.read(),
            mapping=about["mapping"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _named(request, form, sent):
    try:
        return importing.name_columns(
            sent, by=request.user, at=timezone.now(), columns=form.columns, choices=form.choices
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _looked(sent):
    try:
        return {"look": importing.look_at(sent)}
    except Unusable as reason:
        return {"trouble": str(reason)}
