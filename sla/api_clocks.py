"""Clocks for programs: how a promise stands, and why."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.response import Response

from servicedesk.endpoints import VisibleViewSet
from sla.explanation import explain
from sla.filters_clocks import ClockFilter
from sla.models import Clock
from sla.serializers_clocks import ClockSerializer, ExplanationSerializer, WhenSerializer

AHEAD = timedelta(days=366)


class ClockViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The clocks of the schools whose records the asker may see."""

    queryset = Clock.objects.select_related("school", "excuse__by")
    serializer_class = ClockSerializer
    filterset_class = ClockFilter
    asks = {"explain": ("at",)}

    @extend_schema(parameters=[WhenSerializer], responses=ExplanationSerializer)
    @action(detail=True)
    def explain(self, request, pk=None):
        """Why this time: every span of the clock's life, counted or not, adding up exactly."""
        clock = self.get_object()
        asked = WhenSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        now = timezone.now()
        at = asked.validated_data.get("at", now)
        if not clock.started_at <= at <= now + AHEAD:
            raise ValidationError({"at": "Ask about a moment from the clock’s start to a year from now."})
        return Response(ExplanationSerializer(explain(clock, at=at)).data)
