"""Changes for programs: the log, and the life of those that are asked for."""

from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from changes import timeline, workflow
from changes.affected import affected_by
from changes.api.approving import Answers
from changes.api.moving import Moves
from changes.filters import ChangeFilter
from changes.followed import followed
from changes.models import Change, Kind
from changes.serializers.effects import AffectedSerializer, FollowedSerializer
from changes.serializers.log import ChangeSerializer, CorrectChangeSerializer
from changes.serializers.moves import RaiseChangeSerializer
from changes.serializers.reading import ChangeEntrySerializer, WholeChangeSerializer
from incidents.models import Incident
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import Refused
from servicedesk.idempotency import once

NEW = PolymorphicProxySerializer(
    component_name="NewChange", serializers=[ChangeSerializer, RaiseChangeSerializer], resource_type_field_name=None
)


class ChangeViewSet(Moves, Answers, mixins.ListModelMixin, VisibleViewSet):
    """What is to be changed and what was."""

    queryset = Change.objects.with_rows_shown()
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    ordering = ("id",)
    orderings = {
        "id": ("id",),
        "-id": ("id",),
        "made_at": ("made_at", "id"),
        "-made_at": ("made_at", "id"),
        "starts_at": ("starts_at", "id"),
        "-starts_at": ("starts_at", "id"),
    }
    asks = {"timeline": ("cursor", "page_size")}

    def filter_queryset(self, queryset):
        """The rows wanted; those without a moment have no place in an order of moments."""
        field = self.request.query_params.get("ordering", "").removeprefix("-")
        found = super().filter_queryset(queryset).with_caused(self.request.user)
        return found.filter(**{f"{field}__isnull": False}) if field in ("made_at", "starts_at") else found

    @extend_schema(responses=WholeChangeSerializer)
    def retrieve(self, request, pk=None):
        """One change with its plan and its story."""
        change = self.get_object()
        seen = Incident.objects.visible_to(request.user)
        links = change.incident_links.filter(incident__in=seen).values_list("incident_id", "link")
        context = {"story": timeline.story(change), "incidents": links, "at": timezone.now()}
        return Response(WholeChangeSerializer(change, context=self.get_serializer_context() | context).data)

    @extend_schema(request=NEW, responses={201: ChangeSerializer})
    @once
    def create(self, request):
        """Ask for a change (with its `kind`), or write down one that was made (without)."""
        asked_for = isinstance(request.data, dict) and request.data.get("kind", Kind.RECORDED) != Kind.RECORDED
        act = workflow.raise_change if asked_for else workflow.record_change
        wanted = self.checked(RaiseChangeSerializer if asked_for else ChangeSerializer)
        change = act(by=request.user, at=timezone.now(), **wanted)
        return Response(self.shown(change), status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectChangeSerializer)
    def partial_update(self, request, pk=None):
        """It was written down wrongly."""
        change = self.get_object()
        workflow.may_record(request.user, change.school)
        wanted = self.changed(CorrectChangeSerializer, change)
        for name in ("assets", "rooms"):
            wanted[name] = _list(wanted[name])
        change = workflow.correct_change(change, by=request.user, at=timezone.now(), **wanted)
        return Response(self.shown(change))

    @extend_schema(responses=ChangeEntrySerializer(many=True), filters=False)
    @action(detail=True)
    def timeline(self, request, pk=None):
        """The story of a change, oldest line first, page by page."""
        change = self.get_object()
        self.ordering, self.orderings = ("at", "pk"), {}
        lines = self.paginate_queryset(timeline.story(change))
        return self.get_paginated_response(ChangeEntrySerializer(lines, many=True).data)

    @extend_schema(responses=AffectedSerializer)
    @action(detail=True)
    def affected(self, request, pk=None):
        """Who will notice it: worked out from the things, rooms and services it touches."""
        change = self.get_object()
        workflow.may_record(request.user, change.school)
        return Response(AffectedSerializer(affected_by(change, at=timezone.now())).data)

    @extend_schema(responses=FollowedSerializer)
    @action(detail=True)
    def followed(self, request, pk=None):
        """What went wrong after it was made."""
        change = self.get_object()
        if change.made_at is None:
            raise Refused(f"{change.reference} is not made yet, so nothing can have followed it.")
        return Response(FollowedSerializer(followed(change, reader=request.user, at=timezone.now())).data)

    def shown(self, change):
        """A change as it now stands."""
        return ChangeSerializer(self.queryset.get(pk=change.pk), context=self.get_serializer_context()).data


def _list(found):
    """The rows that were sent, or those that are there."""
    return list(found.all()) if hasattr(found, "all") else list(found)
