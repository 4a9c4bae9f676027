"""The moves of a change for programs: each an action that calls the function its page calls."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from changes import moves, workflow
from changes.serializers.log import ChangeSerializer
from changes.serializers.moves import (
    AnnounceSerializer,
    BackOutSerializer,
    CloseChangeSerializer,
    DescribeChangeSerializer,
    ImplementSerializer,
    LinkIncidentSerializer,
    PlanSerializer,
    RecordInAssetsSerializer,
    RescheduleSerializer,
    ReviewChangeSerializer,
    UnlinkIncidentSerializer,
)
from incidents.serializers.moves import ReasonSerializer, WordsSerializer
from servicedesk.idempotency import once
from servicedesk.strict import Nothing


def moving(move, act, body=Nothing):
    """The action of one move: find the record, check the move, read the body, call the function that the page calls."""

    def make(self, request, pk=None):
        change = self.get_object()
        move.check(change, by=request.user)
        wanted = self.checked(body, change=change)
        return Response(self.shown(act(change, by=request.user, at=timezone.now(), **wanted)))

    make.__name__, make.__doc__ = move.name, act.__doc__
    answers = {200: ChangeSerializer}
    return action(detail=True, methods=["post"])(extend_schema(request=body, responses=answers)(once(make)))


class Moves:
    """Every move of a change that is no answer to somebody who asked."""

    describe = moving(moves.DESCRIBE, workflow.describe, DescribeChangeSerializer)
    plan = moving(moves.PLAN, workflow.plan, PlanSerializer)
    reschedule = moving(moves.RESCHEDULE, workflow.reschedule, RescheduleSerializer)
    announce = moving(moves.ANNOUNCE, workflow.announce, AnnounceSerializer)
    implement = moving(moves.IMPLEMENT, workflow.implement, ImplementSerializer)
    back_out = moving(moves.BACK_OUT, workflow.back_out, BackOutSerializer)
    record_in_assets = moving(moves.RECORD_IN_ASSETS, workflow.record_in_assets, RecordInAssetsSerializer)
    close = moving(moves.CLOSE, workflow.close, CloseChangeSerializer)
    review = moving(moves.REVIEW, workflow.review, ReviewChangeSerializer)
    withdraw = moving(moves.WITHDRAW, workflow.withdraw, ReasonSerializer)
    raise_again = moving(moves.RAISE_AGAIN, workflow.raise_again, ReasonSerializer)
    note = moving(moves.NOTE, workflow.note, WordsSerializer)
    link_incident = moving(moves.LINK_INCIDENT, workflow.link_incident, LinkIncidentSerializer)
    unlink_incident = moving(moves.UNLINK_INCIDENT, workflow.unlink_incident, UnlinkIncidentSerializer)
