"""The asset register for programs."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response

from assets import moves, workflow
from assets.api.relations import WithImpact
from assets.filters import ORDERS, AssetFilter
from assets.models import Asset, AssetType
from assets.serializers.register import (
    AddAssetSerializer,
    AssetSerializer,
    AssetTypeSerializer,
    BringBackSerializer,
    ChangeAssetSerializer,
    DisposalSerializer,
)
from servicedesk.api.moving import moving as action_of
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import SchoolFilter
from servicedesk.idempotency import once


class AssetFilterByCode(AssetFilter):
    """The filters of the page; a school is named by its code, as everywhere in the API."""

    school = SchoolFilter()


class AssetTypeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Sorts of things, the same at every school. One also comes with the first asset of its sort."""

    queryset = AssetType.objects.all()
    serializer_class = AssetTypeSerializer
    filterset_fields: list[str] = []
    ordering = ("name", "pk")

    @extend_schema(responses={201: AssetTypeSerializer})
    @once
    def create(self, request):
        """Name a sort of thing for the whole trust."""
        made = workflow.add_sort(by=request.user, at=timezone.now(), **self.checked(AssetTypeSerializer))
        return Response(AssetTypeSerializer(made).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request, pk=None):
        """Call it otherwise, or ask other questions: all that shall be asked, those without a key are new."""
        sort = self.get_object()
        wanted = self.changed(AssetTypeSerializer, sort)
        made = workflow.change_sort(sort, by=request.user, at=timezone.now(), **wanted)
        return Response(AssetTypeSerializer(made).data)


moving = partial(action_of, record="asset", answers=AssetSerializer)


class AssetViewSet(WithImpact, mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What the schools have and where it is."""

    queryset = Asset.objects.select_related("school", "type", "room", "custodian", "disposal__recorded_by")
    serializer_class = AssetSerializer
    filterset_class = AssetFilterByCode
    ordering = ("tag", "pk")
    orderings = {sign + name: fields for name, fields in ORDERS.items() for sign in ("", "-")}

    def get_queryset(self):
        """The things this person may see, with what they can be sorted by."""
        return super().get_queryset().to_sort()

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
        return Response(AssetSerializer(self.queryset.get(pk=asset.pk)).data)

    def shown(self, asset):
        """A thing as it now stands."""
        return AssetSerializer(self.queryset.get(pk=asset.pk)).data

    dispose = moving(moves.DISPOSE, workflow.dispose, DisposalSerializer)
    bring_back = moving(moves.BRING_BACK, workflow.bring_back, BringBackSerializer)
