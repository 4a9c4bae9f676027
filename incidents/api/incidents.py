"""Faults and requests: the list, logging one, its story, and every move of it."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from incidents import moves, timeline, workflow
from incidents.filters import IncidentFilter
from incidents.intake import log_incident
from incidents.models import Incident
from incidents.outcomes import OUTCOME
from incidents.serializers.logging import LogSerializer
from incidents.serializers.major import (
    DeclareSerializer,
    HandLeadSerializer,
    JoinSerializer,
    NewsSerializer,
    ReviewSerializer,
)
from incidents.serializers.moves import (
    AssignSerializer,
    ConfirmSerializer,
    DuplicateSerializer,
    ExcusingSerializer,
    OutageSerializer,
    PrioritiseSerializer,
    ReasonSerializer,
    ReplySerializer,
    ResolveSerializer,
    WaitSerializer,
    WordsSerializer,
)
from incidents.serializers.reading import EntrySerializer, IncidentSerializer, StorySerializer, is_desk
from servicedesk.api.moving import moving as action_of
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission

# Who asks one of these learns something of what only the desk sees, so it is answered with the desk's records only.
ABOUT_THE_DESK = {"fact", "source", "outcome", "team", "wait_reason", "due"}


moving = partial(action_of, record="incident", answers=IncidentSerializer)


class IncidentViewSet(mixins.ListModelMixin, VisibleViewSet):
    """The desk sees the records of its schools, everyone else what they asked for or logged."""

    queryset = (
        Incident.objects.with_rows_shown()
        .select_related("logged_by", "resolved_by", "team__school")
        .select_related("response_clock__school", "response_clock__excuse__by")
        .select_related("resolution_clock__school", "resolution_clock__excuse__by")
    )
    serializer_class = IncidentSerializer
    filterset_class = IncidentFilter
    ordering = ("next_due", "id")
    orderings = {
        "next_due": ("next_due", "id"),
        "-next_due": ("next_due", "id"),
        "opened_at": ("opened_at", "id"),
        "-opened_at": ("opened_at", "id"),
        "priority": ("priority", "next_due", "id"),
        "wrote_last_at": ("wrote_last_at", "id"),
        "-wrote_last_at": ("wrote_last_at", "id"),
        "id": ("id",),
        "-id": ("id",),
    }
    asks = {"timeline": ("cursor", "page_size")}

    def get_queryset(self):
        """The records this person may see, with how each turned out."""
        rows = super().get_queryset().annotate(outcome=OUTCOME)
        if self.action == "list" and ABOUT_THE_DESK & set(self.request.query_params):
            rows = rows.filter(self.request.user.within(Permission.SEE_SCHOOL, field="school"))
        return rows

    @extend_schema(responses=StorySerializer)
    def retrieve(self, request, pk=None):
        """One record with its story."""
        incident = self.get_object()
        context = self.get_serializer_context() | {"story": self.story(incident)}
        return Response(StorySerializer(incident, context=context).data)

    @extend_schema(request=LogSerializer, responses={201: IncidentSerializer})
    @once
    def create(self, request):
        """Report a fault, ask for something, or log a call for somebody."""
        wanted = self.checked(LogSerializer)
        incident = log_incident(by=request.user, at=timezone.now(), **wanted)
        return Response(self.shown(incident), status=status.HTTP_201_CREATED)

    @extend_schema(responses=EntrySerializer(many=True), filters=False)
    @action(detail=True)
    def timeline(self, request, pk=None):
        """The story of a record, oldest line first, page by page."""
        incident = self.get_object()
        self.ordering, self.orderings = ("at", "pk"), {}
        lines = self.paginate_queryset(self.story(incident))
        context = {"is_desk": is_desk(request.user, incident)}
        return self.get_paginated_response(EntrySerializer(lines, many=True, context=context).data)

    def story(self, incident):
        """The lines this person may read: the requester none of the desk's notes."""
        return timeline.for_desk(incident) if is_desk(self.request.user, incident) else timeline.for_requester(incident)

    def shown(self, incident):
        """A record as it now stands, with everything the answer needs."""
        fresh = self.queryset.annotate(outcome=OUTCOME).get(pk=incident.pk)
        return IncidentSerializer(fresh, context=self.get_serializer_context()).data

    assign = moving(moves.ASSIGN, workflow.assign, AssignSerializer)
    take = moving(moves.TAKE, workflow.take)
    release = moving(moves.RELEASE, workflow.release)
    start = moving(moves.START, workflow.start)
    wait = moving(moves.WAIT, workflow.wait, WaitSerializer)
    resume = moving(moves.RESUME, workflow.resume)
    resolve = moving(moves.RESOLVE, workflow.resolve, ResolveSerializer)
    confirm = moving(moves.CONFIRM, workflow.confirm, ConfirmSerializer)
    close = moving(moves.CLOSE, workflow.close)
    reopen = moving(moves.REOPEN, workflow.reopen, ReasonSerializer, makes=True)
    cancel = moving(moves.CANCEL, workflow.cancel, ReasonSerializer)
    mark_duplicate = moving(moves.MARK_DUPLICATE, workflow.mark_duplicate, DuplicateSerializer)
    prioritise = moving(moves.PRIORITISE, workflow.prioritise, PrioritiseSerializer)
    mark_outage = moving(moves.MARK_OUTAGE, workflow.mark_outage, OutageSerializer)
    reply = moving(moves.REPLY, workflow.reply, ReplySerializer)
    note = moving(moves.NOTE, workflow.note, WordsSerializer)
    record_call = moving(moves.RECORD_CALL, workflow.record_call, WordsSerializer)
    excuse = moving(moves.EXCUSE, workflow.excuse, ExcusingSerializer)
    declare_major = moving(moves.DECLARE_MAJOR, workflow.declare_major, DeclareSerializer)
    hand_lead = moving(moves.HAND_LEAD, workflow.hand_lead, HandLeadSerializer)
    publish_update = moving(moves.PUBLISH_UPDATE, workflow.publish_update, NewsSerializer)
    review_major = moving(moves.REVIEW_MAJOR, workflow.review_major, ReviewSerializer)
    join = moving(moves.JOIN, workflow.join, JoinSerializer)
    leave = moving(moves.LEAVE, workflow.leave)
