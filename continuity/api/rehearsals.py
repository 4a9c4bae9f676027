"""Rehearsals for programs: planning one, and every move of it."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response

from continuity import moves, workflow
from continuity.filters import RehearsalFilter
from continuity.models import Rehearsal
from continuity.serializers.rehearsals import (
    AddRehearsalActionSerializer,
    CancelRehearsalSerializer,
    DescribeRehearsalSerializer,
    FinishRehearsalActionSerializer,
    HoldRehearsalSerializer,
    PlanRehearsalSerializer,
    RehearsalSerializer,
    ReopenRehearsalSerializer,
)
from servicedesk.api.moving import moving as action_of
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission

moving = partial(action_of, record="rehearsal", answers=RehearsalSerializer)


class RehearsalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was tried, and what is planned; the latest first."""

    queryset = Rehearsal.objects.select_related("school").prefetch_related("scope", "actions", "entries__by")
    serializer_class = RehearsalSerializer
    filterset_class = RehearsalFilter
    ordering = ("-planned_on", "-pk")

    @extend_schema(request=PlanRehearsalSerializer, responses={201: RehearsalSerializer})
    @once
    def create(self, request):
        """Say when what is tried."""
        demand(request.user, Permission.KEEP_CONTINUITY)
        made = workflow.plan_rehearsal(by=request.user, at=timezone.now(), **self.checked(PlanRehearsalSerializer))
        return Response(self.shown(made), status=status.HTTP_201_CREATED)

    def shown(self, rehearsal):
        """It as it is now."""
        return RehearsalSerializer(self.queryset.get(pk=rehearsal.pk)).data

    describe = moving(moves.DESCRIBE, workflow.describe, DescribeRehearsalSerializer)
    hold = moving(moves.HOLD, workflow.hold, HoldRehearsalSerializer)
    cancel = moving(moves.CANCEL, workflow.cancel, CancelRehearsalSerializer)
    reopen = moving(moves.REOPEN, workflow.reopen, ReopenRehearsalSerializer)
    add_action = moving(moves.ADD_ACTION, workflow.add_action, AddRehearsalActionSerializer)
    finish_action = moving(moves.FINISH_ACTION, workflow.finish_action, FinishRehearsalActionSerializer)
