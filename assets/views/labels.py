"""Labels: which, on which sheet; how many sheets that takes; and the sheets as a PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assets.label_requests import wanted
from assets.sheets import A4
from servicedesk.doors import only_with
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import attached

ORDERS = {True: ("name", "pk"), False: ("tag", "pk")}


@only_with(Permission.SEE_ASSETS)
@require_safe
def labels(request):
    """Choose what gets a label, and see how many sheets that takes."""
    return _ask(request, wanted(request.GET, request))


@only_with(Permission.SEE_ASSETS)
@require_safe
def labels_on_paper(request):
    """The sheets to print on."""
    asked = wanted(request.GET, request)
    if asked.is_wrong:
        return _ask(request, asked, status=400)
    return attached(HttpResponse(asked.pdf(at=timezone.now()), content_type="application/pdf"), asked.file_name)


def _ask(request, asked, *, status=200):
    context = {
        "wanted": asked,
        "form": asked.form,
        "filters": asked.found.form,
        "page": page(asked.rows, order=ORDERS[asked.are_rooms], token=request.GET.get("page", "")),
        "several": len(asked.found.form.fields["school"].queryset[:2]) > 1,
        "preview": _preview(asked) if not asked.form.errors else None,
    }
    return render(request, "assets/labels.html", context, status=status)


def _preview(asked):
    """How many sheets, and the first of them drawn small."""
    sheet, start = asked.sheet, asked.start
    last = min(sheet.holds, start - 1 + asked.count)
    return {
        "sheets": sheet.sheets(asked.count, start),
        "parts": asked.parts,
        "box": A4,
        "width": sheet.width,
        "height": sheet.height,
        "places": [(*sheet.corner(place), start - 1 <= place < last) for place in range(sheet.holds)],
    }
