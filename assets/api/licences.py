"""The licence log for programs: what was bought, and who and what has it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from assets import workflow
from assets.filters_licences import LicenceFilter, LicenceUseFilter
from assets.models import Licence, LicenceUse
from assets.serializers.licences import (
    AddLicenceSerializer,
    GiveSerializer,
    LicenceSerializer,
    LicenceUseSerializer,
    NumberSerializer,
    TakeBackSerializer,
)
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.strict import Nothing


class LicenceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was bought, how many are used and how many are left."""

    queryset = Licence.objects.with_uses().select_related("software", "school")
    serializer_class = LicenceSerializer
    filterset_class = LicenceFilter
    ordering = ("title", "pk")

    @extend_schema(request=AddLicenceSerializer, responses={201: LicenceSerializer})
    @once
    def create(self, request):
        """Write down what was bought by a school, or (null) for every school of the trust."""
        made = workflow.add_licence(by=request.user, at=timezone.now(), **self.checked(AddLicenceSerializer))
        return Response(self._shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(request=LicenceSerializer)
    def partial_update(self, request, pk=None):
        """More or fewer were bought, it was renewed, or it was written down wrongly."""
        licence = self.get_object()
        workflow.may_keep_of(request.user, licence.school)
        wanted = self.changed(LicenceSerializer, licence)
        return Response(self._shown(workflow.change_licence(licence, by=request.user, at=timezone.now(), **wanted)))

    @extend_schema(request=GiveSerializer, responses={200: LicenceUseSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    @once
    def give(self, request, pk=None):
        """Give one each to these things or people. Whoever has it keeps it; returns the new uses."""
        licence = self.get_object()
        workflow.check_may_give(request.user, licence)
        made = workflow.give_licence(licence, by=request.user, at=timezone.now(), **self.checked(GiveSerializer))
        return Response(LicenceUseSerializer(made, many=True).data)

    @extend_schema(request=TakeBackSerializer, responses={200: NumberSerializer})
    @action(detail=True, methods=["post"])
    @once
    def take_back(self, request, pk=None):
        """Take these uses back, so that others may have them. Returns how many were taken back."""
        licence = self.get_object()
        workflow.check_may_give(request.user, licence)
        wanted = self.checked(TakeBackSerializer)
        number = workflow.take_back_licence(licence, by=request.user, at=timezone.now(), **wanted)
        return Response({"number": number})

    @extend_schema(request=Nothing, responses={200: NumberSerializer}, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    @once
    def take_back_from_gone(self, request):
        """Take back all that is on things that are lost or disposed of. Returns how many were taken back."""
        self.checked(Nothing)
        return Response({"number": workflow.take_back_from_gone(by=request.user, at=timezone.now())})

    def _shown(self, licence):
        return LicenceSerializer(self.queryset.get(pk=licence.pk)).data


class LicenceUseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Where licences are used, and were; the latest first."""

    queryset = LicenceUse.objects.all()
    serializer_class = LicenceUseSerializer
    filterset_class = LicenceUseFilter
    ordering = ("-given_at", "-pk")
