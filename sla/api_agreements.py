"""Agreements for programs: reading them, drafting the next wording, putting it in force, and what holds it up."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once
from servicedesk.strict import Nothing
from sla import agreement_workflow as workflow
from sla.agreement_previews import preview
from sla.filters import AgreementFilter
from sla.models import Agreement, AgreementVersion
from sla.serializers_agreements import (
    AgreementPreviewSerializer,
    AgreementSerializer,
    ChangeDraftSerializer,
    DraftSerializer,
    FindingSerializer,
    NewAgreementSerializer,
    PutInForceAnswerSerializer,
    PutInForceSerializer,
    SignatureSerializer,
    SignSerializer,
)
from sla.underpinned import findings_for

BESIDE = ("targets", "steps", "signatures", "services")


class AgreementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was promised: agreements with their versions, targets, escalation steps and signatures."""

    queryset = Agreement.objects.select_related("school").prefetch_related(*(f"versions__{name}" for name in BESIDE))
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter

    @extend_schema(request=NewAgreementSerializer, responses={201: AgreementSerializer})
    @once
    def create(self, request):
        """A new agreement with an empty draft: with a school (or the trust), with a team, or with a supplier."""
        wanted = self.checked(NewAgreementSerializer)
        made = workflow.make_agreement(by=request.user, at=timezone.now(), **wanted)
        return Response(AgreementSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=Nothing, responses=DraftSerializer)
    @action(detail=True, methods=["post"])
    @once
    def draft(self, request, pk=None):
        """A draft to work on: the one there is, else a copy of the wording in force."""
        agreement = self.get_object()
        self.checked(Nothing)
        return Response(DraftSerializer(workflow.draft(agreement, by=request.user, at=timezone.now())).data)

    @extend_schema(responses=FindingSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def underpinning(self, request):
        """Where agreements between teams and with suppliers can't hold up what is promised to schools."""
        _, _, found = findings_for(request.user, at=timezone.now())
        return Response(FindingSerializer(found, many=True).data)


class AgreementVersionViewSet(mixins.RetrieveModelMixin, VisibleViewSet):
    """One wording of an agreement. A draft is changed here until it is put in force; then it stays as it is."""

    queryset = AgreementVersion.objects.select_related("agreement__school").prefetch_related(*BESIDE)
    serializer_class = DraftSerializer

    def get_queryset(self):
        """Those of the agreements this person may read."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.filter(agreement__in=Agreement.objects.visible_to(self.request.user))

    @extend_schema(request=ChangeDraftSerializer, responses=DraftSerializer)
    def partial_update(self, request, pk=None):
        """Write what a draft says; what isn't sent stays."""
        version = self._mine()
        wanted = self.checked(ChangeDraftSerializer)
        version = workflow.change_draft(version, by=request.user, at=timezone.now(), **wanted)
        return Response(DraftSerializer(version).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """Throw a draft away; an agreement that never had another wording goes with it."""
        workflow.throw_away(self._mine(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=AgreementPreviewSerializer)
    @action(detail=True)
    def preview(self, request, pk=None):
        """What would change if this draft were put in force now; nothing is written."""
        version = self._mine()
        if version.state != AgreementVersion.State.DRAFT:
            raise Refused(f"Version {version.number} is {version.get_state_display().lower()} and stays as it is.")
        return Response(AgreementPreviewSerializer(preview(version, at=timezone.now())).data)

    @extend_schema(request=PutInForceSerializer, responses=PutInForceAnswerSerializer)
    @action(detail=True, methods=["post"], url_path="put-in-force")
    @once
    def put_in_force(self, request, pk=None):
        """From now on this is what is promised; open clocks keep what they were promised unless `also_open`."""
        version = self._mine()
        wanted = self.checked(PutInForceSerializer)
        act = workflow.put_in_force_now(version, by=request.user, at=timezone.now(), **wanted)
        answer = {"version": AgreementVersion.objects.get(pk=version.pk), "reevaluation": act and act.pk}
        return Response(PutInForceAnswerSerializer(answer).data)

    @extend_schema(request=SignSerializer, responses={201: SignatureSerializer})
    @action(detail=True, methods=["post"])
    @once
    def sign(self, request, pk=None):
        """Put somebody's name under a wording: a draft, or the one in force."""
        version = self._mine()
        signature = workflow.sign(version, by=request.user, at=timezone.now(), **self.checked(SignSerializer))
        return Response(SignatureSerializer(signature).data, status=status.HTTP_201_CREATED)

    def _mine(self):
        """The wording, if this person may decide about it."""
        version = self.get_object()
        if not workflow.may_edit(self.request.user, version.agreement):
            raise NotYours("You can read this agreement, but somebody else decides about it.")
        return version
