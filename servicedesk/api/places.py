"""Schools, buildings, rooms and teams."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from servicedesk import catalogue, crests
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import BuildingFilter, RoomFilter, TeamFilter
from servicedesk.idempotency import once
from servicedesk.models import Building, Crest, Room, School, Team
from servicedesk.serializers.places import (
    BuildingSerializer,
    ChangeRoomSerializer,
    ChangeSchoolSerializer,
    CrestSerializer,
    RoomSerializer,
    SchoolSerializer,
    TeamSerializer,
)


class SchoolViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The schools where the asker has a role; named by their code."""

    queryset = School.objects.all()
    serializer_class = SchoolSerializer
    filterset_fields: list[str] = []
    ordering = ("name", "pk")
    lookup_field = "code"
    lookup_value_regex = "[A-Z0-9-]+"

    @extend_schema(request=ChangeSchoolSerializer)
    def partial_update(self, request, code=None):
        """How many pupils a school has; null: nobody knows."""
        school = self.get_object()
        wanted = self.changed(ChangeSchoolSerializer, school)
        school = catalogue.save_school(school, by=request.user, at=timezone.now(), **wanted)
        return Response(SchoolSerializer(school).data)

    @extend_schema(responses={(200, "image/png"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def crest(self, request, code=None):
        """The crest of a school as a PNG."""
        found = get_object_or_404(Crest, school=self.get_object())
        return HttpResponse(bytes(found.picture), content_type="image/png")

    @extend_schema(request=CrestSerializer, responses={204: None})
    @crest.mapping.put
    def put_crest(self, request, code=None):
        """The picture stands on the papers of the school from now on, instead of one that did."""
        school, wanted = self.get_object(), self.checked(CrestSerializer)
        crests.put_crest(school, by=request.user, at=timezone.now(), **wanted)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={204: None})
    @crest.mapping.delete
    def remove_crest(self, request, code=None):
        """The papers of the school carry its name only."""
        crests.remove_crest(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class BuildingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The blocks of a school."""

    queryset = Building.objects.select_related("school")
    serializer_class = BuildingSerializer
    filterset_class = BuildingFilter
    ordering = ("name", "pk")


class RoomViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The rooms of a school."""

    queryset = Room.objects.select_related("school", "building")
    serializer_class = RoomSerializer
    filterset_class = RoomFilter
    ordering = ("name", "pk")

    @once
    def create(self, request):
        """A room that was built, or that nobody had named yet."""
        wanted = self.checked(RoomSerializer)
        room = Room(school=wanted.pop("school"))
        room = catalogue.save_room(room, by=request.user, at=timezone.now(), **wanted)
        return Response(RoomSerializer(room).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeRoomSerializer)
    def partial_update(self, request, pk=None):
        """Another name or building for a room."""
        room = self.get_object()
        wanted = self.changed(ChangeRoomSerializer, room)
        room = catalogue.save_room(room, by=request.user, at=timezone.now(), **wanted)
        return Response(RoomSerializer(room).data)


class TeamViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Groups of the desk to whom work is passed."""

    queryset = Team.objects.select_related("school")
    serializer_class = TeamSerializer
    filterset_class = TeamFilter
    ordering = ("name", "pk")
