"""The register of certificates for programs, every move of an entry, and the share certified by school."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from adoption import moves, serializers, workflow
from adoption.filters import CertificateFilter
from adoption.measure import certified
from adoption.models import Certificate
from servicedesk.api.moving import moving
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.models import School
from servicedesk.roles import WORDS, Permission

WHOLE = serializers.CertificateSerializer


certificate_move = partial(moving, record="certificate", answers=WHOLE, ending="_certificate")


class CertificateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Who holds or is due what: one's own, and those of the schools whose evidence one keeps."""

    queryset = Certificate.objects.select_related("school", "person")
    serializer_class = WHOLE
    filterset_class = CertificateFilter
    ordering = ("pk",)

    @extend_schema(request=serializers.AddCertificateSerializer, responses={201: WHOLE})
    @once
    def create(self, request):
        """Somebody of a school is due a certificate."""
        if not request.user.may_anywhere(moves.KEEP):
            raise NotYours(f"None of your roles includes this: {WORDS[moves.KEEP].lower()}.")
        said = self.checked(serializers.AddCertificateSerializer)
        made = workflow.add_certificate(by=request.user, at=timezone.now(), **said)
        return Response(WHOLE(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=serializers.CertifiedSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def share(self, request):
        """The share certified today at each school whose evidence one reads; nothing of too few."""
        schools = School.objects.none()
        if request.user.may_anywhere(Permission.EXPORT_EVIDENCE):
            schools = School.objects.where_may(request.user, Permission.EXPORT_EVIDENCE)
        found = certified(schools, timezone.localdate())
        rows = [_row(school, found[school.pk]) for school in schools]
        return Response(serializers.CertifiedSerializer(rows, many=True).data)

    def shown(self, certificate):
        """An entry as it now stands."""
        return WHOLE(self.queryset.get(pk=certificate.pk)).data

    change_certificate = certificate_move(
        moves.CHANGE, workflow.change_certificate, serializers.ChangeCertificateSerializer
    )
    conclude_certificate = certificate_move(
        moves.CONCLUDE, workflow.conclude_certificate, serializers.ConcludeCertificateSerializer
    )
    withdraw_certificate = certificate_move(
        moves.WITHDRAW, workflow.withdraw_certificate, serializers.WithdrawCertificateSerializer
    )
    reopen_certificate = certificate_move(
        moves.REOPEN, workflow.reopen_certificate, serializers.ReopenCertificateSerializer
    )


def _row(school, share):
    known = share.percent is not None
    return {
        "school": school.code,
        "holders": share.holders if known else None,
        "people": share.people if known else None,
        "percent": round(share.percent, 1) if known else None,
    }
