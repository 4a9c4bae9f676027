"""The programme for programs: phases, and how each school takes FITS on."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from adoption import serializers, workflow
from adoption.filters import ProgrammeFilter
from adoption.models import Phase
from adoption.moves import PLAN
from adoption.roadmap import roadmaps
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.models import School
from servicedesk.roles import WORDS, Permission
from servicedesk.strict import Nothing


class PhaseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The parts of the roll-out."""

    queryset = Phase.objects.all()
    serializer_class = serializers.PhaseSerializer
    ordering = ("pk",)

    @extend_schema(request=serializers.PhaseSerializer, responses={201: serializers.PhaseSerializer})
    @once
    def create(self, request):
        """Add a part, without schools yet."""
        self._may_plan()
        made = workflow.add_phase(by=request.user, at=timezone.now(), **self.checked(serializers.PhaseSerializer))
        return Response(serializers.PhaseSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.PhaseSerializer)
    def partial_update(self, request, pk=None):
        """Another name, year, way of joining or note."""
        phase = self.get_object()
        self._may_plan()
        facts = self.changed(serializers.PhaseSerializer, phase)
        changed = workflow.change_phase(phase, by=request.user, at=timezone.now(), **facts)
        return Response(serializers.PhaseSerializer(changed).data)

    @extend_schema(request=Nothing, responses={204: None})
    @action(detail=True, methods=["post"])
    @once
    def remove(self, request, pk=None):
        """Remove a part that has no schools."""
        phase = self.get_object()
        self._may_plan()
        workflow.remove_phase(phase, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _may_plan(self):
        if not self.request.user.may_anywhere(PLAN):
            raise NotYours(f"None of your roles includes this: {WORDS[PLAN].lower()}.")


class AdoptionViewSet(VisibleViewSet):
    """How each school takes FITS on: phase, plan, and how far it is by live records."""

    queryset = School.objects.all()
    serializer_class = serializers.RoadmapSerializer
    filterset_class = ProgrammeFilter
    ordering = ("name", "pk")

    def get_queryset(self):
        """The schools whose evidence this person reads."""
        if getattr(self, "swagger_fake_view", False) or not self.request.user.may_anywhere(Permission.EXPORT_EVIDENCE):
            return School.objects.none()
        return School.objects.where_may(self.request.user, Permission.EXPORT_EVIDENCE)

    @extend_schema(responses=serializers.RoadmapSerializer(many=True))
    def list(self, request):
        """Every school, by name."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        found = roadmaps(rows, today=timezone.localdate())
        return self.get_paginated_response(serializers.RoadmapSerializer(found, many=True).data)

    def retrieve(self, request, pk=None):
        """One school."""
        return self._answer(self.get_object())

    @extend_schema(request=serializers.PlaceSchoolSerializer)
    @action(detail=True, methods=["post"])
    @once
    def place(self, request, pk=None):
        """Put the school into a phase, or into none."""
        school = self._planned()
        said = self.checked(serializers.PlaceSchoolSerializer)
        workflow.place_school(school, by=request.user, at=timezone.now(), **said)
        return self._answer(school)

    @extend_schema(request=serializers.PlanProcessSerializer)
    @action(detail=True, methods=["post"])
    @once
    def plan(self, request, pk=None):
        """Say from when a process is switched on at the school; no day takes it back."""
        school = self._planned()
        said = self.checked(serializers.PlanProcessSerializer)
        workflow.plan_process(school, by=request.user, at=timezone.now(), **said)
        return self._answer(school)

    def _planned(self):
        school = self.get_object()
        if not self.request.user.may(PLAN, school):
            raise NotYours(f"You can’t do this at {school.name}: {WORDS[PLAN].lower()}.")
        return school

    def _answer(self, school):
        [found] = roadmaps([school], today=timezone.localdate())
        return Response(serializers.RoadmapSerializer(found).data)
