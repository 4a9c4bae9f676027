"""Stocktakes and looks at things for programs."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from assets import workflow
from assets.models import Asset, Audit, Condition, Stocktake
from assets.serializers.audits import (
    AuditSerializer,
    BeginStocktakeSerializer,
    ChangedSerializer,
    EndStocktakeSerializer,
    NoteAuditSerializer,
    StocktakeOutcomeSerializer,
    StocktakeSerializer,
)
from assets.stocktaking import outcome_of
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import SchoolFilter, YesNoFilter, seen
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import Nothing


class AuditFilter(django_filters.FilterSet):
    """The thing, the stocktake, the condition, and whether it was where the register had it."""

    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset))
    stocktake = django_filters.ModelChoiceFilter(queryset=seen(Stocktake))
    condition = django_filters.ChoiceFilter(choices=Condition.choices)
    was_as_expected = YesNoFilter()

    class Meta:
        model = Audit
        fields: list[str] = []


class AuditViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Every look at a thing, the latest first."""

    queryset = Audit.objects.select_related("asset")
    serializer_class = AuditSerializer
    filterset_class = AuditFilter
    ordering = ("at", "pk")

    @extend_schema(request=NoteAuditSerializer, responses={201: AuditSerializer})
    @once
    def create(self, request):
        """Note where a thing was found and how it looks; while a stocktake is on, the look belongs to it."""
        demand(request.user, Permission.EDIT_ASSETS)
        audit = workflow.audit_asset(by=request.user, at=timezone.now(), **self.checked(NoteAuditSerializer))
        return Response(AuditSerializer(audit).data, status=status.HTTP_201_CREATED)


class StocktakeFilter(django_filters.FilterSet):
    """Of one school, or only those that are on."""

    school = SchoolFilter()
    running = YesNoFilter(method="by_running")

    class Meta:
        model = Stocktake
        fields: list[str] = []

    def by_running(self, found, name, yes):
        """Those that are on, or those that have ended."""
        return found.filter(ended_at__isnull=yes)


class StocktakeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Times in which everything is looked at."""

    queryset = Stocktake.objects.select_related("school")
    serializer_class = StocktakeSerializer
    filterset_class = StocktakeFilter
    ordering = ("begun_at", "pk")

    @extend_schema(request=BeginStocktakeSerializer, responses={201: StocktakeSerializer})
    @once
    def create(self, request):
        """Begin a stocktake; one at a time in a school."""
        demand(request.user, Permission.EDIT_ASSETS)
        made = workflow.begin_stocktake(by=request.user, at=timezone.now(), **self.checked(BeginStocktakeSerializer))
        return Response(StocktakeSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=StocktakeOutcomeSerializer)
    @action(detail=True)
    def outcome(self, request, pk=None):
        """How far it is or what came of it, in all and room by room."""
        return Response(StocktakeOutcomeSerializer(outcome_of(self.get_object())).data)

    @extend_schema(request=EndStocktakeSerializer, responses=StocktakeSerializer)
    @action(detail=True, methods=["post"])
    @once
    def end(self, request, pk=None):
        """End it; `rest_missing` notes what nobody looked at as not found."""
        stocktake = self.get_object()
        demand(request.user, Permission.EDIT_ASSETS)
        wanted = self.checked(EndStocktakeSerializer)
        ended = workflow.end_stocktake(stocktake, by=request.user, at=timezone.now(), **wanted)
        return Response(StocktakeSerializer(ended).data)

    @extend_schema(request=Nothing, responses=ChangedSerializer)
    @action(detail=True, methods=["post"])
    @once
    def set_lost(self, request, pk=None):
        """Write what was not found into the register as lost."""
        return self._changed(workflow.set_lost)

    @extend_schema(request=Nothing, responses=ChangedSerializer)
    @action(detail=True, methods=["post"])
    @once
    def undo_lost(self, request, pk=None):
        """What was written off as lost gets back the state it had."""
        return self._changed(workflow.undo_lost)

    def _changed(self, move):
        stocktake = self.get_object()
        self.checked(Nothing)
        return Response({"changed": move(stocktake, by=self.request.user, at=timezone.now())})
