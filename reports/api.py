"""The reports by API: the same questions, figures and rights as the pages."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from incidents.models import Incident
from reports import availability, measures
from reports.figures import COUNT
from reports.filters import AvailabilityQuery, ReportQuery, RowsQuery
from reports.kept_otherwise import service_levels_otherwise
from reports.measures import KEYS, NO_CATEGORY, WrongQuestion
from reports.periods import WORDS
from reports.serializers import (
    AvailabilitySerializer,
    OtherwiseSerializer,
    OutageSerializer,
    RowSerializer,
    SlaSerializer,
)
from servicedesk.doors import demand
from servicedesk.paging import KeysetPagination
from servicedesk.roles import Permission

PERIOD = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day; without days, this school year so far."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day, counted too."),
    OpenApiParameter("period", str, enum=list(WORDS), description="A period by name, instead of two days."),
    OpenApiParameter("school", str, description="A school's code; every school you may read about without it."),
]
NARROWER = [
    OpenApiParameter("priority", int, enum=[1, 2, 3, 4, 5]),
    OpenApiParameter("category", str, description=f"A category's name; {NO_CATEGORY} for the records without one."),
]
BY = OpenApiParameter("by", str, description=f"What to split by: {', '.join(KEYS)}; several with commas.")
SERVICE = OpenApiParameter("service", str, description="A service’s name; every service without it.")
WHICH = OpenApiParameter("which", str, enum=list(COUNT), description="The figure whose records are listed.")


class Reader(GenericAPIView):
    """A question about figures: read by the form of the page, refused when it names what nobody asks."""

    permission = Permission.SEE_REPORTS
    query_form = ReportQuery
    besides: set[str] = set()
    filter_backends: list = []

    def ask(self, request):
        """The question, read and checked."""
        demand(request.user, self.permission)
        query = self.query_form.of(request.query_params, request)
        unknown = sorted(set(request.query_params) - set(query.fields) - self.besides)
        errors = dict(query.errors) | {name: ["There is no such parameter."] for name in unknown}
        if errors:
            raise ValidationError(errors)
        return query


class SlaView(Reader):
    """Figures of the service level report."""

    serializer_class = SlaSerializer
    besides = {"by"}

    @extend_schema(operation_id="reports_sla", parameters=[*PERIOD, *NARROWER, BY])
    def get(self, request):
        """How good the service was for what was opened in a period, whole and split by `by`."""
        query = self.ask(request)
        way = tuple(key for key in request.query_params.get("by", "").split(",") if key)
        try:
            report = measures.sla(query.scope, query.asked, way)
        except WrongQuestion as error:
            raise ValidationError({"by": [str(error)]}) from None
        period = {"from": query.asked.first, "to": query.asked.last}
        groups = [group.keys | group.measure.as_figures() for group in report.groups[way]] if way else []
        found = {"period": period, "totals": report.totals.as_figures(), "groups": groups}
        otherwise = service_levels_otherwise(query, at=timezone.now())
        return Response(found | {"kept_otherwise": OtherwiseSerializer(otherwise, many=True).data})


class RowsPagination(KeysetPagination):
    """In the order of the page."""

    ordering = ("opened_at", "pk")


class RowsView(Reader):
    """The records behind a figure."""

    serializer_class = RowSerializer
    queryset = Incident.objects.none()
    query_form = RowsQuery
    pagination_class = RowsPagination
    besides = {"cursor", "page_size"}

    @extend_schema(
        operation_id="reports_sla_rows", responses=RowSerializer(many=True), parameters=[*PERIOD, *NARROWER, WHICH]
    )
    def get(self, request):
        """Exactly the records that a figure counts."""
        found = self.ask(request).rows().select_related("school", "category")
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class AvailabilityView(Reader):
    """How much of its agreed hours each service could be used."""

    serializer_class = AvailabilitySerializer
    query_form = AvailabilityQuery

    @extend_schema(operation_id="reports_availability", parameters=[*PERIOD, SERVICE])
    def get(self, request):
        """Each service as a whole and school by school: agreed hours, those lost to outages, lesson time lost."""
        query = self.ask(request)
        found = availability.availability(query.scope.incidents, query.schools, query.asked, at=timezone.now())
        period = {"from": query.asked.first, "to": query.asked.last}
        parts = {name: self.figures(query, getattr(found, name)) for name in ("services", "schools")}
        return Response({"period": period, "how": availability.HOW, **parts})

    def figures(self, query, parts):
        """The parts that were asked for, as plain figures."""
        wanted = query.cleaned_data["service"]
        return [
            {"service": part.service.name, "school": part.school.code if part.school else None, **part.as_figures()}
            for part in parts
            if wanted in (None, part.service)
        ]


class OutagesView(Reader):
    """The outages behind a figure."""

    serializer_class = OutageSerializer
    query_form = AvailabilityQuery
    pagination_class = None

    @extend_schema(operation_id="reports_outages", responses=OutageSerializer(many=True), parameters=[*PERIOD, SERVICE])
    def get(self, request):
        """Every outage that lasted in the period, cut to it."""
        query = self.ask(request)
        found = availability.outages(
            query.scope.incidents,
            query.schools,
            query.asked,
            at=timezone.now(),
            service=query.cleaned_data["service"],
        )
        return Response(self.get_serializer(found, many=True).data)


urls = [
    path("sla/", SlaView.as_view(), name="api-reports-sla"),
    path("sla/rows/", RowsView.as_view(), name="api-reports-rows"),
    path("availability/", AvailabilityView.as_view(), name="api-reports-availability"),
    path("availability/outages/", OutagesView.as_view(), name="api-reports-outages"),
]
