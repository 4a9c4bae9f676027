"""The asset register for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response

from assets import workflow
from assets.filters import AssetFilter
from assets.models import Asset, AssetType
from assets.serializers.register import (
    AddAssetSerializer,
    AssetSerializer,
    AssetTypeSerializer,
    ChangeAssetSerializer,
)
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import SchoolFilter
from servicedesk.idempotency import once


class AssetFilterByCode(AssetFilter):
    """The filters of the page; a school is named by its code, as everywhere in the API."""

    school = SchoolFilter()


class AssetTypeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Sorts of things. A new one comes with the first asset of its sort."""

    queryset = AssetType.objects.all()
    serializer_class = AssetTypeSerializer
    filterset_fields: list[str] = []
    ordering = ("name", "pk")


class AssetViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What the schools have and where it is."""

    queryset = Asset.objects.select_related("school", "type", "room")
    serializer_class = AssetSerializer
    filterset_class = AssetFilterByCode
    ordering = ("tag", "pk")

    @extend_schema(request=AddAssetSerializer, responses={201: AssetSerializer})
    @once
    def create(self, request):
        """Write something into the register."""
        wanted = self.checked(AddAssetSerializer)
        asset = workflow.add_asset(by=request.user, at=timezone.now(), **wanted)
        return Response(AssetSerializer(asset).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeAssetSerializer)
    def partial_update(self, request, pk=None):
        """It moved, broke, or got another label."""
        asset = self.get_object()
        wanted = self.changed(ChangeAssetSerializer, asset)
        asset = workflow.change_asset(asset, by=request.user, at=timezone.now(), **wanted)
        return Response(AssetSerializer(asset).data)
