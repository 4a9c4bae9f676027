"""Titles of software and the definitive software library for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from assets import workflow
from assets.filters_licences import MasterFilter, SoftwareFilter
from assets.models import Software, SoftwareMaster
from assets.serializers.software import AcceptSerializer, MasterSerializer, SoftwareSerializer
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.strict import Nothing


class SoftwareViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Every title the trust knows."""

    queryset = Software.objects.all()
    serializer_class = SoftwareSerializer
    filterset_class = SoftwareFilter
    ordering = ("name", "pk")

    @extend_schema(request=SoftwareSerializer, responses={201: SoftwareSerializer})
    @once
    def create(self, request):
        """Write down a title."""
        made = workflow.add_software(by=request.user, at=timezone.now(), **self.checked(SoftwareSerializer))
        return Response(SoftwareSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SoftwareSerializer)
    def partial_update(self, request, pk=None):
        """It is called otherwise, or there is more to say."""
        software = self.get_object()
        wanted = self.changed(SoftwareSerializer, software)
        made = workflow.change_software(software, by=request.user, at=timezone.now(), **wanted)
        return Response(SoftwareSerializer(made).data)

    @extend_schema(request=AcceptSerializer, responses={201: MasterSerializer})
    @action(detail=True, methods=["post"])
    @once
    def accept_master(self, request, pk=None):
        """This copy is the right one: from now on the version is installed from it."""
        software = self.get_object()
        workflow.may_keep(request.user)
        made = workflow.accept_master(software, by=request.user, at=timezone.now(), **self.checked(AcceptSerializer))
        return Response(MasterSerializer(made).data, status=status.HTTP_201_CREATED)


class MasterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The definitive software library: the master of each version."""

    queryset = SoftwareMaster.objects.all()
    serializer_class = MasterSerializer
    filterset_class = MasterFilter
    ordering = ("-accepted_at", "-pk")

    @extend_schema(request=Nothing, responses={200: MasterSerializer})
    @action(detail=True, methods=["post"])
    @once
    def retire(self, request, pk=None):
        """Nothing is installed from it any more; it stays on record."""
        return self._moved(workflow.retire_master)

    @extend_schema(request=Nothing, responses={200: MasterSerializer})
    @action(detail=True, methods=["post"])
    @once
    def bring_back(self, request, pk=None):
        """It may be installed from again."""
        return self._moved(workflow.bring_back_master)

    def _moved(self, move):
        master = self.get_object()
        self.checked(Nothing)
        return Response(MasterSerializer(move(master, by=self.request.user, at=timezone.now())).data)
