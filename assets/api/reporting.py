"""Where an inventory agent says what it saw."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from assets.serializers.reporting import (
    DescribedReportSerializer,
    OutcomesSerializer,
    ReportedItemSerializer,
    ReportSerializer,
)
from assets.workflow import reporting
from servicedesk.idempotency import once
from servicedesk.strict import refuse_unknown


class AssetReportView(APIView):
    """Inventory agents: what they saw, several things at once."""

    @extend_schema(operation_id="assets_report", request=DescribedReportSerializer, responses={200: OutcomesSerializer})
    @once
    def post(self, request):
        """Report things that were seen; each gets a result of its own, and the same report again changes nothing.

        Known by tag, or without one by serial number. Never changes a tag, a room, a state or what people wrote: make,
        model, name and serial number are filled only where they are empty; all else stands as reported beside it.
        """
        refuse_unknown(request.query_params, ())
        body = ReportSerializer(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        items = [_read(item) for item in sent["items"]]
        good = [item for item, _ in items if item is not None]
        told = iter(
            reporting.report_assets(
                school=sent["school"], by=request.user, at=timezone.now(), items=good, unknown=sent["unknown"]
            )
        )
        outcomes = [next(told) if item is not None else {"outcome": "refused", "reason": why} for item, why in items]
        return Response({"results": [_line(number, each) for number, each in enumerate(outcomes, 1)]})


def _read(said):
    """An item, or else why it is none."""
    item = ReportedItemSerializer(data=said)
    if item.is_valid():
        return item.validated_data, ""
    return None, " ".join(_sentences(item.errors))


def _sentences(errors):
    for name, said in errors.items():
        for words in said if isinstance(said, list) else [said]:
            yield f"{words}" if name == "non_field_errors" else f"{name}: {words}"


def _line(number, outcome):
    asset = outcome.get("asset")
    return {
        "item": number,
        "outcome": outcome["outcome"],
        "asset": asset.pk if asset else None,
        "reason": outcome.get("reason", ""),
    }
