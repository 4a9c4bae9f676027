"""Releases for programs: the list, one of them, beginning one, and every move of it."""

from functools import partial

from django.db.models import Count, Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from changes import release_moves as moves
from changes import workflow
from changes.filters_releases import ReleaseFilter
from changes.licence_check import licence_checks
from changes.models import Release
from changes.serializers import releases as bodies
from changes.serializers.releases import ReleaseSerializer
from incidents.serializers.moves import ReasonSerializer
from servicedesk.api.moving import moving as action_of
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once

moving = partial(action_of, record="release", answers=ReleaseSerializer, ending="_release")


class ReleaseViewSet(mixins.ListModelMixin, VisibleViewSet):
    """Sets of changes that go out together by one tested build."""

    queryset = Release.objects.select_related("school")
    serializer_class = bodies.ReleaseRowSerializer
    filterset_class = ReleaseFilter
    ordering = ("-made_at", "-pk")

    def get_queryset(self):
        """In a list each with how many rooms it has, and how many of them are done."""
        rows = super().get_queryset()
        done = Count("rooms", filter=Q(rooms__state="done"))
        return rows.annotate(of=Count("rooms"), done=done) if self.action == "list" else rows

    @extend_schema(responses=ReleaseSerializer)
    def retrieve(self, request, pk=None):
        """One release with its rooms in order."""
        return Response(self.shown(self.get_object()))

    @extend_schema(request=bodies.DesignSerializer, responses={201: ReleaseSerializer})
    @once
    def create(self, request):
        """Begin a release: what goes out together by one tested build. `school` null: in several schools."""
        made = workflow.design_release(by=request.user, at=timezone.now(), **self.checked(bodies.DesignSerializer))
        return Response(self.shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(responses=bodies.ReleaseEntrySerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def timeline(self, request, pk=None):
        """What happened, oldest first."""
        return Response(bodies.ReleaseEntrySerializer(self.get_object().entries.all(), many=True).data)

    @extend_schema(responses=bodies.LicenceCheckSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def licences(self, request, pk=None):
        """Are there licences enough for the things of its rooms?"""
        return Response(bodies.LicenceCheckSerializer(licence_checks(self.get_object()), many=True).data)

    def shown(self, release):
        """A release as it now stands."""
        whole = Release.objects.select_related("school").prefetch_related("rooms", "software")
        return ReleaseSerializer(whole.get(pk=release.pk), context=self.get_serializer_context()).data

    describe_release = moving(moves.DESCRIBE, workflow.describe_release, bodies.DescribeSerializer)
    choose_pilot_release = moving(moves.CHOOSE_PILOT, workflow.choose_pilot_release, bodies.PilotSerializer)
    plan_rooms_release = moving(moves.PLAN_ROOMS, workflow.plan_rooms_release, bodies.RoomsSerializer)
    add_changes_release = moving(moves.ADD_CHANGES, workflow.add_changes_release, bodies.ChangesSerializer)
    remove_changes_release = moving(moves.REMOVE_CHANGES, workflow.remove_changes_release, bodies.ChangesSerializer)
    begin_tests_release = moving(moves.BEGIN_TESTS, workflow.begin_tests_release)
    sign_test_release = moving(moves.SIGN_TEST, workflow.sign_test_release, bodies.SignTestSerializer)
    begin_pilot_release = moving(moves.BEGIN_PILOT, workflow.begin_pilot_release)
    roll_out_release = moving(moves.ROLL_OUT, workflow.roll_out_release, bodies.RollOutSerializer)
    mark_room_release = moving(moves.MARK_ROOM, workflow.mark_room_release, bodies.MarkRoomSerializer)
    roll_back_room_release = moving(
        moves.ROLL_BACK_ROOM, workflow.roll_back_room_release, bodies.RollBackRoomSerializer
    )
    finish_release = moving(moves.FINISH, workflow.finish_release, bodies.FinishSerializer)
    roll_back_release = moving(moves.ROLL_BACK, workflow.roll_back_release, ReasonSerializer)
    withdraw_release = moving(moves.WITHDRAW, workflow.withdraw_release, ReasonSerializer)
    reopen_release = moving(moves.REOPEN, workflow.reopen_release, ReasonSerializer)
    note_release = moving(moves.NOTE, workflow.note_release, bodies.NoteTextSerializer)
