"""The committee for programs: meetings, their agenda, what was said and decided."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from changes.agenda import what_waits
from changes.models import Change, Meeting, MeetingItem
from changes.serializers.committee import (
    AgendaSerializer,
    ChangeMeetingSerializer,
    DecideItemSerializer,
    MeetingItemSerializer,
    MeetingSerializer,
    MinuteSerializer,
    MoveItemSerializer,
    SentSerializer,
)
from changes.workflow import inviting
from changes.workflow import meeting as moves
from changes.workflow.ruling import may_manage
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import SchoolFilter, seen
from servicedesk.idempotency import once
from servicedesk.roles import Permission


class MeetingFilter(django_filters.FilterSet):
    """Those of one school."""

    school = SchoolFilter()

    class Meta:
        model = Meeting
        fields: list[str] = []


class MeetingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Meetings that talk about changes together."""

    queryset = Meeting.objects.select_related("school").prefetch_related("members", "present")
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    ordering = ("pk",)

    @extend_schema(request=MeetingSerializer, responses={201: MeetingSerializer})
    @once
    def create(self, request):
        """Call a meeting; what waits is on its agenda from the start."""
        demand(request.user, Permission.MANAGE_CHANGES)
        wanted, at = self.checked(MeetingSerializer), timezone.now()
        may_manage(request.user, wanted["school"])
        items = what_waits(wanted["school"], reader=request.user, at=at)[: moves.LONGEST]
        made = moves.call_meeting(by=request.user, at=at, items=items, **wanted)
        return Response(MeetingSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeMeetingSerializer)
    def partial_update(self, request, pk=None):
        """Another time or place, or other people."""
        meeting = self._managed()
        wanted = self.changed(ChangeMeetingSerializer, meeting)
        if hasattr(wanted["members"], "all"):
            wanted["members"] = list(wanted["members"].all())
        return self._shown(moves.change_meeting(meeting, by=request.user, at=timezone.now(), **wanted))

    @extend_schema(request=AgendaSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    @once
    def add_to_agenda(self, request, pk=None):
        """Put changes at the end of the agenda."""
        meeting = self._managed()
        wanted = self.checked(AgendaSerializer)
        return self._shown(moves.add_to_agenda(meeting, by=request.user, at=timezone.now(), **wanted))

    @extend_schema(request=MinuteSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    @once
    def minute(self, request, pk=None):
        """Say who was there, and what else was talked about."""
        meeting = self._managed()
        return self._shown(moves.minute(meeting, by=request.user, at=timezone.now(), **self.checked(MinuteSerializer)))

    @extend_schema(request=None, responses=SentSerializer)
    @action(detail=True, methods=["post"])
    @once
    def send_agenda(self, request, pk=None):
        """Send the agenda to everyone who comes."""
        sent = inviting.send_agenda(self._managed(), by=request.user, at=timezone.now())
        return Response({"sent": sent})

    @extend_schema(request=None, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    @once
    def close(self, request, pk=None):
        """The minutes are right and stay as they are; everyone who belongs to it gets them."""
        return self._shown(inviting.close_meeting(self._managed(), by=request.user, at=timezone.now()))

    def _managed(self):
        """The meeting, for somebody who may write on it."""
        meeting = self.get_object()
        may_manage(self.request.user, meeting.school)
        return meeting

    def _shown(self, meeting):
        return Response(MeetingSerializer(self.queryset.get(pk=meeting.pk)).data)


class MeetingItemFilter(django_filters.FilterSet):
    """The agenda of one meeting, or where one change was talked about."""

    meeting = django_filters.ModelChoiceFilter(queryset=seen(Meeting))
    change = django_filters.ModelChoiceFilter(queryset=seen(Change))

    class Meta:
        model = MeetingItem
        fields: list[str] = []


class MeetingItemViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The changes on an agenda, what was said about each, and what was decided."""

    queryset = MeetingItem.objects.select_related("meeting__school", "meeting__chair", "change__school")
    serializer_class = MeetingItemSerializer
    filterset_class = MeetingItemFilter
    ordering = ("meeting", "place")

    def get_queryset(self):
        """Of a meeting of the trust only the changes that the asker may see."""
        return super().get_queryset().filter(change__in=Change.objects.visible_to(self.request.user))

    @extend_schema(request=MeetingItemSerializer)
    def partial_update(self, request, pk=None):
        """Write down what was said."""
        item = self._managed()
        wanted = self.changed(MeetingItemSerializer, item)
        return self._shown(moves.write_item(item, by=request.user, at=timezone.now(), **wanted))

    @extend_schema(request=DecideItemSerializer, responses=MeetingItemSerializer)
    @action(detail=True, methods=["post"])
    @once
    def decide(self, request, pk=None):
        """Write down what the committee decided; it stands on the change as well."""
        item = self._managed()
        wanted = self.checked(DecideItemSerializer)
        return self._shown(moves.decide_item(item, by=request.user, at=timezone.now(), **wanted))

    @extend_schema(request=MoveItemSerializer, responses=MeetingItemSerializer)
    @action(detail=True, methods=["post"])
    @once
    def move(self, request, pk=None):
        """Look at it one place later, or earlier."""
        item = self._managed()
        wanted = self.checked(MoveItemSerializer)
        return self._shown(moves.move_item(item, by=request.user, at=timezone.now(), **wanted))

    def destroy(self, request, pk=None):
        """Not in this meeting."""
        moves.remove_item(self._managed(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _managed(self):
        """The point, for somebody who may write on it."""
        item = self.get_object()
        may_manage(self.request.user, item.meeting.school)
        return item

    def _shown(self, item):
        return Response(MeetingItemSerializer(self.queryset.get(pk=item.pk)).data)
