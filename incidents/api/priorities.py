"""The priority tables of the agreements in force."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.response import Response

from incidents import priority_table
from incidents.serializers.priorities import PriorityTableSerializer, WholeTableSerializer
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from sla.models import Agreement, AgreementVersion


class PriorityTableViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """How impact and urgency make a priority, for each agreement in force that the asker may read."""

    queryset = AgreementVersion.objects.filter(state=AgreementVersion.State.IN_FORCE)
    serializer_class = PriorityTableSerializer
    filterset_fields: list[str] = []

    def get_queryset(self):
        """Those of the agreements this person may read."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        readable = Agreement.objects.visible_to(self.request.user)
        rows = self.queryset.filter(agreement__in=readable)
        return rows.select_related("agreement__school").prefetch_related("priority_rules")

    @extend_schema(request=WholeTableSerializer, responses=PriorityTableSerializer)
    def update(self, request, pk=None):
        """Write the whole table. Records judged before keep their priority."""
        version = self.get_object()
        if not priority_table.may_change(request.user, version):
            raise NotYours("You can read the priorities of this agreement, but somebody else decides about them.")
        table = self.checked(WholeTableSerializer)["rules"]
        priority_table.set_table(version, by=request.user, at=timezone.now(), table=table)
        return Response(PriorityTableSerializer(self.get_object()).data)
