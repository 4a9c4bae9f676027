"""Trends: the list, one of them, the decisions about it, and looking now."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from problems import trend_moves, workflow
from problems.filters_trends import TrendFilter
from problems.models import Trend
from problems.serializers.trends import (
    AcceptSerializer,
    DismissSerializer,
    LookSerializer,
    TrendLookSerializer,
    TrendSerializer,
    WholeTrendSerializer,
)
from problems.trend_looks import visible_looks
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once

LOOKS = 20


def deciding(move, act, body):
    """The action of one decision: find the trend, check the move, read the body, call what the page calls."""

    def make(self, request, pk=None):
        trend = self.get_object()
        move.check(trend, by=request.user)
        decided = act(trend, by=request.user, at=timezone.now(), **self.checked(body, trend=trend))
        return Response(self.shown(decided))

    make.__name__, make.__doc__ = move.name, act.__doc__
    name = move.name.removesuffix("_trend")
    described = extend_schema(request=body, responses={200: TrendSerializer})
    return action(detail=True, methods=["post"], url_path=name, url_name=name)(described(once(make)))


class TrendViewSet(mixins.ListModelMixin, VisibleViewSet):
    """The trends of the schools whose problems the asker sees; the surest first with `-score`."""

    queryset = Trend.objects.select_related("school", "decided_by")
    serializer_class = TrendSerializer
    filterset_class = TrendFilter
    ordering = ("id",)
    orderings = {
        "score": ("score", "id"),
        "-score": ("score", "id"),
        "id": ("id",),
        "-id": ("id",),
    }

    @extend_schema(responses=WholeTrendSerializer)
    def retrieve(self, request, pk=None):
        """One trend with its evidence and the records behind it."""
        return Response(WholeTrendSerializer(self.get_object(), context=self.get_serializer_context()).data)

    @extend_schema(responses=TrendLookSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def look(self, request):
        """The newest looks that people asked for, and whether they are done."""
        looks = visible_looks(request.user).order_by("-asked_at", "-pk")[:LOOKS]
        return Response(TrendLookSerializer(looks, many=True).data)

    @extend_schema(request=LookSerializer, responses={201: TrendLookSerializer})
    @look.mapping.post
    @once
    def ask_for_look(self, request):
        """Ask the desk to look now, at one school or at all; a sweep does it."""
        look = workflow.look_for_trends(by=request.user, at=timezone.now(), **self.checked(LookSerializer))
        return Response(TrendLookSerializer(look).data, status=status.HTTP_201_CREATED)

    def shown(self, trend):
        """A trend as it now stands."""
        return TrendSerializer(self.queryset.get(pk=trend.pk), context=self.get_serializer_context()).data

    accept_trend = deciding(trend_moves.ACCEPT_TREND, workflow.accept_trend, AcceptSerializer)
    dismiss_trend = deciding(trend_moves.DISMISS_TREND, workflow.dismiss_trend, DismissSerializer)
