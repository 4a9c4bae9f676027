"""Saying yes or no for programs: on a change, or question by question; and who is asked at all."""

from functools import partial

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from changes import moves, workflow
from changes.models import Approval, ApproverRule, ByWay, Change, Deputy
from changes.serializers.approving import (
    AfterwardsSerializer,
    AnswerSerializer,
    ApprovalSerializer,
    ApproverRuleSerializer,
    ChangeDeputySerializer,
    CorrectApproverRuleSerializer,
    DecideSerializer,
    DeputySerializer,
    PeerReviewSerializer,
    RejectSerializer,
)
from changes.serializers.log import ChangeSerializer
from changes.workflow import ruling
from servicedesk.api.moving import moving
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import SchoolFilter, YesNoFilter, seen
from servicedesk.idempotency import once
from servicedesk.roles import Permission

answering = partial(moving, record="change", answers=ChangeSerializer, way=ByWay.API)


class Answers:
    """The answers to what is asked about a change."""

    approve_to_proceed = answering(moves.APPROVE_TO_PROCEED, workflow.approve_to_proceed, AnswerSerializer)
    peer_review = answering(moves.PEER_REVIEW, workflow.peer_review, PeerReviewSerializer)
    approve_to_implement = answering(moves.APPROVE_TO_IMPLEMENT, workflow.approve_to_implement, AnswerSerializer)
    approve_afterwards = answering(moves.APPROVE_AFTERWARDS, workflow.approve_afterwards, AfterwardsSerializer)
    reject = answering(moves.REJECT, workflow.reject, RejectSerializer)


class ApprovalFilter(django_filters.FilterSet):
    """Of one change, and those that wait for whoever asks."""

    change = django_filters.ModelChoiceFilter(queryset=seen(Change))
    mine = YesNoFilter(method="waiting_for_reader", label="Those that the asker can answer now, or the others")

    class Meta:
        model = Approval
        fields: list[str] = []

    def waiting_for_reader(self, found, name, wanted):
        """What waits for the reader, theirs and that of those they stand in for."""
        theirs = Approval.objects.waiting_for(self.request.user, day=timezone.localdate()).values("pk")
        return found.filter(pk__in=theirs) if wanted else found.exclude(pk__in=theirs)


class ApprovalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Who was asked about a change, and what they said."""

    queryset = Approval.objects.all()
    serializer_class = ApprovalSerializer
    filterset_class = ApprovalFilter
    ordering = ("pk",)

    @extend_schema(request=DecideSerializer, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    @once
    def decide(self, request, pk=None):
        """Answer one question that was asked: the move that belongs to its step."""
        approval = self.get_object()
        workflow.decide(approval, by=request.user, at=timezone.now(), way=ByWay.API, **self.checked(DecideSerializer))
        return Response(ApprovalSerializer(self.get_object()).data)


class RuleFilter(django_filters.FilterSet):
    """One school's own rules."""

    school = SchoolFilter()

    class Meta:
        model = ApproverRule
        fields: list[str] = []


class RuleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Who is asked before a change is planned and made."""

    queryset = ApproverRule.objects.select_related("school").prefetch_related("people")
    serializer_class = ApproverRuleSerializer
    filterset_class = RuleFilter
    ordering = ("pk",)

    @extend_schema(request=ApproverRuleSerializer, responses={201: ApproverRuleSerializer})
    @once
    def create(self, request):
        """Say who is asked for a step."""
        demand(request.user, Permission.MANAGE_CHANGES)
        rule = ruling.add_rule(by=request.user, at=timezone.now(), **self.checked(ApproverRuleSerializer))
        return Response(ApproverRuleSerializer(rule).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectApproverRuleSerializer)
    def partial_update(self, request, pk=None):
        """Say it otherwise."""
        rule = self.get_object()
        ruling.may_manage(request.user, rule.school)
        wanted = self.changed(CorrectApproverRuleSerializer, rule)
        wanted["people"] = _list(wanted["people"])
        return Response(
            ApproverRuleSerializer(ruling.change_rule(rule, by=request.user, at=timezone.now(), **wanted)).data
        )

    def destroy(self, request, pk=None):
        """This rule holds no longer."""
        ruling.remove_rule(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DeputyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Who stands in for whom."""

    queryset = Deputy.objects.select_related("person", "deputy")
    serializer_class = DeputySerializer
    ordering = ("pk",)

    @extend_schema(request=DeputySerializer, responses={201: DeputySerializer})
    @once
    def create(self, request):
        """Somebody answers for another from day to day."""
        demand(request.user, Permission.MANAGE_CHANGES)
        row = ruling.name_deputy(by=request.user, at=timezone.now(), **self.checked(DeputySerializer))
        return Response(DeputySerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeDeputySerializer)
    def partial_update(self, request, pk=None):
        """On other days, or by somebody else."""
        row = self.get_object()
        wanted = self.changed(ChangeDeputySerializer, row)
        return Response(DeputySerializer(ruling.change_deputy(row, by=request.user, at=timezone.now(), **wanted)).data)

    def destroy(self, request, pk=None):
        """Nobody stands in after all."""
        ruling.remove_deputy(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _list(found):
    """The rows that were sent, or those that are there."""
    return list(found.all()) if hasattr(found, "all") else list(found)
