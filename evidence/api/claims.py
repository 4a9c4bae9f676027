"""Claims for programs: what a school says of itself, every move of it, and its documents."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from evidence import moves, workflow
from evidence.filters import ClaimFilter
from evidence.models import Claim
from evidence.serializers import (
    AddDocumentSerializer,
    BeginSerializer,
    ClaimSerializer,
    LinkRecordSerializer,
    RemoveDocumentSerializer,
    UnlinkRecordSerializer,
    WholeClaimSerializer,
    WithdrawSerializer,
    WriteSerializer,
)
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import Nothing


def moving(move, act, body=Nothing, **how):
    """The action of one move: find the claim, check the move, read the body, call the function that the page calls.

    A file can't be part of a key's fingerprint: a document that is sent again is refused by its content instead.
    """

    def make(self, request, pk=None):
        claim = self.get_object()
        move.check(claim, by=request.user)
        wanted = self.checked(body, claim=claim)
        act(claim, by=request.user, at=timezone.now(), **wanted)
        return Response(WholeClaimSerializer(self.whole().get(pk=claim.pk)).data)

    make.__name__, make.__doc__ = move.name, act.__doc__
    made = make if how else once(make)
    return action(detail=True, methods=["post"], **how)(
        extend_schema(request=body, responses=WholeClaimSerializer)(made)
    )


class ClaimViewSet(mixins.ListModelMixin, VisibleViewSet):
    """What the schools say of themselves, statement by statement and year by year."""

    queryset = Claim.objects.whole()
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter

    @extend_schema(responses=WholeClaimSerializer)
    def retrieve(self, request, pk=None):
        """One claim with its story."""
        return Response(WholeClaimSerializer(self.whole().get(pk=self.get_object().pk)).data)

    @extend_schema(request=BeginSerializer, responses={201: WholeClaimSerializer})
    @once
    def create(self, request):
        """Say the first thing about a statement in a school year."""
        demand(request.user, Permission.KEEP_EVIDENCE)
        made = workflow.begin(by=request.user, at=timezone.now(), **self.checked(BeginSerializer))
        return Response(WholeClaimSerializer(self.whole().get(pk=made.pk)).data, status=status.HTTP_201_CREATED)

    def whole(self):
        """Claims with everything in them."""
        return self.queryset.prefetch_related("entries__by")

    write = moving(moves.WRITE, workflow.write, WriteSerializer)
    sign = moving(moves.SIGN, workflow.sign)
    withdraw = moving(moves.WITHDRAW, workflow.withdraw, WithdrawSerializer)
    add_document = moving(
        moves.ADD_DOCUMENT, workflow.add_document, AddDocumentSerializer, parser_classes=[MultiPartParser]
    )
    remove_document = moving(moves.REMOVE_DOCUMENT, workflow.remove_document, RemoveDocumentSerializer)
    link = moving(moves.LINK, workflow.link, LinkRecordSerializer)
    unlink = moving(moves.UNLINK, workflow.unlink, UnlinkRecordSerializer)
