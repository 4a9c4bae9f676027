"""What depends on what, for programs."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from assets import impact, workflow
from assets.impact_words import in_words
from assets.models import Asset, Relation, RelationKind, ServiceNeed
from assets.serializers.relations import ImpactSerializer, RelationSerializer, ServiceNeedSerializer
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import seen
from servicedesk.idempotency import once
from servicedesk.models import Service


class RelationFilter(django_filters.FilterSet):
    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset))
    other = django_filters.ModelChoiceFilter(queryset=seen(Asset))
    kind = django_filters.ChoiceFilter(choices=RelationKind.choices)

    class Meta:
        model = Relation
        fields: list[str] = []


class ServiceNeedFilter(django_filters.FilterSet):
    service = django_filters.ModelChoiceFilter(queryset=seen(Service))
    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset))

    class Meta:
        model = ServiceNeed
        fields: list[str] = []


class RelationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What runs on, is connected to, is part of or backs up what."""

    queryset = Relation.objects.all()
    serializer_class = RelationSerializer
    filterset_class = RelationFilter

    @extend_schema(responses={201: RelationSerializer})
    @once
    def create(self, request):
        """Two things hang together; what would make a thing stop with itself is refused."""
        made = workflow.relate(by=request.user, at=timezone.now(), **self.checked(RelationSerializer))
        return Response(RelationSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """They do so no longer."""
        workflow.unrelate(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ServiceNeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Which service needs which thing."""

    queryset = ServiceNeed.objects.all()
    serializer_class = ServiceNeedSerializer
    filterset_class = ServiceNeedFilter

    @extend_schema(responses={201: ServiceNeedSerializer})
    @once
    def create(self, request):
        """A service stops when this thing does."""
        made = workflow.need(by=request.user, at=timezone.now(), **self.checked(ServiceNeedSerializer))
        return Response(ServiceNeedSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """The service does without it."""
        workflow.need_no_more(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class WithImpact:
    """Beside the endpoints of a thing: what stops with it."""

    @extend_schema(responses=ImpactSerializer)
    @action(detail=True, methods=["get"])
    def impact(self, request, pk=None):
        """What stops when this thing stops, and what it needs itself: how many, and the first twenty of each sort."""
        asset = self.get_object()
        found = impact.of([asset], reader=request.user)
        facts = {"words": in_words(found), "needs": impact.needs([asset], reader=request.user)}
        return Response(ImpactSerializer(vars(found) | facts).data)
