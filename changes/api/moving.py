"""The moves of a change for programs: each an action that calls the function its page calls."""

from functools import partial

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
from servicedesk.api.moving import moving as action_of

moving = partial(action_of, record="change", answers=ChangeSerializer)


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
