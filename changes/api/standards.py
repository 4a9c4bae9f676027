"""Standard changes and tables of risk for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from changes import workflow
from changes.models import RiskTable, StandardChange
from changes.serializers.standards import (
    ChangeStandardSerializer,
    OfferSerializer,
    RiskTableSerializer,
    StandardChangeSerializer,
)
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.strict import Nothing


class StandardChangeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What is done the same way each time, and whether it needs no asking."""

    queryset = StandardChange.objects.select_related("school", "service", "approved_by")
    serializer_class = StandardChangeSerializer
    ordering = ("name", "pk")

    @extend_schema(request=StandardChangeSerializer, responses={201: StandardChangeSerializer})
    @once
    def create(self, request):
        """Write down a change that is done the same way each time; offering it is another call."""
        wanted = self.checked(StandardChangeSerializer)
        return self._answer(workflow.write_standard(by=request.user, at=timezone.now(), **wanted), 201)

    @extend_schema(request=ChangeStandardSerializer)
    def partial_update(self, request, pk=None):
        """It is done another way from now on."""
        standard = self.get_object()
        workflow.may_manage(request.user, standard.school)
        body = ChangeStandardSerializer(
            standard, data=request.data, partial=True, context=self.get_serializer_context()
        )
        body.is_valid(raise_exception=True)
        return self._answer(
            workflow.change_standard(standard, by=request.user, at=timezone.now(), **body.validated_data)
        )

    @extend_schema(request=OfferSerializer)
    @action(detail=True, methods=["post"])
    @once
    def offer(self, request, pk=None):
        """Approved once for all: from now on it needs no asking."""
        standard = self.get_object()
        workflow.may_manage(request.user, standard.school)
        wanted = self.checked(OfferSerializer)
        return self._answer(workflow.offer_standard(standard, by=request.user, at=timezone.now(), **wanted))

    @extend_schema(request=Nothing)
    @action(detail=True, methods=["post"])
    @once
    def withdraw(self, request, pk=None):
        """It is offered no more."""
        standard = self.get_object()
        workflow.may_manage(request.user, standard.school)
        self.checked(Nothing)
        return self._answer(workflow.withdraw_standard(standard, by=request.user, at=timezone.now()))

    def _answer(self, standard, code=status.HTTP_200_OK):
        return Response(StandardChangeSerializer(self.queryset.get(pk=standard.pk)).data, status=code)


class RiskTableViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The tables of risk that somebody wrote; where there is none, the one that comes with the desk holds."""

    queryset = RiskTable.objects.select_related("school")
    serializer_class = RiskTableSerializer

    @extend_schema(request=RiskTableSerializer, responses={201: RiskTableSerializer})
    @once
    def create(self, request):
        """Risk is read from this table from now on, in place of the one before it."""
        wanted = self.checked(RiskTableSerializer)
        table = workflow.set_risks(by=request.user, at=timezone.now(), **wanted)
        return Response(RiskTableSerializer(table).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """The table that holds everywhere else holds there again."""
        workflow.drop_risks(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
