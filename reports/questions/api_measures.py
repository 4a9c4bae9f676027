"""The catalogue of measures by API: definitions, values and the records behind them."""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from incidents.models import Incident
from reports.api import NARROWER, PERIOD, SERVICE, Reader
from reports.catalogue import MEASURES
from reports.catalogue.asking import ask
from reports.catalogue.breakdowns import BREAKDOWNS
from reports.questions.definitions import definition, measure_named
from reports.questions.query import MeasureQuery, SplitQuery
from reports.questions.rows import ORDER, lines, rows_behind
from reports.questions.serializers import MeasureAnswerSerializer, MeasureDefinitionSerializer, MeasureRowSerializer
from servicedesk.doors import demand
from servicedesk.paging import KeysetPagination
from servicedesk.roles import Permission
from servicedesk.strict import refuse_unknown

TEAM = OpenApiParameter("team", str, description="A team’s name; every team without it.")
NARROWED = [*PERIOD, *NARROWER, SERVICE, TEAM]
BY = OpenApiParameter("by", str, enum=list(BREAKDOWNS), description="What it is split by.")


class MeasureListView(GenericAPIView):
    """The catalogue."""

    serializer_class = MeasureDefinitionSerializer
    pagination_class = None
    filter_backends: list = []

    @extend_schema(operation_id="measures_list", responses=MeasureDefinitionSerializer(many=True))
    def get(self, request):
        """Every measure with its definition, in the order of a report."""
        demand(request.user, Permission.SEE_REPORTS)
        refuse_unknown(request.query_params, ())
        return Response(self.get_serializer([definition(m) for m in MEASURES.values()], many=True).data)


class MeasureView(Reader):
    """One measure of some schools and a period."""

    serializer_class = MeasureAnswerSerializer
    query_form = SplitQuery

    @extend_schema(operation_id="measures_ask", parameters=[*NARROWED, BY])
    def get(self, request, name):
        """What a measure came to, whole and split."""
        query = self.ask(request)
        measure = measure_named(name)
        [found] = ask([measure.name], query.ground, query.asked, by=query.by, narrower=query.narrower)
        return Response(self.get_serializer({"found": found, "period": query.asked}).data)


class MeasureRowsView(Reader):
    """The records behind a measure."""

    serializer_class = MeasureRowSerializer
    queryset = Incident.objects.none()
    query_form = MeasureQuery
    pagination_class = KeysetPagination
    ordering = ORDER
    besides = {"cursor", "page_size"}

    @extend_schema(operation_id="measures_rows", responses=MeasureRowSerializer(many=True), parameters=NARROWED)
    def get(self, request, name):
        """Exactly the records a measure is made of; none where it is made of several sorts."""
        query = self.ask(request)
        measure = measure_named(name)
        behind = rows_behind(measure, query.question)
        if behind is None:
            return Response({"next": None, "previous": None, "results": []})
        page = self.paginate_queryset(behind)
        return self.get_paginated_response(self.get_serializer(lines(measure, query.ground, page), many=True).data)


urls = [
    path("measures/", MeasureListView.as_view(), name="api-measures"),
    path("measures/<slug:name>/", MeasureView.as_view(), name="api-measure"),
    path("measures/<slug:name>/rows/", MeasureRowsView.as_view(), name="api-measure-rows"),
]
