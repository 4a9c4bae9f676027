"""The trend report by API, and whether one gets it by letter."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from reports import trend_letters
from reports.api import PERIOD, Reader
from reports.filters_shift import TrendReportQuery
from reports.serializers_trends import LettersSerializer, TrendReportSerializer
from reports.trend_report import trend_report
from servicedesk.doors import demand
from servicedesk.roles import Permission


class TrendReportView(Reader):
    """The trend report."""

    serializer_class = TrendReportSerializer
    permission = Permission.SEE_PROBLEMS
    query_form = TrendReportQuery

    @extend_schema(operation_id="reports_trends", parameters=PERIOD)
    def get(self, request):
        """What was found to go wrong again and again, what was decided and what goes on; as asked, or of last week."""
        query = self.ask(request)
        return Response(self.get_serializer(trend_report(query.ground, query.asked)).data)


class TrendLettersView(GenericAPIView):
    """Whether the caller gets the trend report by letter."""

    serializer_class = LettersSerializer

    @extend_schema(operation_id="reports_trend_letters")
    def get(self, request):
        """Is it sent to the caller?"""
        demand(request.user, Permission.SEE_PROBLEMS)
        return Response({"on": trend_letters.is_on(request.user)})

    @extend_schema(operation_id="reports_switch_trend_letters")
    def put(self, request):
        """Switch it on or off, for the caller alone."""
        demand(request.user, Permission.SEE_PROBLEMS)
        said = self.get_serializer(data=request.data)
        said.is_valid(raise_exception=True)
        trend_letters.switch(request.user, on=said.validated_data["on"], at=timezone.now())
        return Response(said.data)


urls = [
    path("trends/", TrendReportView.as_view(), name="api-reports-trends"),
    path("trends/letters/", TrendLettersView.as_view(), name="api-reports-trend-letters"),
]
