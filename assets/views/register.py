"""The asset register: what the school has, where it is, and what keeps breaking."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assets import exports, moves, workflow
from assets.facts import answers_shown, money_of
from assets.filters import ORDERS, AssetFilter
from assets.forms.register import AssetForm
from assets.list_bar import bar_of, columns_of, order_in
from assets.models import Asset, Disposal
from assets.panels import sections_of, ways_on
from assets.paper.disposal import certificate_pdf, file_name
from assets.story import SHOWN, story_of
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines


@only_with(Permission.SEE_ASSETS)
def assets(request):
    """The register: narrowed, sorted, page by page."""
    seen = Asset.objects.visible_to(request.user).select_related("type", "room", "school").to_sort()
    found = AssetFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    sort, down = order_in(request.GET)
    context = {
        "page": page(rows, order=ORDERS[sort], token=request.GET.get("page", ""), descending=down),
        "filters": found.form,
        "bar": bar_of(found, request),
        "columns": columns_of(sort, down),
        "addable": list(School.objects.where_may(request.user, Permission.EDIT_ASSETS)),
        "several": len(found.form.fields["school"].queryset) > 1,
    }
    return render(request, "assets/assets.html", context)


@only_with(Permission.SEE_ASSETS)
def register_csv(request):
    """The same things as a file, all of them, in the columns that an import reads."""
    found = AssetFilter(request.GET, Asset.objects.visible_to(request.user), request=request)
    rows = found.qs if found.is_valid() else Asset.objects.none()
    lines = csv_lines(exports.rows(rows.order_by("tag", "pk")))
    return attached(StreamingHttpResponse(lines, content_type=CSV), "assets.csv")


@only_with(Permission.SEE_ASSETS)
def asset(request, pk):
    """One thing: what it is, where it is, and what happened to it."""
    linked = ("type", "room__building", "school", "custodian", "disposal__recorded_by")
    found = get_object_or_404(Asset.objects.visible_to(request.user).select_related(*linked), pk=pk)
    entries, older = story_of(found, shown=None if request.GET.get("history") == "all" else SHOWN)
    context = {
        "asset": found,
        "may_edit": request.user.may(Permission.EDIT_ASSETS, found.school_id),
        "possible": {move.name for move in moves.MOVES if move.possible(found, request.user)},
        "disposal": getattr(found, "disposal", None),
        "money": money_of(found, today=timezone.localdate()),
        "answers": answers_shown(found),
        "sections": sections_of(found, reader=request.user, at=timezone.now()),
        "ways": ways_on(found, reader=request.user),
        "entries": entries,
        "older": older,
    }
    return render(request, "assets/asset.html", context)


@only_with(Permission.SEE_ASSETS)
def certificate(request, pk):
    """The certificate of disposal, to print and sign."""
    seen = Disposal.objects.visible_to(request.user).select_related("asset__school", "asset__type", "recorded_by")
    disposal = get_object_or_404(seen, asset__pk=pk)
    paper = HttpResponse(certificate_pdf(disposal), content_type="application/pdf")
    return attached(paper, file_name(disposal.asset))


@only_with(Permission.EDIT_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def add_asset(request, pk):
    """Write something into the register of a school."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.EDIT_ASSETS), pk=pk)
    looks = "look" in request.POST  # whoever first wants to see what its sort asks loses nothing, and is not yet judged
    asked = request.POST.dict() if looks else {name: request.GET.get(name) for name in ("type", "tag", "room")}
    form = AssetForm(None if looks else request.POST or None, instance=Asset(school=school), initial=asked)
    if form.is_valid() and (made := _made(request, form, workflow.add_asset, school=school)):
        return _saved(request, form, made, f"{made} is in the register.")
    return render(request, "assets/edit.html", {"form": form, "title": f"Add an asset at {school.name}"})


@only_with(Permission.EDIT_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_asset(request, pk):
    """It moved, broke, or got another label."""
    mine = Asset.objects.filter(request.user.within(Permission.EDIT_ASSETS, field="school"))
    found = get_object_or_404(mine.select_related("school"), pk=pk)
    form = AssetForm(request.POST or None, instance=found)
    if form.is_valid() and (made := _made(request, form, workflow.change_asset, asset=found)):
        return _saved(request, form, made, f"{made} is saved.")
    return render(request, "assets/edit.html", {"form": form, "title": f"Change {found.tag}", "asset": found})


def _saved(request, form, made, words):
    """To the thing; or back to the form, where its sort asks what was not on it yet."""
    messages.success(request, words)
    if form.wants_more:
        messages.info(request, f"Things of the sort “{made.type}” are asked a little more: see below.")
        return redirect(f"{reverse('assets:change', args=[made.pk])}#asked")
    return redirect(made)


def _made(request, form, move, **about):
    """Make the move, or put on the form why it can't be made."""
    try:
        return move(**about, by=request.user, at=timezone.now(), **form.facts)
    except ValidationError as error:
        for name, said in error.message_dict.items():
            form.add_error(name if name in form.fields else None, said)
        return None
