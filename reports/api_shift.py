"""The shift by API: the same questions, figures and rights as the pages."""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from incidents.models import Incident
from reports.api import PERIOD, Reader
from reports.filters_shift import ShiftQuery, ShiftRowsQuery
from reports.kept_otherwise import preventing_otherwise
from reports.serializers_shift import ShiftRowSerializer, ShiftSerializer, shift_facts
from reports.shift import story
from reports.shift.definitions import DEFINITIONS
from reports.shift.measure import PARTS, shift
from reports.shift.rows import EVERY_FIGURE, lines, order_of, rows
from servicedesk.paging import KeysetPagination

BY = OpenApiParameter("by", str, enum=list(PARTS), description="How `groups` are cut; by itself as fits the period.")
WHICH = OpenApiParameter("which", str, enum=list(EVERY_FIGURE), description="The figure whose rows are listed.")


class ShiftView(Reader):
    """The shift from reactive to proactive."""

    serializer_class = ShiftSerializer
    query_form = ShiftQuery

    @extend_schema(operation_id="reports_shift", parameters=[*PERIOD, BY])
    def get(self, request):
        """How far work moved from repairing to preventing in a period, against as many school days before."""
        query = self.ask(request)
        found = shift(query.ground, query.asked, by=query.cleaned_data["by"])
        facts = shift_facts(
            found, story=story.opening(found), definitions=DEFINITIONS, otherwise=preventing_otherwise(query)
        )
        return Response(self.get_serializer(facts).data)


class ShiftRowsView(Reader):
    """The rows behind a figure of the shift."""

    serializer_class = ShiftRowSerializer
    queryset = Incident.objects.none()
    query_form = ShiftRowsQuery
    pagination_class = KeysetPagination
    besides = {"cursor", "page_size"}

    @extend_schema(
        operation_id="reports_shift_rows", responses=ShiftRowSerializer(many=True), parameters=[*PERIOD, WHICH]
    )
    def get(self, request):
        """Exactly the rows that a figure counts."""
        query = self.ask(request)
        figure, ground = query.figure, query.ground
        self.ordering = order_of(figure)
        page = self.paginate_queryset(rows(figure, ground, query.asked))
        return self.get_paginated_response(self.get_serializer(lines(figure, ground, page), many=True).data)


urls = [
    path("shift/", ShiftView.as_view(), name="api-reports-shift"),
    path("shift/rows/", ShiftRowsView.as_view(), name="api-reports-shift-rows"),
]
