"""Problems: the list, raising one, its story, and every move of it."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from incidents.serializers.moves import ReasonSerializer, WordsSerializer
from problems import moves, timeline, workflow
from problems.filters import ProblemFilter
from problems.models import Problem
from problems.reach import reach_of
from problems.serializers.moves import (
    AllowTimeSerializer,
    AnalyseSerializer,
    AssignSerializer,
    DescribeSerializer,
    IncidentsSerializer,
    KnownErrorOfProblemSerializer,
    ProposeFixSerializer,
    RaiseSerializer,
    ResolveSerializer,
    ReviewSerializer,
    WorkaroundSerializer,
)
from problems.serializers.reading import ProblemEntrySerializer, ProblemSerializer, WholeProblemSerializer
from servicedesk.api.moving import moving as action_of
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once

moving = partial(action_of, record="problem", answers=ProblemSerializer)


class ProblemViewSet(mixins.ListModelMixin, VisibleViewSet):
    """The desk sees the problems of its schools, and those of the whole trust."""

    queryset = Problem.objects.with_rows_shown().select_related("category", "raised_by", "resolved_by", "reviewed_by")
    serializer_class = ProblemSerializer
    filterset_class = ProblemFilter
    ordering = ("priority", "id")
    orderings = {
        "priority": ("priority", "id"),
        "raised_at": ("raised_at", "id"),
        "-raised_at": ("raised_at", "id"),
        "id": ("id",),
        "-id": ("id",),
    }
    asks = {"timeline": ("cursor", "page_size")}

    @extend_schema(responses=WholeProblemSerializer)
    def retrieve(self, request, pk=None):
        """One problem with what it touches and its story."""
        problem = self.get_object()
        problem.found_reach = reach_of(problem)
        context = self.get_serializer_context() | {"story": timeline.story(problem)}
        return Response(WholeProblemSerializer(problem, context=context).data)

    @extend_schema(request=RaiseSerializer, responses={201: ProblemSerializer})
    @once
    def create(self, request):
        """Raise a problem, with the incidents it caused."""
        problem = workflow.raise_problem(by=request.user, at=timezone.now(), **self.checked(RaiseSerializer))
        return Response(self.shown(problem), status=status.HTTP_201_CREATED)

    @extend_schema(responses=ProblemEntrySerializer(many=True), filters=False)
    @action(detail=True)
    def timeline(self, request, pk=None):
        """The story of a problem, oldest line first, page by page."""
        problem = self.get_object()
        self.ordering, self.orderings = ("at", "pk"), {}
        lines = self.paginate_queryset(timeline.story(problem))
        return self.get_paginated_response(ProblemEntrySerializer(lines, many=True).data)

    def shown(self, problem):
        """A problem as it now stands."""
        return ProblemSerializer(self.queryset.get(pk=problem.pk), context=self.get_serializer_context()).data

    assign = moving(moves.ASSIGN, workflow.assign, AssignSerializer)
    take = moving(moves.TAKE, workflow.take)
    investigate = moving(moves.INVESTIGATE, workflow.investigate)
    describe = moving(moves.DESCRIBE, workflow.describe, DescribeSerializer)
    analyse = moving(moves.ANALYSE, workflow.analyse, AnalyseSerializer)
    note = moving(moves.NOTE, workflow.note, WordsSerializer)
    allow_time = moving(moves.ALLOW_TIME, workflow.allow_time, AllowTimeSerializer)
    record_workaround = moving(moves.RECORD_WORKAROUND, workflow.record_workaround, WorkaroundSerializer)
    declare_known_error = moving(moves.DECLARE_KNOWN_ERROR, workflow.declare_known_error, KnownErrorOfProblemSerializer)
    propose_fix = moving(moves.PROPOSE_FIX, workflow.propose_fix, ProposeFixSerializer)
    link = moving(moves.LINK, workflow.link, IncidentsSerializer)
    unlink = moving(moves.UNLINK, workflow.unlink, IncidentsSerializer)
    resolve = moving(moves.RESOLVE, workflow.resolve, ResolveSerializer)
    close = moving(moves.CLOSE, workflow.close)
    reopen = moving(moves.REOPEN, workflow.reopen, ReasonSerializer)
    withdraw = moving(moves.WITHDRAW, workflow.withdraw, ReasonSerializer)
    review = moving(moves.REVIEW, workflow.review, ReviewSerializer)
