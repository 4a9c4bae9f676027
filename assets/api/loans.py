"""Loans for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from assets import workflow
from assets.filters_loans import LoanFilter
from assets.models import Loan
from assets.serializers.loans import ExtendLoanSerializer, LendAssetSerializer, LoanSerializer, ReturnLoanSerializer
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission


class LoanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was lent to whom, by the day on which it is due."""

    queryset = Loan.objects.select_related("asset__school", "to")
    serializer_class = LoanSerializer
    filterset_class = LoanFilter
    ordering = ("due_on", "pk")

    @extend_schema(request=LendAssetSerializer, responses={201: LoanSerializer})
    @once
    def create(self, request):
        """Lend a thing to a person or to a name."""
        demand(request.user, Permission.EDIT_ASSETS)
        loan = workflow.lend(by=request.user, at=timezone.now(), **self.checked(LendAssetSerializer))
        return Response(LoanSerializer(loan).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReturnLoanSerializer, responses=LoanSerializer)
    @action(detail=True, methods=["post"])
    @once
    def take_back(self, request, pk=None):
        """It is back: it gets the state it had before it went."""
        return self._moved(workflow.take_back, ReturnLoanSerializer)

    @extend_schema(request=ExtendLoanSerializer, responses=LoanSerializer)
    @action(detail=True, methods=["post"])
    @once
    def extend(self, request, pk=None):
        """It may stay out until a later day."""
        return self._moved(workflow.extend, ExtendLoanSerializer)

    def _moved(self, move, body):
        loan = self.get_object()
        demand(self.request.user, Permission.EDIT_ASSETS)
        return Response(LoanSerializer(move(loan, by=self.request.user, at=timezone.now(), **self.checked(body))).data)
