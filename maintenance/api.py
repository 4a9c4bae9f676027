"""Maintenance for programs: plans, their days ahead, suggestions; rounds and every move of them."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from maintenance import moves, rules, workflow
from maintenance.due_dates import due_dates
from maintenance.filters import PlanFilter, RoundFilter
from maintenance.models import Plan, Round
from maintenance.presentation import LOOK_AHEAD, ahead_of, school_years
from maintenance.serializers import (
    AdoptSerializer,
    AheadSerializer,
    ChangePlanSerializer,
    FinishRoundSerializer,
    HandOverSerializer,
    PlanSerializer,
    RaiseProblemSerializer,
    RecordSerializer,
    ReopenRoundSerializer,
    ReportFaultSerializer,
    RoundSerializer,
    SkipRoundSerializer,
    StarterSerializer,
    WholeRoundSerializer,
)
from maintenance.starters import STARTERS
from servicedesk.api.moving import moving as action_of
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.roles import WORDS, Permission


class PlanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What is looked after at the schools of the desk, and how often."""

    queryset = Plan.objects.select_related("school").prefetch_related("checklist", "assets", "rooms")
    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    ordering = ("name", "pk")

    @extend_schema(request=PlanSerializer, responses={201: PlanSerializer})
    @once
    def create(self, request):
        """Look after something regularly from now on."""
        self._may_plan()
        plan = workflow.add_plan(by=request.user, at=timezone.now(), **self.checked(PlanSerializer))
        return self._answer(plan, status.HTTP_201_CREATED)

    @extend_schema(request=ChangePlanSerializer)
    def partial_update(self, request, pk=None):
        """The plan is another from now on; past rounds stay."""
        plan = self.get_object()
        if not request.user.may(Permission.PLAN_MAINTENANCE, plan.school_id):
            raise NotYours(f"You can’t do this at {plan.school.name}: {WORDS[Permission.PLAN_MAINTENANCE].lower()}.")
        body = ChangePlanSerializer(plan, data=request.data, partial=True, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return self._answer(workflow.change_plan(plan, by=request.user, at=timezone.now(), **body.validated_data))

    @extend_schema(responses=AheadSerializer)
    @action(detail=True)
    def dates(self, request, pk=None):
        """When it falls due next, as far as the calendar knows."""
        plan, today = self.get_object(), timezone.localdate()
        year, rule = school_years({plan.school_id})[plan.school_id], plan.frequency
        first, last = plan.active_from, plan.active_until
        ahead = ahead_of(rule, year, today=today, first=first, last=last)
        until = min(last or today + LOOK_AHEAD, today + LOOK_AHEAD)
        found = due_dates(rule, year, max(today, first), until) if year else []
        facts = {"sentence": ahead.sentence, "shift": ahead.shift, "unknown": ahead.unknown, "dates": found}
        return Response(AheadSerializer(facts).data)

    @extend_schema(responses=StarterSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def starters(self, request):
        """Plans to start from."""
        rows = [
            {
                "key": starter.key,
                "name": starter.name,
                "why": starter.why,
                "minutes": starter.minutes,
                "how_often": rules.sentence(starter.rule),
                "checklist": [item[0] for item in starter.checklist],
            }
            for starter in STARTERS
        ]
        return Response(StarterSerializer(rows, many=True).data)

    @extend_schema(request=AdoptSerializer, responses={201: PlanSerializer})
    @action(detail=False, methods=["post"])
    @once
    def adopt(self, request):
        """Make a suggestion a plan of a school. Once for each school."""
        self._may_plan()
        wanted = self.checked(AdoptSerializer)
        made = workflow.adopt(wanted["starter"], school=wanted["school"], by=request.user, at=timezone.now())
        return self._answer(made, status.HTTP_201_CREATED)

    def _may_plan(self):
        """Who may not is told so before what was sent is read."""
        if not self.request.user.may_anywhere(Permission.PLAN_MAINTENANCE):
            raise NotYours(f"None of your roles includes this: {WORDS[Permission.PLAN_MAINTENANCE].lower()}.")

    def _answer(self, plan, code=status.HTTP_200_OK):
        fresh = self.queryset.get(pk=plan.pk)
        return Response(PlanSerializer(fresh, context=self.get_serializer_context()).data, status=code)


moving = partial(action_of, record="round", answers=WholeRoundSerializer)


class RoundViewSet(mixins.ListModelMixin, VisibleViewSet):
    """What is to be done and what was found, by due day. A round is made by its plan alone."""

    queryset = Round.objects.select_related("plan", "school", "owner").with_progress()
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    ordering = ("due", "pk")
    orderings = {"due": ("due", "pk"), "-due": ("due", "pk")}

    @extend_schema(responses=WholeRoundSerializer)
    def retrieve(self, request, pk=None):
        """One round with its things and its story."""
        round = self.whole().get(pk=self.get_object().pk)
        return Response(WholeRoundSerializer(round).data)

    def whole(self):
        """Rounds with everything in them."""
        return self.queryset.prefetch_related("things__checks", "entries__by")

    def shown(self, round):
        """A round as it now stands, with everything in it."""
        return WholeRoundSerializer(self.whole().get(pk=round.pk)).data

    start = moving(moves.START, workflow.start)
    record = moving(moves.RECORD, workflow.record, RecordSerializer)
    raise_incident = moving(moves.RAISE_INCIDENT, workflow.raise_incident, ReportFaultSerializer)
    raise_problem = moving(moves.RAISE_PROBLEM, workflow.raise_problem, RaiseProblemSerializer)
    finish = moving(moves.FINISH, workflow.finish, FinishRoundSerializer)
    skip = moving(moves.SKIP, workflow.skip, SkipRoundSerializer)
    reopen = moving(moves.REOPEN, workflow.reopen, ReopenRoundSerializer)
    hand_over = moving(moves.HAND_OVER, workflow.hand_over, HandOverSerializer)
