"""What ICT support offers."""

from django.utils import timezone
from rest_framework import mixins, status
from rest_framework.response import Response

from servicedesk import catalogue
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import CategoryFilter, ServiceFilter
from servicedesk.idempotency import once
from servicedesk.models import Category, Service
from servicedesk.serializers.catalogue import CategorySerializer, ServiceSerializer


class ServiceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The services on offer, and those that were."""

    queryset = Service.objects.all()
    serializer_class = ServiceSerializer
    filterset_class = ServiceFilter
    ordering = ("order", "name", "pk")

    @once
    def create(self, request):
        """Something new on offer."""
        wanted = self.checked(ServiceSerializer)
        service = catalogue.save_service(Service(), by=request.user, at=timezone.now(), **wanted)
        return Response(ServiceSerializer(service).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request, pk=None):
        """Other words for a service, or the end of it."""
        service = self.get_object()
        wanted = self.changed(ServiceSerializer, service)
        service = catalogue.save_service(service, by=request.user, at=timezone.now(), **wanted)
        return Response(ServiceSerializer(service).data)


class CategoryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What can go wrong in each service, in the words of the report page."""

    queryset = Category.objects.select_related("service")
    serializer_class = CategorySerializer
    filterset_class = CategoryFilter
    ordering = ("order", "name", "pk")

    @once
    def create(self, request):
        """A new button of the report page."""
        wanted = {"kind": Category().kind} | self.checked(CategorySerializer)
        category = catalogue.save_category(Category(), by=request.user, at=timezone.now(), **wanted)
        return Response(CategorySerializer(category).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request, pk=None):
        """Another word, picture or place for a button."""
        category = self.get_object()
        wanted = self.changed(CategorySerializer, category)
        category = catalogue.save_category(category, by=request.user, at=timezone.now(), **wanted)
        return Response(CategorySerializer(category).data)
