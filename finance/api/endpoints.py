"""Contracts, other costs and the sums of a school year for programs."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response
from rest_framework.views import APIView

from finance import moves, workflow
from finance.filters import ContractFilter, CostFilter, TotalsForm
from finance.lines import lines, school_year
from finance.models import Contract, Cost
from finance.serializers import (
    ChangeCostSerializer,
    ContractSerializer,
    CostSerializer,
    DescribeContractSerializer,
    GiveUpContractSerializer,
    KeepContractOnSerializer,
    RenewContractSerializer,
    TotalsSerializer,
)
from finance.totals import NONE, narrowed, total
from servicedesk.api.moving import moving as action_of
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import refuse_unknown

ASKED = ("year", "school", "service", "sort", "contract")


moving = partial(action_of, record="contract", answers=ContractSerializer)


class ContractViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Contracts by name. A renewal is a contract of its own that follows the one before."""

    queryset = Contract.objects.select_related("school").prefetch_related(
        "services", "assets", "licences", "entries__by"
    )
    serializer_class = ContractSerializer
    filterset_class = ContractFilter
    ordering = ("name", "pk")

    @extend_schema(request=ContractSerializer, responses={201: ContractSerializer})
    @once
    def create(self, request):
        """Write down a contract of a school or (null) of the whole trust."""
        demand(request.user, Permission.KEEP_COSTS)
        made = workflow.add_contract(by=request.user, at=timezone.now(), **self.checked(ContractSerializer))
        return Response(self.shown(made), status=status.HTTP_201_CREATED)

    def shown(self, contract):
        """It as it is now."""
        return ContractSerializer(self.queryset.get(pk=contract.pk), context=self.get_serializer_context()).data

    describe = moving(moves.DESCRIBE, workflow.describe, DescribeContractSerializer)
    renew = moving(moves.RENEW, workflow.renew, RenewContractSerializer, makes=True)
    give_up = moving(moves.GIVE_UP, workflow.give_up, GiveUpContractSerializer)
    keep_on = moving(moves.KEEP_ON, workflow.keep_on, KeepContractOnSerializer)


class CostViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was paid beside contracts, the latest first."""

    queryset = Cost.objects.select_related("school")
    serializer_class = CostSerializer
    filterset_class = CostFilter
    ordering = ("-starts_on", "-pk")

    @extend_schema(request=CostSerializer, responses={201: CostSerializer})
    @once
    def create(self, request):
        """Write down what was paid, once or each year."""
        demand(request.user, Permission.KEEP_COSTS)
        made = workflow.add_cost(by=request.user, at=timezone.now(), **self.checked(CostSerializer))
        return Response(CostSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeCostSerializer)
    def partial_update(self, request, pk=None):
        """It was written down wrongly, or ends."""
        cost = self.get_object()
        workflow.may_keep(request.user, cost.school)
        wanted = self.changed(ChangeCostSerializer, cost)
        return Response(CostSerializer(workflow.change_cost(cost, by=request.user, at=timezone.now(), **wanted)).data)

    def destroy(self, request, pk=None):
        """It was never paid."""
        workflow.remove_cost(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CostTotalsView(APIView):
    """What ICT costs in a school year: the whole, and by school, service, sort and contract."""

    @extend_schema(parameters=[OpenApiParameter(name, str) for name in ASKED], responses=TotalsSerializer)
    def get(self, request):
        """The sums of a school year, of all or of a part."""
        refuse_unknown(request.query_params, ASKED)
        demand(request.user, Permission.SEE_COSTS)
        form = TotalsForm(request.query_params, reader=request.user)
        if not form.is_valid():
            raise ValidationError({name: list(messages) for name, messages in form.errors.items()})
        year, school = form.cleaned_data["year"], form.cleaned_data["school"]
        found = narrowed(lines(school_year(year), reader=request.user), form.part)
        sums = total(found, schools=form.schools if not school else [] if school == NONE else [school])
        facts = {"year": year, "currency": settings.CURRENCY, "whole": sums.whole}
        return Response(TotalsSerializer(facts | {f"by_{way}": parts for way, parts in sums.by.items()}).data)
