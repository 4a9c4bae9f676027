"""The register as a spreadsheet: the things of the list, as it is narrowed."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assets import exports
from assets.filters import AssetFilter
from assets.models import Asset
from servicedesk.doors import only_with
from servicedesk.roles import Permission
from servicedesk.tables import XLSX, attached, workbook


@require_safe
@only_with(Permission.SEE_ASSETS)
def register_xlsx(request):
    """The same things as in the list, all of them, in the columns of the CSV file."""
    found = AssetFilter(request.GET, Asset.objects.visible_to(request.user), request=request)
    rows = found.qs if found.is_valid() else Asset.objects.none()
    lines = list(exports.rows(rows.order_by("tag", "pk")))
    about = [["Asset register", ""], ["On", timezone.localdate()], ["Things", len(lines) - 1]]
    return attached(HttpResponse(workbook(about, {"Assets": lines}), content_type=XLSX), "assets.xlsx")
